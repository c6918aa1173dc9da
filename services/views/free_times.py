"""Free times inside the form of an appointment: looked up over what was typed, taken by one click, saved by another."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.clock import now, today
from portal.programmes.models import GrantProject
from portal.ui.formatting import clock, full_date
from services.enums import PlaceKind
from services.forms.appointments import LONGEST, SHORTEST, AppointmentForm, ChangeForm
from services.models import Venue
from services.queries.free_times import FreeTime, Wanted, free_times

DO, LOOK, CHOSEN, ALL = "do", "times", "slot", "of_all"
SEPARATOR = "|"


@dataclass
class Offer:
    """What the page shows: free times by day and colleague, or why there are none."""

    is_asked: bool = False
    is_of_all: bool = False
    faults: list[str] = field(default_factory=list)
    days: list[tuple[str, list["Row"]]] = field(default_factory=list)
    chosen: str = ""

    @property
    def next(self) -> str:
        """The first free time in words."""
        return min((row.times[0] for row in self.days[0][1]), key=lambda each: each.value).words if self.days else ""


@dataclass(frozen=True)
class Term:
    """One time as a button: ``value`` is what it sends."""

    value: str
    clock: str
    words: str


@dataclass(frozen=True)
class Row:
    """The times of one colleague at one place on one day."""

    name: str
    place: str
    times: list[Term]


def is_search(sent: Mapping[str, str]) -> bool:
    """Tell whether a sent form asks for free times or takes one of them."""
    return sent.get(DO) == LOOK or CHOSEN in sent


class FreeSearch:
    """The search over one form; ``but`` is what is to be moved."""

    def __init__(
        self, account: User, project: GrantProject, colleagues: Sequence[User], venues: Sequence[Venue],
        people: Sequence[Participation], but: Sequence[object] = (),
    ) -> None:  # fmt: skip
        """Take who looks, and among whom and where."""
        self.account, self.project, self.people, self.but = account, project, people, but
        self.colleagues = {str(each.pk): each for each in colleagues}
        self.venues = {str(each.pk): each for each in venues}

    def chosen(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """Return what a chosen time fills in; nothing for what is no offer."""
        written, account, venue, kind = [*sent.get(CHOSEN, "").split(SEPARATOR), "", "", "", ""][:4]
        with suppress(ValueError, OverflowError):
            local = timezone.localtime(datetime.datetime.fromisoformat(written))
            if account in self.colleagues and kind in PlaceKind.values:
                place = {"venue": venue} if venue in self.venues else {}
                return {"day": local.date(), "time": local.time(), "in_charge": account, "place_kind": kind, **place}
        return {}

    def offered(self, form: AppointmentForm | ChangeForm, sent: QueryDict) -> Offer:
        """Return the free times for what the form says now; mistakes in it are told, not guessed over."""
        offer = Offer(is_asked=sent.get(DO) == LOOK, is_of_all=ALL in sent)
        if taken := self.chosen(sent):
            offer.chosen = f"{full_date(taken['day'])}, {clock(taken['time'])} · {self.colleagues[taken['in_charge']]}"
            return offer
        wanted = self._wanted(form, offer)
        if wanted:
            offer.days = list(_by_day(free_times(self.account, self.project, wanted)))
        return offer

    def _wanted(self, form: AppointmentForm | ChangeForm, offer: Offer) -> Wanted | None:
        typed = {name: form[name].value() for name in ("day", "minutes", "in_charge", "venue")}
        minutes, day = _number(typed["minutes"]), _day(typed["day"])
        if minutes is None:
            words = _("Write how many minutes it takes, from %(least)s to %(most)s.")
            offer.faults.append(words % {"least": SHORTEST, "most": LONGEST})
        if day is None:
            offer.faults.append(_("Write the day from which to look, or leave it blank."))
        who = self.colleagues.get(str(typed["in_charge"]))
        if who is None and not offer.is_of_all:
            offer.faults.append(_("Choose who keeps the appointment."))
        if minutes is None or day is None or offer.faults:
            return None
        colleagues = list(self.colleagues.values()) if offer.is_of_all or who is None else [who]
        venue = self.venues.get(str(typed["venue"]))
        return Wanted(colleagues, minutes, max(day, today()), now(), venue, self.people, self.but)


def _by_day(times: Sequence[FreeTime]) -> Iterator[tuple[str, list[Row]]]:
    for day, of_day in groupby(times, key=lambda each: each.day):
        found: dict[tuple[str, str, int], list[Term]] = {}
        for each in of_day:
            where = each.venue.name if each.venue else ""
            found.setdefault((each.name, where, each.colleague.pk), []).append(_term(each))
        yield full_date(day), [Row(name, where, terms) for (name, where, _key), terms in sorted(found.items())]


def _term(each: FreeTime) -> Term:
    venue = str(each.venue.pk) if each.venue else ""
    value = SEPARATOR.join([each.starts_at.isoformat(), str(each.colleague.pk), venue, each.place_kind])
    begins = clock(each.starts_at)
    return Term(value, begins, f"{full_date(each.day)}, {begins}")


def _number(written: object) -> int | None:
    with suppress(ValueError):
        minutes = int(str(written))
        return minutes if SHORTEST <= minutes <= LONGEST else None
    return None


def _day(written: object) -> datetime.date | None:
    """Return the day that was typed, today for none; ``None`` for what is no day or out of every calendar."""
    if isinstance(written, datetime.date):
        return written
    if not written:
        return today()
    with suppress(ValueError):
        day = datetime.date.fromisoformat(str(written))
        return day if abs((day - today()).days) < 3660 else None  # noqa: PLR2004 - ten years
    return None
