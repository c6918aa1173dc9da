"""What the forms of needs and results share: a day that has come, chips, and what a correction adds."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.ui.dates import DayField

LONGEST_TEXT, LONGEST_NAME, LONGEST_OTHER = 2000, 120, 200


def day_field(label: Any) -> forms.DateField:
    """Return a field for a day near by."""
    day = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=day)


def chips() -> forms.RadioSelect:
    """Return the control of a few short options."""
    return forms.RadioSelect(attrs={"class": "chips"})


class FactForm(QuestionsForm, OnceForm):
    """A day that has come."""

    day: str

    def clean(self) -> None:
        """Refuse a day that has not come yet."""
        day = self.cleaned_data.get(self.day)
        if day and day > today():
            self.add_error(self.day, _("This day has not come yet."))


class Correction(VersionForm):
    """What a correction adds: the version seen, and the reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=300,
        help_text=gettext_lazy("It stays in the history beside the earlier entry."),
    )  # fmt: skip
