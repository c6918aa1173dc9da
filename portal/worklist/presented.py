"""The cards of my day as the page draws them: days left as a figure, last days in words, what is on now."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from portal.policy.access import access_of
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow, WorkSection, work_sections
from portal.worklist.words import Countdown, LastDay, countdown, last_day


@dataclass(frozen=True)
class ShownRow:
    """A row with what follows from its days: the tile, the last day in words, whether it is going on now."""

    row: WorkRow
    left: Countdown | None
    until: LastDay | None
    is_now: bool


@dataclass(frozen=True)
class Card:
    """A section with its rows; ``is_timed`` tells that they stand by the hour, ``add`` is the act of its head."""

    section: WorkSection
    work: WorkList
    rows: Sequence[ShownRow]
    add: NextAct | None

    @property
    def is_timed(self) -> bool:
        """Tell whether the rows are appointments."""
        return any(each.row.at for each in self.rows)

    @property
    def others(self) -> bool:
        """Tell whether there are more than are shown."""
        return self.work.total > len(self.rows)


def cards_for(desk: Desk) -> list[Card]:
    """Return the cards that the account may see; one without rows only when it has something to say of that."""
    access, moment = access_of(desk.account), timezone.localtime().time()
    cards = [_card(each, desk, moment) for each in work_sections() if access.may(each.action)]
    return [card for card in cards if card.rows or card.section.empty]


def subjects_of(cards: Sequence[Card]) -> set[Any]:
    """Return the people who are named on the cards."""
    return {shown.row.subject for card in cards for shown in card.rows if shown.row.subject}


def read_on(cards: Sequence[Card]) -> list[str]:
    """Return the keys of what names somebody on the cards without being the record of a person."""
    return [str(shown.row.read) for card in cards for shown in card.rows if shown.row.read]


def tallies_of(cards: Sequence[Card]) -> list[str]:
    """Return how many there are of what is counted in the head of the page, in words."""
    return [card.section.tally(card.work.total) for card in cards if card.section.tally and card.work.total]


def _card(section: WorkSection, desk: Desk, moment: datetime.time) -> Card:
    work = section.build(desk)
    rows = shown_rows(work.rows, desk.day, moment)
    return Card(section, work, rows, section.add(desk) if section.add else None)


def shown_rows(
    rows: Iterable[WorkRow], day: datetime.date, moment: datetime.time = datetime.time.min
) -> list[ShownRow]:
    """Return rows with what follows from their days on ``day`` at ``moment``."""
    return [_shown(row, day, moment) for row in rows]


def _shown(row: WorkRow, day: datetime.date, moment: datetime.time) -> ShownRow:
    return ShownRow(
        row,
        countdown(row.due_on, day) if row.due_on else None,
        last_day(row.due_on, day) if row.due_on and not row.done else None,
        is_now=not row.done and is_on(row.at, row.minutes, moment),
    )


def is_on(at: datetime.time | None, minutes: int, moment: datetime.time) -> bool:
    """Tell whether what begins at ``at`` and takes so many minutes is going on at ``moment`` of the same day."""
    if at is None:
        return False
    begun = _minutes_of(moment) - _minutes_of(at)
    return 0 <= begun < minutes


def _minutes_of(moment: datetime.time) -> int:
    return moment.hour * 60 + moment.minute
