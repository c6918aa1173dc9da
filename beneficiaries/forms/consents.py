"""What a colleague writes down of a talk about data: information handed over, answers to each question (S63)."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import ConsentDecision, TextChannel
from beneficiaries.forms.households import PastDayField
from portal.submissions.once import OnceForm
from portal.ui.languages import LANGUAGE_NAMES

BY_COLLEAGUE = (
    TextChannel.PAPER, TextChannel.READ_OUT, TextChannel.INTERPRETER, TextChannel.PHONE, TextChannel.WRITTEN,
)  # fmt: skip
PREFIX = "consent_"


class Answer(Protocol):
    """A text and where the person stands with it, as the page of the record shows it."""

    @property
    def code(self) -> str:
        """The code of the text."""

    @property
    def title(self) -> str:
        """What the text is called, or what it asks."""

    @property
    def said(self) -> Any:
        """The last answer in words."""

    @property
    def decision(self) -> str:
        """The last answer as it is kept."""


class TalkForm(OnceForm):
    """One talk: on which day, how, in which language, through which guardian; nothing is answered beforehand."""

    on = PastDayField(label=gettext_lazy("Day"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[(each.value, each.label) for each in BY_COLLEAGUE],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"), choices=list(LANGUAGE_NAMES.items()),
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    guardian = forms.ChoiceField(label=gettext_lazy("Who answers for the child"), widget=forms.RadioSelect)
    notices = forms.MultipleChoiceField(
        label=gettext_lazy("Information that was handed over"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("This is information, not consent: the person does not have to agree to it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, notices: Sequence[Answer], consents: Sequence[Answer],
        guardians: Sequence[tuple[str, str]] | None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the texts in force; ``guardians`` is ``None`` for who answers for themselves."""
        super().__init__(*args, **kwargs)
        self.fields["notices"].choices = [(each.code, each.title) for each in notices]  # type: ignore[attr-defined]
        self.fields["notices"].is_needed = True  # type: ignore[attr-defined]
        if guardians is None:
            del self.fields["guardian"]
        else:
            self.fields["guardian"].choices = guardians  # type: ignore[attr-defined]
        for each in consents:
            self.fields[PREFIX + each.code] = _question(each)

    @property
    def questions(self) -> list[Any]:
        """The fields of the questions."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def answers(self) -> dict[str, ConsentDecision]:
        """What was decided in a valid form, by the code of the question."""
        said = {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }
        return {code: ConsentDecision(value) for code, value in said.items() if value}

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("notices") and not self.answers:
            self.add_error(None, _("Choose what was handed over or answered. Nothing is saved yet."))
        return said


def _question(answer: Answer) -> forms.ChoiceField:
    """Return the choices of one question: yes, no, and not answered now; who agrees can withdraw."""
    agrees = answer.decision == ConsentDecision.GIVEN
    no = (
        (ConsentDecision.WITHDRAWN, _("withdraws consent"))
        if agrees
        else (ConsentDecision.REFUSED, _("does not agree"))
    )
    said = _("Now: %(answer)s.") % {"answer": answer.said} if answer.said else ""
    field = forms.ChoiceField(
        label=answer.title, required=False, help_text=said, initial="",
        choices=[("", _("no answer now")), (ConsentDecision.GIVEN.value, _("agrees")), (no[0].value, no[1])],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    field.is_needed = True  # type: ignore[attr-defined]  # a question, not an optional entry
    return field
