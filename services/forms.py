"""Support as a caseworker writes it down: for whom, of what kind, when, how long."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.programmes.models import ServiceType
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.formatting import duration

MINUTES = (15, 30, 45, 60, 90)
OTHER = "other"
MINUTES_OF_HOUR, LONGEST_DAY, MOST_PEOPLE = 60, 24, 30


class _Given(forms.Form):
    """Kind, day and length."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of support"), widget=forms.RadioSelect(attrs={"class": "chips"}))
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    )
    minutes = forms.ChoiceField(label=gettext_lazy("How long"), widget=forms.RadioSelect(attrs={"class": "chips"}))
    hours = forms.DecimalField(
        label=gettext_lazy("Other length, in hours"), required=False, max_digits=4, decimal_places=2, localize=True,
        min_value=Decimal("0.25"), max_value=LONGEST_DAY,
        widget=forms.TextInput(attrs={"class": "w-xs", "inputmode": "decimal"}),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[ServiceType], **kwargs: Any) -> None:
        """Offer the kinds of the project and the usual lengths."""
        super().__init__(*args, **kwargs)
        self._kinds = {each.code: each for each in kinds}
        usual = [(str(minutes), duration(Decimal(minutes) / MINUTES_OF_HOUR)) for minutes in MINUTES]
        self.fields["kind"].choices = [(each.code, each.name) for each in kinds]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [*usual, (OTHER, _("other"))]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for the length when none of the usual ones is chosen."""
        if (
            self.cleaned_data.get("minutes") == OTHER
            and not self.cleaned_data.get("hours")
            and "hours" not in self.errors
        ):
            self.add_error("hours", _("Enter how long it took, in hours."))

    def values(self) -> dict[str, Any]:
        """Return kind, day and hours of a valid form as the facts name them."""
        minutes = self.cleaned_data["minutes"]
        hours = self.cleaned_data["hours"] if minutes == OTHER else Decimal(minutes) / MINUTES_OF_HOUR
        return {
            "service_type": self._kinds[self.cleaned_data["kind"]],
            "delivered_on": self.cleaned_data["day"],
            "hours": Decimal(hours).quantize(Decimal("0.01")),
        }


class SupportForm(OnceForm, _Given):
    """New support, for one person or several at once."""

    others = forms.CharField(
        label=gettext_lazy("Also for"), required=False, max_length=400,
        help_text=gettext_lazy("Numbers of other people who were there, divided by commas."),
    )  # fmt: skip

    field_order = ("kind", "day", "minutes", "hours", "others")

    def clean_others(self) -> list[str]:
        """Return the numbers, each once."""
        numbers = list(dict.fromkeys(re.findall(r"[^\s,;]+", self.cleaned_data["others"].upper())))
        if len(numbers) > MOST_PEOPLE:
            raise forms.ValidationError(_("At most %(most)s people at once.") % {"most": MOST_PEOPLE})
        return numbers


class CorrectionForm(OnceForm, VersionForm, _Given):
    """A correction of support: the same fields, and the reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=300,
        help_text=gettext_lazy("It stays in the history beside the earlier entry."),
    )  # fmt: skip

    field_order = ("kind", "day", "minutes", "hours", "why")


class WithdrawalForm(OnceForm, VersionForm):
    """Support that was not given after all."""

    why = forms.CharField(label=gettext_lazy("Reason for taking it back"), max_length=300)


def initial_of(kind: str, day: datetime.date, hours: Decimal | None) -> dict[str, Any]:
    """Return the values of the fields for support that exists."""
    minutes = None if hours is None else int(hours * MINUTES_OF_HOUR)
    usual = minutes in MINUTES
    length = str(minutes) if usual else OTHER
    return {"kind": kind, "day": day, "minutes": length, "hours": None if usual else hours}
