"""What is chosen and written on the pages of figures: a period, a report to freeze, an explanation, a plan."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.submissions.once import OnceForm
from portal.ui.formatting import month_year
from portal.ui.moments import MomentField

EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)
MOST_PEOPLE = 1_000_000


class PeriodForm(forms.Form):
    """Two days, both included, and the moment of knowledge: blank for what is known now."""

    od = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    do = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    znane = MomentField(
        label=gettext_lazy("As known on"), required=False,
        help_text=gettext_lazy("Time in Poland. Leave blank for what is known now."),
    )  # fmt: skip

    def clean(self) -> None:
        """Refuse a period that ends before it starts, or days no project knows."""
        first, last = self.cleaned_data.get("od"), self.cleaned_data.get("do")
        for name, day in (("od", first), ("do", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("This year cannot be right."))
        if first and last and last < first:
            self.add_error("do", _("The period ends before it starts."))


class FreezeForm(OnceForm):
    """A report is frozen; before the end of its period only on purpose, with a reason that stays in it."""

    early = forms.BooleanField(
        label=gettext_lazy("The period has not ended; I freeze the report all the same"), required=False
    )
    early_reason = forms.CharField(
        label=gettext_lazy("Reason for freezing before the end"), required=False, max_length=300,
        help_text=gettext_lazy("It stays in the report for good. No names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        """Ask for the reason only while the period has not ended."""
        super().__init__(*args, **kwargs)
        if not is_early:
            del self.fields["early"], self.fields["early_reason"]
        else:
            self.fields["early"].is_needed = self.fields["early_reason"].is_needed = True  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for both: that it is on purpose, and why."""
        if "early" not in self.fields:
            return
        if not self.cleaned_data.get("early"):
            self.add_error("early", _("Tick this to freeze the report before the end of its period."))
        if not self.cleaned_data.get("early_reason") and "early_reason" not in self.errors:
            self.add_error("early_reason", _("Say why the report cannot wait for the end of the period."))


class ApproveForm(OnceForm):
    """A second person approves a frozen report; who froze it says why nobody else does."""

    alone_reason = forms.CharField(
        label=gettext_lazy("Why nobody else approves the report"), max_length=300,
        help_text=gettext_lazy("It stays in the report for good. No names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_alone: bool, **kwargs: Any) -> None:
        """Ask for the reason only where no second person approves."""
        super().__init__(*args, **kwargs)
        if not is_alone:
            del self.fields["alone_reason"]


class ExplainForm(OnceForm):
    """Why a gap is so and stays so; it goes into the report."""

    text = forms.CharField(
        label=gettext_lazy("Explanation"), max_length=600, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("It goes into the report and is never changed. No names of people."),
    )  # fmt: skip


class PlanForm(OnceForm):
    """How many are to count by the end of each month, and why the plan is so."""

    reason = forms.CharField(label=gettext_lazy("Reason for this plan"), max_length=300)
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, months: Mapping[datetime.date, int], **kwargs: Any) -> None:
        """Offer a field for each month, with what the plan says now."""
        super().__init__(*args, **kwargs)
        self.months = list(months)
        for month, people in months.items():
            field = forms.IntegerField(
                label=month_year(month), min_value=0, max_value=MOST_PEOPLE, initial=people,
                widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
            )  # fmt: skip
            field.label_suffix = ""
            self.fields[field_of(month)] = field

    @property
    def path(self) -> dict[datetime.date, int]:
        """The plan that was sent; only of a valid form."""
        return {month: self.cleaned_data[field_of(month)] for month in self.months}

    def of_months(self) -> list[forms.BoundField]:
        """Return the fields of the months in order."""
        return [self[field_of(month)] for month in self.months]


def field_of(month: datetime.date) -> str:
    """Return the name of the field of a month."""
    return f"m{month:%Y%m}"
