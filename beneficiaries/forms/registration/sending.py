"""The last page: decisions of one's own, each apart, nothing preselected; and what was told (S63)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from beneficiaries.forms.registration.base import CHOOSE, as_typed
from beneficiaries.models import ConsentText, NoticeText
from beneficiaries.rules.registration import Application
from beneficiaries.rules.registration_steps import CHECK
from portal.programmes.models import GrantProject

AGREES, REFUSES = "yes", "no"
PREFIX, KEY = "consent-", re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DECISIONS = ((AGREES, pgettext_lazy("answer", "I agree")), (REFUSES, pgettext_lazy("answer", "I do not agree")))


@dataclass(frozen=True)
class Question:
    """A question on the page: its first paragraph stands there, the rest opens."""

    title: str
    lead: str
    rest: str
    field: BoundField


class SendingForm(forms.Form):
    """One choice of two for each question; ``told`` names the information that the page showed."""

    use_required_attribute = False

    told = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, application: Application, notices: Sequence[NoticeText], questions: Sequence[ConsentText]
    ) -> None:
        """Ask each question with its own field; a text published meanwhile is a question not answered yet."""
        self.notices, self.application = notices, application
        super().__init__(as_typed(data), initial={"told": self._keys()})
        for each in questions:
            self.fields[field_of(each)] = forms.ChoiceField(
                label=each.title, help_text="", choices=DECISIONS, widget=forms.RadioSelect,
                initial=self._before(each), error_messages={"required": CHOOSE},
            )  # fmt: skip
        self.questions = questions

    @property
    def decisions(self) -> list[Question]:
        """Each question with its field, for the page."""
        parted = [(each, each.body.strip().partition("\n\n")) for each in self.questions]
        return [Question(each.title, lead, rest, self[field_of(each)]) for each, (lead, _blank, rest) in parted]

    def clean_told(self) -> str:
        """Show a notice first that was published while the page was open."""
        if self.cleaned_data["told"] != self._keys():
            typed: Any = self.data
            typed["told"] = self._keys()
            raise forms.ValidationError(_("The information about your data has changed. Read it and send again."))
        return self.cleaned_data["told"]

    def answered(self) -> Application:
        """Return the application with what was told and decided."""
        decided = {str(each.pk): self.cleaned_data[field_of(each)] == AGREES for each in self.questions}
        return self.application.decided(tuple(str(each.pk) for each in self.notices), decided)

    def _keys(self) -> str:
        return " ".join(str(each.pk) for each in self.notices)

    def _before(self, question: ConsentText) -> str:
        said = self.application.decisions.get(str(question.pk))
        marked = self.application.typed.get(CHECK, {}).get(mark_of(question), [""])[0]
        return marked if said is None else AGREES if said else REFUSES


def mark_of(question: ConsentText) -> str:
    """Return what a question is in every language: its kind and the number of its text."""
    return f"{question.kind_id} {question.number}"


def marked(data: QueryDict, project: GrantProject) -> dict[str, list[str]]:
    """Return what was marked on a page and not sent, whatever its language: by question, as it is kept."""
    said = {name.removeprefix(PREFIX): value for name, value in data.items() if name.startswith(PREFIX)}
    keys = [key for key, value in said.items() if value in (AGREES, REFUSES) and KEY.fullmatch(key)]
    rows = ConsentText.objects.filter(kind__grant_project=project, pk__in=keys)
    return {mark_of(each): [str(said[str(each.pk)])] for each in rows}


def field_of(question: ConsentText) -> str:
    """Return the name of the field of a question."""
    return f"{PREFIX}{question.pk}"
