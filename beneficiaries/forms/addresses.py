"""Where a person lives and where letters go, as a colleague writes it down (S25)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import Answer
from portal.clock import today
from portal.submissions.once import OnceForm
from portal.ui.dates import DayField

LONGEST = 250
SAFE = {"": None, Answer.YES: True, Answer.NO: False}


class _AddressForm(OnceForm):
    """One address: since when, and whether it may be written to."""

    person_version = forms.IntegerField(widget=forms.HiddenInput)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=LONGEST, required=False)
    since = DayField(
        label=gettext_lazy("Since"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    is_safe = forms.ChoiceField(
        label=gettext_lazy("May it stand on prints and letters?"), required=False,
        choices=[("", gettext_lazy("not asked yet")), (Answer.YES, Answer.YES.label), (Answer.NO, Answer.NO.label)],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip

    def clean_address(self) -> str:
        """Write it on one line."""
        return " ".join(self.cleaned_data["address"].split())

    def clean_since(self) -> Any:
        """Refuse a day to come."""
        since = self.cleaned_data["since"]
        if since and since > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return since

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        given = self.cleaned_data
        return {
            "address": given["address"], "seen": given["person_version"], "since": given["since"],
            "is_safe": SAFE[given["is_safe"]],
        }  # fmt: skip


class HomeForm(_AddressForm):
    """Where the person lives now."""

    is_correction = forms.BooleanField(
        label=gettext_lazy("Only a correction: the person has not moved"), required=False,
        help_text=gettext_lazy("What stood here before is then not kept as a former address."),
    )  # fmt: skip


class LettersForm(_AddressForm):
    """Where letters go; blank: to the home."""


def said(is_safe: bool | None) -> str:
    """Return what was said of an address as the form offers it."""
    return {None: "", True: Answer.YES.value, False: Answer.NO.value}[is_safe]
