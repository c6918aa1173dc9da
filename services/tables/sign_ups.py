"""Places in the words of whoever signed up: what stands, what one can do."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.formatting import moment, number
from services.enums import EnrolmentState, SignUpNeed
from services.models import Enrolment

TONES = {EnrolmentState.TAKEN: "ok", EnrolmentState.OFFERED: "warn", EnrolmentState.WAITING: "info"}
OVER = frozenset({EnrolmentState.CANCELLED, EnrolmentState.MOVED, EnrolmentState.LAPSED, EnrolmentState.JOINED})
SENTENCES = {
    EnrolmentState.TAKEN: gettext_lazy("The place is yours."),
    EnrolmentState.HELD: gettext_lazy("We have the sign-up and look at it first. See here later, or call us."),
    EnrolmentState.LAPSED: gettext_lazy("The place was kept, but nobody took it in time. You can sign up again."),
    EnrolmentState.JOINED: gettext_lazy(
        "You are on this list already. We joined the two, and nothing is lost. Ask us if that is wrong."
    ),
    EnrolmentState.CANCELLED: gettext_lazy("The place was given up."),
}


@dataclass(frozen=True)
class PlaceRow:
    """One place: whose, how it stands in a sentence, whether it can be accepted or given up."""

    key: Any
    name: str
    state: str
    words: str
    tone: str
    may_accept: bool
    may_give_up: bool
    is_waiting: bool


def place_rows(places: Iterable[tuple[Enrolment, int]], at: datetime.datetime) -> list[PlaceRow]:
    """Return the places of a sign-up as their owner reads them."""
    return [_row(place, turn, at) for place, turn in places if place.state != EnrolmentState.MOVED]


def needs_in_words(sealed: str) -> Sequence[str]:
    """Return what somebody needs, as it was ticked and written; nothing for what cannot be read."""
    try:
        said = json.loads(sealed) if sealed else {}
    except ValueError:
        return [sealed]
    labels = dict(SignUpNeed.choices)
    ticked = [str(labels[code]) for code in said.get("codes", ()) if code in labels]
    return [*ticked, *filter(None, [said.get("words", "")])]


def _row(place: Enrolment, turn: int, at: datetime.datetime) -> PlaceRow:
    state = EnrolmentState(place.state)
    lasts = state == EnrolmentState.OFFERED and (place.offered_until is None or place.offered_until > at)
    if state == EnrolmentState.OFFERED and not lasts:
        state = EnrolmentState.LAPSED
    return PlaceRow(
        key=place.pk,
        name=str(place.name),
        state=state,
        words=_words(state, turn, place.offered_until),
        tone=TONES.get(state, "line"),
        may_accept=lasts,
        may_give_up=state not in OVER,
        is_waiting=state == EnrolmentState.WAITING,
    )


def _words(state: EnrolmentState, turn: int, until: datetime.datetime | None) -> str:
    if state == EnrolmentState.OFFERED:
        return _("A place is kept until %(moment)s. Take it, or it passes on.") % {"moment": moment(until)}
    if state == EnrolmentState.WAITING:
        return _("On the waiting list, number %(turn)s. We write when a place is free.") % {"turn": number(turn)}
    return str(SENTENCES.get(state, SENTENCES[EnrolmentState.CANCELLED]))
