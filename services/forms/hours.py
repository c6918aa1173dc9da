"""When a colleague sees people each week, and when not at all."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.programmes.models import GrantProject
from portal.submissions.once import OnceForm
from portal.ui.formatting import weekday_name
from services.enums import PlaceKind
from services.models import Venue

SHORTEST, LONGEST, USUAL = 10, 240, 60
LONGEST_AWAY = 366
_CLOCK = {"type": "time", "class": "w-date"}
_DAY = {"type": "date", "class": "w-date"}


def weekdays() -> list[tuple[int, str]]:
    """Return the days of a week by their names in the language of the page, Monday first."""
    return [(number, weekday_name(number)) for number in range(7)]


class HoursForm(OnceForm):
    """One span of a weekday."""

    prefix = "hours"

    weekday = forms.TypedChoiceField(label=gettext_lazy("Weekday"), coerce=int)
    begins_at = forms.TimeField(
        label=pgettext_lazy("hours of a day", "From"), input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
        widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"),
    )  # fmt: skip
    ends_at = forms.TimeField(
        label=pgettext_lazy("hours of a day", "To"), input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
        widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("How long is one meeting, in minutes"), min_value=SHORTEST, max_value=LONGEST, initial=USUAL,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    place_kind = forms.ChoiceField(
        label=pgettext_lazy("of an appointment", "Where"), choices=PlaceKind.choices, initial=PlaceKind.OFFICE,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    venue = forms.ModelChoiceField(
        label=gettext_lazy("Which place"), queryset=Venue.objects.none(), required=False, empty_label="–"
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From which day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("People book these times by themselves on their own page"), required=False
    )

    def __init__(self, *args: Any, project: GrantProject, **kwargs: Any) -> None:
        """Offer the places of the project."""
        super().__init__(*args, **kwargs)
        self.fields["weekday"].choices = weekdays()  # type: ignore[attr-defined]
        self.fields["venue"].queryset = Venue.objects.filter(grant_project=project, is_retired=False)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before one meeting is over."""
        data = super().clean() or self.cleaned_data
        begins, ends, minutes = data.get("begins_at"), data.get("ends_at"), data.get("minutes")
        if begins and ends and minutes and _minutes_of(ends) - _minutes_of(begins) < minutes:
            self.add_error("ends_at", _("One meeting does not fit in these hours."))
        return data


class AwayForm(OnceForm):
    """Days on which nobody is seen."""

    prefix = "away"

    first_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order and more than a year of them."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day is before the first."))
        elif first and last and last - first > datetime.timedelta(days=LONGEST_AWAY):
            self.add_error("last_on", _("At most a year at once."))
        return data


def _minutes_of(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
