"""Certificates: to whom, and why one is withdrawn."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from services.models import Enrolment

LONGEST_REASON = 200


class GiveForm(QuestionsForm, OnceForm):
    """To whom certificates are given: only those who reached the threshold can be chosen.

    A course of which classes are still to come is asked about.
    """

    places = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose at least one person.")}, label=gettext_lazy("To whom")
    )

    def __init__(self, *args: Any, places: Sequence[Enrolment], **kwargs: Any) -> None:
        """Take who can be chosen."""
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in places}
        self.fields["places"].choices = [(key, key) for key in self.offered]  # type: ignore[attr-defined]

    @property
    def marked(self) -> set[str]:
        """The keys that are marked on the page: what was sent, before that everybody."""
        return set(self.data.getlist("places")) if self.is_bound else set(self.offered)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Enrolment]:
        """Who was chosen in a valid form."""
        return [self.offered[key] for key in self.cleaned_data["places"]]


class WithdrawForm(OnceForm):
    """Why a certificate is withdrawn."""

    why = forms.CharField(
        label=pgettext_lazy("of a certificate", "Reason"), max_length=LONGEST_REASON,
        help_text=gettext_lazy("Only colleagues read it."),
    )  # fmt: skip
