"""The first page of whoever works with people: what waits today, and the next act of each."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.ui.navigation import note_waiting
from portal.worklist.presented import Card, cards_for, read_on, subjects_of, tallies_of
from portal.worklist.registry import Column, Desk, work_sections

RIGHT, PEOPLE = "view_my_day", "list_people"
MOST = 8
"""How many rows of a card are shown; the others are where its head leads."""


@requires(RIGHT)
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """Show the cards that this account may see; whoever is named on them leaves one mark of reading (S31)."""
    account: User = request.user  # type: ignore[assignment]
    desk = Desk(account, today(), MOST)
    cards = cards_for(desk)
    subjects, others = subjects_of(cards), read_on(cards)
    if subjects or others:
        detail = {"page": "my-day", **({"shown": others} if others else {})}
        note_read(request, Action.LIST, subjects=subjects, detail=detail)
    _note_places(request, cards)
    return render(
        request,
        "worklist/my_day.html",
        {
            "day": desk.day,
            "tallies": tallies_of(cards),
            "cards": cards,
            "main": [card for card in cards if card.section.column is Column.MAIN],
            "side": [card for card in cards if card.section.column is Column.SIDE],
            "waits": any(card.work.total for card in cards),
            "may_list_people": access_of(account).may(PEOPLE),
        },
    )


def _note_places(request: HttpRequest, cards: Sequence[Card]) -> None:
    """Let the menu show what the cards have counted."""
    totals = {card.section.place: card.work.total for card in cards if card.section.place}
    for place in {section.place for section in work_sections() if section.place}:
        note_waiting(request.session, place, totals.get(place, 0))
