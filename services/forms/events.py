"""What staff write about an event: what it is, when and where, for whom; visitors; the steps of its life."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import LANGUAGES
from portal.accounts.models import User
from portal.programmes.models import GrantProject
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from services.domain.events import MOST_VISITORS
from services.enums import ActivityKind
from services.models import Activity, Venue
from services.rules.appointments import NoSuchTime, end_of, local_moment

SHORTEST, LONGEST = 15, 24 * 60
WORDS = ("title", "description", "materials")
OTHERS = tuple(code for code in LANGUAGES if code != "pl")
PLAIN = (
    "language", "helper_language", "age_from", "age_to", "capacity", "online_link", "teacher_name", "is_volunteer",
    "has_childcare", "with_guardian", "is_public",
)  # fmt: skip
NOBODY = gettext_lazy("not said")
MIDNIGHT = datetime.time()


class MeetingForm(QuestionsForm, OnceForm):
    """One time at which an event is held; what takes who leads it or its place is asked about."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=pgettext_lazy("of an event", "Begins at"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "w-s"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How long, in minutes"), min_value=SHORTEST, max_value=LONGEST, initial=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    topic = forms.CharField(label=pgettext_lazy("of a meeting", "Topic"), max_length=200, required=False)

    def clean(self) -> None:
        """Refuse a time that the clocks leave out."""
        data = self.cleaned_data
        if data.get("day") and data.get("time"):
            try:
                data["starts_at"] = local_moment(data["day"], data["time"], timezone.get_default_timezone())
            except (NoSuchTime, OverflowError):
                self.add_error("time", _("This time does not exist that day: the clocks go forward. Choose another."))

    def meeting(self) -> dict[str, Any]:
        """Return what a valid form says of the meeting."""
        starts_at = self.cleaned_data["starts_at"]
        ends_at = end_of(starts_at, self.cleaned_data["minutes"])
        return {"starts_at": starts_at, "ends_at": ends_at, "topic": self.cleaned_data["topic"]}


class EventForm(OnceForm):
    """Everything that an event says. ``kind`` is asked once: open events never become events by name."""

    title = forms.CharField(label=pgettext_lazy("of an event", "Title in Polish"), max_length=120)
    description = forms.CharField(
        label=pgettext_lazy("of an event", "Description in Polish"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    materials = forms.CharField(
        label=pgettext_lazy("of an event", "What to bring and materials, in Polish"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    service_type = forms.ChoiceField(
        label=gettext_lazy("Counts as"), required=False,
        help_text=gettext_lazy("Kind of support of each participant who comes. Open events count for nobody."),
    )  # fmt: skip
    service_type.is_needed = True  # type: ignore[attr-defined]
    venue = forms.ChoiceField(label=pgettext_lazy("of an event", "Place"), required=False)
    online_link = forms.URLField(
        label=gettext_lazy("Link of the online meeting"), max_length=300, required=False, assume_scheme="https",
        help_text=gettext_lazy("Shown only to those who have a place."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the class"), required=False)
    helper_language = forms.ChoiceField(label=gettext_lazy("Language in which help is given"), required=False)
    capacity = forms.IntegerField(
        label=pgettext_lazy("of an event", "Number of places"), min_value=1, max_value=5000, required=False,
        help_text=gettext_lazy("Blank: no limit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    age_from = forms.IntegerField(
        label=gettext_lazy("From age"), min_value=0, max_value=120, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    age_to = forms.IntegerField(
        label=gettext_lazy("To age"), min_value=0, max_value=120, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    teacher = forms.ChoiceField(label=pgettext_lazy("of an event", "Who leads it"), required=False)
    teacher_name = forms.CharField(
        label=gettext_lazy("Somebody without an account who leads it"), max_length=120, required=False
    )
    is_volunteer = forms.BooleanField(label=gettext_lazy("Led by a volunteer"), required=False)
    with_guardian = forms.BooleanField(label=gettext_lazy("Children come with a parent or guardian"), required=False)
    has_childcare = forms.BooleanField(label=gettext_lazy("There is care for small children"), required=False)
    sign_up_to = forms.DateField(
        label=gettext_lazy("Last day of signing up"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("Shown to everybody on the page of classes"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, project: GrantProject, venues: Sequence[Venue], colleagues: Sequence[User], kind: str = "",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer what the project has; ``kind`` is that of an event that exists."""
        super().__init__(*args, **kwargs)
        self._kind = kind
        self._kinds = {each.code: each for each in project.service_types.all()}
        self._venues = {str(each.pk): each for each in venues}
        self._colleagues = {str(each.pk): each for each in colleagues}
        self._offer("service_type", [(code, each.short_name or each.name) for code, each in self._kinds.items()])
        self._offer("venue", [(key, str(each)) for key, each in self._venues.items()])
        self._offer("teacher", [(key, each.name) for key, each in self._colleagues.items()])
        for name in ("language", "helper_language"):
            self._offer(name, list(LANGUAGES.items()))
        for code in OTHERS:
            for name in WORDS:
                field = self.fields[name]
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=LANGUAGES[code], required=False, max_length=field.max_length,  # type: ignore[attr-defined]
                    widget=type(field.widget)(attrs={**field.widget.attrs, "lang": code}),
                )  # fmt: skip

    @property
    def translations(self) -> list[tuple[str, str, list[Any]]]:
        """The fields of each other language: its code, its name, the fields."""
        return [(code, LANGUAGES[code], [self[f"{name}_{code}"] for name in WORDS]) for code in OTHERS]

    def clean(self) -> None:
        """Ask what an event by name counts as, and where it is; ages must be in order."""
        data = self.cleaned_data
        if self.kind == ActivityKind.EVENT and not data.get("service_type") and "service_type" not in self.errors:
            self.add_error("service_type", _("Choose what it counts as."))
        first, last = data.get("age_from"), data.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _("The last age is lower than the first."))

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return self._kind or str(self.cleaned_data.get("kind", ""))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as ``Activity`` names it."""
        data = self.cleaned_data
        words = {f"{name}_{code}": data[f"{name}_{code}"] for name in WORDS for code in OTHERS}
        polish = {f"{name}_pl": data[name] for name in WORDS}
        is_named = self.kind == ActivityKind.EVENT
        until = data["sign_up_to"]
        return {
            **{name: data[name] for name in PLAIN},
            **polish,
            **words,
            "capacity": data["capacity"] if is_named else None,
            "service_type": self._kinds.get(data["service_type"]) if is_named else None,
            "venue": self._venues.get(data["venue"]),
            "teacher": self._colleagues.get(data["teacher"]),
            "sign_up_to": _end_of(until) if until else None,
        }

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", NOBODY), *choices]  # type: ignore[attr-defined]


class NewEventForm(QuestionsForm, EventForm):
    """A new event with its first meeting."""

    chosen_kind = forms.ChoiceField(
        label=gettext_lazy("What kind of event"),
        choices=[
            (ActivityKind.EVENT, gettext_lazy("by name: people sign up and it counts as support")),
            (ActivityKind.OPEN, gettext_lazy("open: anybody comes, only the number of visitors is noted")),
        ],
        widget=forms.RadioSelect,
        initial=ActivityKind.EVENT,
    )
    day = MeetingForm.base_fields["day"]
    time = MeetingForm.base_fields["time"]
    minutes = MeetingForm.base_fields["minutes"]
    topic = MeetingForm.base_fields["topic"]
    field_order = ("chosen_kind", "title", "day", "time", "minutes")

    @property
    def kind(self) -> str:
        """The kind that was chosen."""
        return str(self.cleaned_data.get("chosen_kind", ""))

    def clean(self) -> None:
        """Judge the event and its first meeting."""
        super().clean()
        MeetingForm.clean(self)  # type: ignore[arg-type]

    def meeting(self) -> dict[str, Any]:
        """Return what a valid form says of the first meeting."""
        return MeetingForm.meeting(self)  # type: ignore[arg-type]


class ChangeEventForm(QuestionsForm, VersionForm, EventForm):
    """What an event that exists says."""


class StepForm(OnceForm, VersionForm):
    """A step in the life of an event or of one of its meetings; to cancel needs a reason."""

    why = forms.CharField(label=pgettext_lazy("of an event", "Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, must_say_why: bool = False, **kwargs: Any) -> None:
        """Ask for the reason where one is needed."""
        super().__init__(*args, **kwargs)
        self.fields["why"].required = must_say_why
        self.fields["why"].error_messages["required"] = _("Write the reason.")


class VisitorsForm(OnceForm, VersionForm):
    """How many visitors came."""

    count = forms.IntegerField(
        label=gettext_lazy("Number of visitors"), min_value=0, max_value=MOST_VISITORS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip


class NumberForm(OnceForm):
    """The number of a person who gets a place."""

    number = forms.CharField(
        label=gettext_lazy("Number of the person"), max_length=20,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off"}),
    )  # fmt: skip


def initial_of(event: Activity) -> dict[str, Any]:
    """Return the values of the fields for an event that exists."""
    words = {f"{name}_{code}": getattr(event, f"{name}_{code}") or "" for name in WORDS for code in OTHERS}
    until = event.sign_up_to
    return {
        **{name: getattr(event, name) for name in PLAIN},
        **{name: getattr(event, f"{name}_pl") for name in WORDS},
        **words,
        "service_type": event.service_type.code if event.service_type else "",
        "venue": str(event.venue_id or ""),  # type: ignore[attr-defined]
        "teacher": str(event.teacher_id or ""),  # type: ignore[attr-defined]
        "sign_up_to": timezone.localdate(until - datetime.timedelta(seconds=1)) if until else None,
        "version": event.version,
    }


def _end_of(day: datetime.date) -> datetime.datetime:
    following = datetime.datetime.combine(day + datetime.timedelta(days=1), MIDNIGHT)
    return following.replace(tzinfo=timezone.get_default_timezone()).astimezone(datetime.UTC)
