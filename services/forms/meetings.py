"""Classes of a group: a semester in one form, one class, another time."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.accounts.models import User
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from services.forms.courses import day_field, number_field
from services.models import Meeting, Venue
from services.rules.semester import MOST_MEETINGS, Rhythm, wall_moment

LONGEST_TOPIC, MOST_PAUSE = 200, 180


def time_field(label: Any) -> forms.TimeField:
    """Return a field for a time on the clock."""
    return forms.TimeField(
        label=label, input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "w-date"}, format="%H:%M"),
    )  # fmt: skip


class _Hours(QuestionsForm, OnceForm):
    """From when to when on the clock."""

    begins = time_field(pgettext_lazy("of a class", "From"))
    ends = time_field(pgettext_lazy("of a class", "Until"))

    def clean(self) -> None:
        """Refuse a class that ends before it begins."""
        data = super().clean() or self.cleaned_data
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("The class must end after it begins."))

    @property
    def minutes(self) -> int:
        """How long the class takes on the clock."""
        day = datetime.date(2000, 1, 1)
        span = [datetime.datetime.combine(day, self.cleaned_data[name]) for name in ("begins", "ends")]
        return int((span[1] - span[0]).total_seconds() // 60)


class SemesterForm(_Hours):
    """A rhythm: on which weekdays, from when to when, from which day, until a day or so many times."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"), choices=list(WEEKDAYS.items()), coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )  # fmt: skip
    first = day_field(gettext_lazy("First day"))
    last = day_field(gettext_lazy("Last day"), required=False)
    times = number_field(
        gettext_lazy("Or so many classes"), MOST_MEETINGS, least=1,
        help_text=gettext_lazy("Then a day that falls out is made up for at the end."),
    )  # fmt: skip
    school = forms.BooleanField(label=gettext_lazy("No classes in school breaks"), required=False)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def show(self, seen: str, shown: str) -> None:
        """Carry the marks of what the preview shows, so that it is planned in sight of that alone.

        ``seen`` is the plan of the group as it stands; ``shown`` the classes to come and all that is in their way.
        """
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"], self.data["shown"] = seen, shown

    def clean(self) -> None:
        """Ask for one way to end, and compare the days."""
        super().clean()
        data = self.cleaned_data
        if not data.get("last") and not data.get("times") and not {"last", "times"} & set(self.errors):
            self.add_error("last", _("Enter the last day, or how many classes there are."))
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first one."))

    @property
    def rhythm(self) -> Rhythm:
        """Return the rhythm of a valid form."""
        data = self.cleaned_data
        last = None if data["times"] else data["last"]
        return Rhythm(data["weekdays"], data["begins"], self.minutes, data["first"], last, data["times"])


def reason_field() -> forms.CharField:
    """Return a field for why a class is changed or cancelled."""
    return forms.CharField(
        label=pgettext_lazy("of a class", "Reason"), max_length=LONGEST_TOPIC, required=False,
        help_text=gettext_lazy("Only colleagues read it."),
    )  # fmt: skip


class MeetingForm(_Hours):
    """One class."""

    day = day_field(gettext_lazy("Day"))
    topic = forms.CharField(label=pgettext_lazy("of a class", "Topic"), max_length=LONGEST_TOPIC, required=False)
    pause_minutes = number_field(
        gettext_lazy("Pause, in minutes"), MOST_PAUSE, help_text=gettext_lazy("The pause is no hours of support.")
    )
    teacher = forms.ChoiceField(label=gettext_lazy("Who stands in"), required=False)
    venue = forms.ChoiceField(label=gettext_lazy("Another place"), required=False)
    tell = forms.BooleanField(label=gettext_lazy("Tell those who have a place"), required=False, initial=True)

    def __init__(self, *args: Any, teachers: Sequence[User], venues: Sequence[Venue], **kwargs: Any) -> None:
        """Offer who can stand in, and the places."""
        super().__init__(*args, **kwargs)
        self._teachers = {str(each.pk): each for each in teachers}
        self._venues = {str(each.pk): each for each in venues}
        same = ("", _("as the group"))
        self.fields["teacher"].choices = [same, *((k, e.name) for k, e in self._teachers.items())]  # type: ignore[attr-defined]
        self.fields["venue"].choices = [same, *((k, e.name) for k, e in self._venues.items())]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a pause as long as the class."""
        super().clean()
        data = self.cleaned_data
        if data.get("begins") and data.get("ends") and (data.get("pause_minutes") or 0) >= self.minutes > 0:
            self.add_error("pause_minutes", _("The pause is as long as the class."))

    @property
    def span(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Begin and end of a valid form."""
        zone = timezone.get_default_timezone()
        starts_at = wall_moment(self.cleaned_data["day"], self.cleaned_data["begins"], zone)
        return starts_at, starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def stand_in(self) -> User | None:
        """Who stands in, if anybody."""
        return self._teachers.get(self.cleaned_data["teacher"])

    @property
    def place(self) -> Venue | None:
        """The other place, if there is one."""
        return self._venues.get(self.cleaned_data["venue"])

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        starts_at, ends_at = self.span
        return {
            "starts_at": starts_at, "ends_at": ends_at, "topic": self.cleaned_data["topic"],
            "pause_minutes": self.cleaned_data["pause_minutes"] or 0, "teacher": self.stand_in, "venue": self.place,
        }  # fmt: skip


class MeetingChangeForm(VersionForm, MeetingForm):
    """Another time, place or teacher of a class that exists; one that was held needs a reason, and nobody is told."""

    why = reason_field()

    def __init__(self, *args: Any, was_held: bool, **kwargs: Any) -> None:
        """Ask why, or whether to tell."""
        super().__init__(*args, **kwargs)
        del self.fields["tell" if was_held else "why"]
        if was_held:
            self.fields["why"].required = True

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """Return the values of the fields for a class."""
        begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        return {
            "day": begins.date(), "begins": begins.time(), "ends": ends.time(), "topic": meeting.topic,
            "pause_minutes": meeting.pause_minutes, "teacher": str(meeting.teacher_id or ""),  # type: ignore[attr-defined]
            "venue": str(meeting.venue_id or ""), "version": meeting.version, "tell": True,  # type: ignore[attr-defined]
        }  # fmt: skip


class EventMeetingForm(MeetingChangeForm):
    """Another day, time or place of a meeting of an event; of an open one nobody is told, for nobody signed up."""

    def __init__(self, *args: Any, is_by_name: bool, **kwargs: Any) -> None:
        """Leave out who stands in: an event has who leads it."""
        super().__init__(*args, teachers=(), **kwargs)
        del self.fields["teacher"]
        places = list(self.fields["venue"].choices)[1:]  # type: ignore[attr-defined]
        self.fields["venue"].choices = [("", _("as the event")), *places]  # type: ignore[attr-defined]
        if "tell" in self.fields:
            if is_by_name:
                self.fields["tell"].label = _("Tell everybody who signed up")
            else:
                del self.fields["tell"]
        if not is_by_name:
            del self.fields["pause_minutes"]

    @property
    def stand_in(self) -> None:
        """Nobody stands in."""

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; who leads and, of an open event, the pause stay as they are."""
        starts_at, ends_at = self.span
        said = {"starts_at": starts_at, "ends_at": ends_at, "topic": self.cleaned_data["topic"], "venue": self.place}
        if "pause_minutes" in self.fields:
            said["pause_minutes"] = self.cleaned_data["pause_minutes"] or 0
        return said


class OutcomeForm(QuestionsForm, OnceForm, VersionForm):
    """Why a class is cancelled, or that it is planned again; one that was held needs a reason, and nobody is told."""

    why = reason_field()
    tell = forms.BooleanField(label=gettext_lazy("Tell those who have a place"), required=False, initial=True)

    def __init__(self, *args: Any, was_held: bool, **kwargs: Any) -> None:
        """Ask why, or whether to tell."""
        super().__init__(*args, **kwargs)
        self.fields["why"].required = was_held
        if was_held:
            del self.fields["tell"]
