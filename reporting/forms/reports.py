"""What is chosen on the pages of figures: a period by its two days, and a report that is frozen."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.submissions.once import OnceForm

EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)


class PeriodForm(forms.Form):
    """Two days, both included."""

    od = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    do = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

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
