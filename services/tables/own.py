"""An appointment in the words of whoever comes: when, with whom, where, what to bring. Never the note of the staff."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.clock import now
from portal.own.registry import Line, Own, OwnPanel
from portal.ui.formatting import clock, full_date, moment
from services.enums import AppointmentState, PlaceKind, ResourceKind
from services.models import Appointment
from services.queries.keepers import bookable_keeper
from services.queries.own import appointments_of_own, to_come
from services.rules.appointments import state_of_person
from services.tables.appointments import length_of
from services.tables.resources import own_words

PLACES = {
    PlaceKind.OFFICE: pgettext_lazy("where a meeting is", "in our office"),
    PlaceKind.PHONE: pgettext_lazy("where a meeting is", "by phone: we call you"),
    PlaceKind.ONLINE: pgettext_lazy("where a meeting is", "online"),
    PlaceKind.OUTSIDE: pgettext_lazy("where a meeting is", "outside the office"),
}
STATES = {
    AppointmentState.TOOK_PLACE: (pgettext_lazy("what became of a meeting", "was held"), "ok"),
    AppointmentState.NO_SHOW: (pgettext_lazy("what became of a meeting", "you did not come"), "line"),
    AppointmentState.CANCELLED: (pgettext_lazy("what became of a meeting", "cancelled"), "danger"),
}


@dataclass(frozen=True)
class OwnMeeting:
    """One appointment: ``when`` in words, ``where`` and with whom in one line, what to bring."""

    key: Any
    day: datetime.date
    when: str
    hours: str
    who: str
    where: str
    length: str
    bring: Sequence[str]
    is_planned: bool
    state: str
    tone: str
    url: str
    way: str
    there: Sequence[str] = ()


def meeting_of(appointment: Appointment) -> OwnMeeting:
    """Return an appointment as the person reads it.

    The place of one with several families was written for whoever it was made for: others read the kind of place.
    """
    local = timezone.localtime(appointment.starts_at)
    became = state_of_person(appointment.state, stayed_away=appointment.stayed_away)  # type: ignore[attr-defined]
    state, tone = STATES.get(became, ("", ""))
    kind = str(PLACES[PlaceKind(appointment.place_kind)])
    place = "" if appointment.is_shared else appointment.where  # type: ignore[attr-defined]
    return OwnMeeting(
        key=appointment.pk,
        day=local.date(),
        when=_("%(day)s, %(time)s") % {"day": full_date(local.date()), "time": clock(local)},
        hours=f"{clock(appointment.starts_at)}–{clock(appointment.ends_at)}",
        who=appointment.in_charge.name,
        where=" · ".join(part for part in (kind, place) if part),
        length=length_of(appointment),
        bring=appointment.things_to_bring,
        is_planned=appointment.is_planned,
        state=str(state),
        tone=tone,
        url=reverse("own_meeting", args=[appointment.pk]),
        there=own_words(*_what_is_there(appointment)) if appointment.is_planned else (),
        way=reverse("own_meeting", args=[appointment.pk]) if appointment.place_kind == PlaceKind.OFFICE else "",
    )


def _what_is_there(appointment: Appointment) -> tuple[bool, bool]:
    kinds = {each.resource.kind for each in appointment.booked}  # type: ignore[attr-defined]
    return ResourceKind.INTERPRETER in kinds, ResourceKind.CHILDCARE in kinds


def next_meeting(own: Own) -> dict[str, Any]:
    """Return the largest part of the first page: what comes next, and how many more."""
    planned = to_come(own.participations, now())
    return {
        "meeting": meeting_of(planned[0]) if planned else None,
        "later": [meeting_of(each) for each in planned[1:4]],
        "can_book": not planned and can_book(own),
    }


def can_book(own: Own) -> bool:
    """Tell whether the colleague in charge offers times that the person books by themselves."""
    return bool(own.participations) and bookable_keeper(own.participations[0]) is not None


def shown(own: Own) -> Iterable[Sequence[Line]]:
    """Return the meetings as lines, each a group."""
    for each in appointments_of_own(own.participations):
        meeting = meeting_of(each)
        state = meeting.state or str(_("planned"))
        yield [
            (_("Meeting"), moment(each.starts_at)),
            (_("With"), meeting.who),
            (_("Where"), meeting.where),
            (_("What to bring"), ", ".join(meeting.bring)),
            (_("State"), state),
        ]


NEXT = OwnPanel("next-meeting", 10, next_meeting, "services/own/next.html")
