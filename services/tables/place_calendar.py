"""Places in words: what is there on a day, from when to when, and when the place is open."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from portal.accounts.models import User
from portal.policy.access import access_of
from portal.ui.formatting import clock, duration
from services.enums import ActivityKind
from services.models import Meeting as Class
from services.models import Venue
from services.queries.courses import SEE_COURSES
from services.queries.events import VIEW as SEE_EVENTS
from services.queries.place_calendar import AtPlace
from services.rules.opening import hours_in_words
from services.tables.appointments import DOT, MINUTES_OF_HOUR, Named, row_of
from services.tables.courses import teacher_of


@dataclass(frozen=True)
class PlaceRow:
    """One entry of a place: an appointment with its people, a class with its title, or time that is taken."""

    at: str
    length: str
    title: str = ""
    people: Sequence[Named] = ()
    note: str = ""
    url: str = ""
    is_settled: bool = False


@dataclass(frozen=True)
class PlaceDay:
    """One day at a place; ``hours`` say when it is open, blank where nobody wrote that."""

    day: datetime.date
    hours: str
    rows: list[PlaceRow] = field(default_factory=list)


@dataclass(frozen=True)
class PlaceCard:
    """A place with its days; without ``venue`` what is in the office and at no place in particular."""

    venue: Venue | None
    days: list[PlaceDay]

    @property
    def key(self) -> str:
        """How the card is called on the page."""
        return str(self.venue.pk) if self.venue else "none"

    @property
    def name(self) -> str:
        """How it is called; blank for what is at no place in particular."""
        return self.venue.name if self.venue else ""

    @property
    def where(self) -> str:
        """Address and town."""
        return ", ".join(part for part in (self.venue.address, self.venue.town) if part) if self.venue else ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is there on these days."""
        return not any(each.rows for each in self.days)


def cards_of(
    user: User, venues: Sequence[Venue], found: Iterable[AtPlace], days: Sequence[datetime.date]
) -> list[PlaceCard]:
    """Return a card for each place, and one for what has none where there is something."""
    links = Links(user)
    rows: dict[tuple[int | None, datetime.date], list[PlaceRow]] = {}
    for each in found:
        rows.setdefault((each.venue, timezone.localdate(each.starts_at)), []).append(row_at(each, links))
    cards = [
        PlaceCard(venue, [PlaceDay(day, _open_on(venue, day), rows.get((venue.pk, day), [])) for day in days])
        for venue in venues
    ]
    nowhere = PlaceCard(None, [PlaceDay(day, "", rows.get((None, day), [])) for day in days])
    return cards if nowhere.is_empty else [*cards, nowhere]


class Links:
    """Where a class leads, for who may open that page."""

    def __init__(self, user: User) -> None:
        access = access_of(user)
        self._courses, self._events = access.may(SEE_COURSES), access.may(SEE_EVENTS)

    def of(self, held: Class) -> str:
        """Return the address of the group or event; blank for who may not open it."""
        if held.activity.kind == ActivityKind.COURSE:
            return reverse("course_group", args=[held.activity_id]) if self._courses else ""  # type: ignore[attr-defined]
        return reverse("event", args=[held.activity_id]) if self._events else ""  # type: ignore[attr-defined]


def row_at(each: AtPlace, links: Links) -> PlaceRow:
    """Return one entry; of what the reader may not see the whole of, the time alone."""
    at, length = f"{clock(each.starts_at)}–{clock(each.ends_at)}", _length(each)
    if each.held:
        return PlaceRow(at, length, each.held.activity.called, note=_about(each.held), url=links.of(each.held))
    meeting = each.meeting
    if meeting is None or not (meeting.people and meeting.is_whole):
        return PlaceRow(at, length)
    shown = row_of(meeting)
    note = DOT.join([shown.note, meeting.appointment.in_charge.name])
    return PlaceRow(at, length, people=shown.people, note=note, url=shown.url, is_settled=shown.is_settled)


def _about(held: Class) -> str:
    teacher = held.teacher.name if held.teacher else teacher_of(held.activity)
    return DOT.join(part for part in (held.activity.get_kind_display(), teacher) if part)  # type: ignore[attr-defined]


def _length(each: AtPlace) -> str:
    return duration(Decimal(int((each.ends_at - each.starts_at).total_seconds())) / (MINUTES_OF_HOUR * MINUTES_OF_HOUR))


def _open_on(venue: Venue, day: datetime.date) -> str:
    known = list(venue.opening_hours.all())  # type: ignore[attr-defined]
    if not known:
        return ""
    spans = [(each.begins_at, each.ends_at) for each in known if each.weekday == day.weekday()]
    if not spans:
        return pgettext("hours of a place", "closed")
    return pgettext("hours of a place", "open %(hours)s") % {"hours": hours_in_words(spans)}
