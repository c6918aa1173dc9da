"""Hours by weekday as people write them, on the form of a place and of who can be booked."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from services.models.spans import WeekdaySpan
from services.rules.opening import NoHours, hours_in_words, parse_hours

LONGEST_HOURS = 60


class WeekForm(forms.Form):
    """A field of hours for each weekday; what a valid form says stands in ``spans``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the hours of each weekday."""
        super().__init__(*args, **kwargs)
        for weekday, label in WEEKDAYS.items():
            self.fields[f"hours_{weekday}"] = forms.CharField(
                label=label, max_length=LONGEST_HOURS, required=False, widget=forms.TextInput(attrs={"class": "w-m"})
            )

    def clean(self) -> None:
        """Read the hours."""
        super().clean()
        self.spans: list[tuple[int, datetime.time, datetime.time]] = []
        for weekday in WEEKDAYS:
            try:
                spans = parse_hours(self.cleaned_data.get(f"hours_{weekday}", ""))
            except NoHours:
                self.add_error(f"hours_{weekday}", _("Write hours like 8:00–16:00."))
            else:
                self.spans += [(weekday, *span) for span in spans]

    @property
    def week(self) -> list[Any]:
        """The fields of the hours, Monday first."""
        return [self[f"hours_{weekday}"] for weekday in WEEKDAYS]


def week_of(rows: Iterable[WeekdaySpan]) -> dict[str, str]:
    """Return the values of the fields for hours that exist."""
    spans: dict[int, list[tuple[datetime.time, datetime.time]]] = {}
    for each in rows:
        spans.setdefault(each.weekday, []).append((each.begins_at, each.ends_at))
    return {f"hours_{weekday}": hours_in_words(found) for weekday, found in spans.items()}
