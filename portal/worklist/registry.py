"""What waits for a colleague: each app registers its sections of „my day” (architecture §3.9).

A section reads its rows in a fixed number of queries, through ``visible_to``: whoever may not see a person does not
learn from a count that the person is there (S6). The page shows the first rows of each section and where all of them
are.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

from portal.accounts.models import User

Words = str | Promise


class Column(StrEnum):
    """Where a section stands on a wide screen; on a phone the main column comes first."""

    MAIN = "main"
    SIDE = "side"


@dataclass(frozen=True)
class Desk:
    """For whom and for which day the page is made; ``most`` is how many rows of a section it shows."""

    account: User
    day: datetime.date
    most: int


@dataclass(frozen=True)
class NextAct:
    """What to do: a link to the form or page where it is done. ``panel`` opens it over the page, where there is one.

    ``at_once``: nothing is left to fill in, so it is a button that posts to ``url``; the page there leads back to the
    address in the field ``back`` (``portal.worklist.back``).
    """

    label: Words
    url: str
    tone: str = "second"
    panel: str = ""
    at_once: bool = False


@dataclass(frozen=True)
class WorkRow:
    """One thing that waits: about whom, what, until when, and the next act.

    ``title`` leads to ``url``; ``note`` says in one line what it is about. ``due_on`` is the last day, told in days
    left; ``at`` the time of an appointment and ``minutes`` its length. ``tags`` are pairs of words and tone.
    ``subject`` is the key of the person whose name is shown, ``read`` that of another thing that names somebody:
    reading either leaves a mark (S31). ``done`` says that and when it was done already.
    """

    title: Words
    url: str
    acts: Sequence[NextAct]
    note: Words = ""
    due_on: datetime.date | None = None
    at: datetime.time | None = None
    minutes: int = 0
    tags: Sequence[tuple[Words, str]] = ()
    subject: object = None
    read: object = None
    original: str = ""
    done: Words = ""


@dataclass(frozen=True)
class WorkList:
    """The rows to show, how many there are in all, and where all of them stand (blank: nowhere else)."""

    rows: Sequence[WorkRow] = ()
    total: int = 0
    all_url: str = ""


@dataclass(frozen=True)
class WorkSection:
    """One card of the page, for those with the right ``action``.

    ``build`` returns its rows, the most urgent first. ``empty`` is said when there are none; without it the card is
    left out. ``template`` draws the rows where the usual way does not fit; ``add`` is a link in the head of the card.
    ``tally`` says in words how many there are, for the head of the page; ``place`` is the place of the menu that shows
    the same number.
    """

    code: str
    position: int
    title: Words
    action: str
    build: Callable[[Desk], WorkList]
    column: Column = Column.MAIN
    empty: Words = ""
    template: str = ""
    add: Callable[[Desk], NextAct | None] | None = field(default=None)
    tally: Callable[[int], str] | None = field(default=None)
    place: str = ""


_sections: dict[str, WorkSection] = {}


def register_work_section(section: WorkSection) -> None:
    """Offer a card of „my day”; the same code again replaces it."""
    _sections[section.code] = section


def work_sections() -> list[WorkSection]:
    """Return the cards in their order."""
    return sorted(_sections.values(), key=lambda each: (each.position, each.code))
