"""Which times can be offered while an appointment is made: free for colleagues and people, in places that are open."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from beneficiaries.models import Participation
from beneficiaries.queries.walls import walls_of
from portal.programmes.models import GrantProject
from services.enums import PlaceKind
from services.models import Appointment, ConsultationHours, OpeningHours, Venue
from services.queries.appointments import VIEW
from services.queries.taken import TAKING, away_days, off_days, taken_by
from services.rules.appointments import span_of_days
from services.rules.slots import Span, Window, days_from, free_slots, windows_of_opening, within_opening

if TYPE_CHECKING:
    from portal.accounts.models import User

SEARCHED_DAYS = 28
STEP = 30
"""Minutes between two beginnings, for what takes neither less nor an hour: that begins one after the other."""
HOUR = 60
ALONE, TOGETHER = (3, 16), (3, 6)
"""How many days, and times of one colleague a day, are offered: of one colleague, of several."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: so many minutes with one of these colleagues, from a day on and after a moment.

    ``venue``: only there. ``people`` have no other appointment then, as far as the one who asks may know. ``but`` does
    not count as taken: it is to be moved.
    """

    colleagues: Sequence["User"]
    minutes: int
    first: datetime.date
    after: datetime.datetime
    venue: Venue | None = None
    people: Sequence[Participation] = ()
    but: Sequence[object] = ()


@dataclass(frozen=True, order=True)
class FreeTime:
    """A time that can be offered, with whom and where."""

    starts_at: datetime.datetime
    name: str
    ends_at: datetime.datetime = field(compare=False)
    colleague: "User" = field(compare=False)
    venue: Venue | None = field(compare=False, default=None)
    place_kind: str = field(compare=False, default=PlaceKind.OFFICE)

    @property
    def day(self) -> datetime.date:
        """The local day."""
        return timezone.localdate(self.starts_at)


def free_times(user: "User", project: GrantProject, wanted: Wanted) -> list[FreeTime]:
    """Return the next times that can be offered, in order (eleven queries at most, however many colleagues).

    Colleagues who may not know the people are left out (S26–S27).
    """
    colleagues = _who_may_know(wanted)
    windows = _windows(project, wanted, colleagues)
    if not windows:
        return []
    zone = timezone.get_default_timezone()
    begins, ends = span_of_days(wanted.first, SEARCHED_DAYS, zone)
    taken = taken_by(colleagues, begins, ends, wanted.but)
    away, off = away_days(colleagues, wanted.first, SEARCHED_DAYS), off_days(project, wanted.first, SEARCHED_DAYS)
    busy = _busy(user, wanted, begins, ends)
    found = [
        FreeTime(slot.starts_at, each.name, slot.ends_at, each, *slot.hours.where)  # type: ignore[attr-defined]
        for each in colleagues
        for slot in free_slots(
            windows.get(each.pk, ()), days_from(wanted.first, SEARCHED_DAYS), zone, taken=[*taken[each.pk], *busy],
            away=away[each.pk] | off, after=wanted.after, every=_step(wanted.minutes),
        )
    ]  # fmt: skip
    return list(_next(sorted(found), *(ALONE if len(colleagues) == 1 else TOGETHER)))


def _who_may_know(wanted: Wanted) -> list["User"]:
    people = [each.person_id for each in wanted.people]  # type: ignore[attr-defined]
    if not people:
        return list(wanted.colleagues)
    walls = walls_of(people)
    return [each for each in wanted.colleagues if all(walls.let_through(each.pk, person) for person in people)]


def _windows(project: GrantProject, wanted: Wanted, colleagues: Sequence["User"]) -> Mapping[int, list[Window]]:
    """Return when each colleague sees people, at the place asked for; of who wrote no hours, when places are open."""
    opening = _opening_of(project)
    rows = ConsultationHours.objects.filter(account__in=colleagues, grant_project=project).select_related("venue")
    known: dict[int, list[ConsultationHours]] = {}
    for row in rows.order_by("account", "weekday", "begins_at"):
        known.setdefault(row.account_id, []).append(row)  # type: ignore[attr-defined]
    found: dict[int, list[Window]] = {}
    for each in colleagues:
        if each.pk in known:
            cuts = [cut for row in known[each.pk] for cut in _of_row(row, wanted, opening)]
        else:
            cuts = [cut for venue, hours in opening.values() if wanted.venue in (None, venue)
                    for cut in windows_of_opening(hours, wanted.minutes, (venue, PlaceKind.OFFICE))]  # fmt: skip
        if cuts:
            found[each.pk] = cuts
    return found


_Opening = Mapping[int, tuple[Venue, list[OpeningHours]]]


def _of_row(row: ConsultationHours, wanted: Wanted, opening: _Opening) -> list[Window]:
    if wanted.venue and row.venue not in (None, wanted.venue):
        return []
    venue = row.venue or wanted.venue
    window = Window(
        row.weekday, row.begins_at, row.ends_at, wanted.minutes, row.valid_from, row.valid_to, (venue, row.place_kind)
    )
    open_then = opening.get(venue.pk, (venue, []))[1] if venue else []
    return within_opening(window, open_then)


def _opening_of(project: GrantProject) -> _Opening:
    rows = OpeningHours.objects.filter(venue__grant_project=project, venue__is_retired=False).select_related("venue")
    found: dict[int, tuple[Venue, list[OpeningHours]]] = {}
    for row in rows.order_by("venue__name", "venue", "weekday", "begins_at"):
        found.setdefault(row.venue_id, (row.venue, []))[1].append(row)  # type: ignore[attr-defined]
    return found


def _busy(user: "User", wanted: Wanted, begins: datetime.datetime, ends: datetime.datetime) -> list[Span]:
    if not wanted.people:
        return []
    rows: Any = Appointment.objects.visible_to(user, VIEW).within(begins, ends)
    rows = rows.filter(state__in=TAKING, people__in=wanted.people).exclude(pk__in=wanted.but)
    return list(rows.values_list("starts_at", "ends_at").distinct())


def _step(minutes: int) -> int | None:
    return None if minutes <= STEP or minutes == HOUR else STEP


def _next(times: Sequence[FreeTime], days: int, most: int) -> Iterator[FreeTime]:
    for number, (_day, rows) in enumerate(groupby(times, key=lambda each: each.day)):
        if number == days:
            return
        given: dict[int, int] = {}
        seen = set()
        for each in rows:
            if given.get(each.colleague.pk, 0) < most and (each.starts_at, each.colleague.pk) not in seen:
                seen.add((each.starts_at, each.colleague.pk))
                given[each.colleague.pk] = given.get(each.colleague.pk, 0) + 1
                yield each
