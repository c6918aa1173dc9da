"""A second person confirms a finding: only the day is asked for (R62)."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.shared import day_field
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm


class ConfirmationForm(OnceForm, VersionForm):
    """The day on which the second person agreed: not before the finding, and come already."""

    confirmed_on: forms.DateField = day_field(gettext_lazy("Day of the confirmation"))

    def __init__(self, *args: Any, found_on: datetime.date | None, **kwargs: Any) -> None:
        """Take the day of the finding."""
        super().__init__(*args, **kwargs)
        self._found_on = found_on

    def clean_confirmed_on(self) -> datetime.date:
        """Refuse a day that has not come yet, and one before the finding."""
        day: datetime.date = self.cleaned_data["confirmed_on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        if self._found_on and day < self._found_on:
            raise forms.ValidationError(_("The finding is dated later; it cannot be confirmed before."))
        return day
