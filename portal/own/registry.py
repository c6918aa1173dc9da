"""What apps show in the own space of a person: who the person is, panels of the first page, pages.

The kernel knows no people. ``beneficiaries`` says who stands behind an account and how to reach them; every app puts
its panels and pages here in ``plugs.py``. Whatever is handed to a panel is the person's own: there is no list of
anybody else, and words that staff wrote for each other do not belong here. What of it a person takes along as a file
stands with everything else that is held (``portal.rights``).
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise

from portal.accounts.models import User

Words = str | Promise
Line = tuple[Words, str]


@dataclass(frozen=True)
class Subject:
    """Somebody whose pages an account opens: its own person, or a child for whom that person stands (S30).

    ``participations`` are those of the person, the latest first.
    """

    person: Any
    called: str
    is_self: bool
    participations: Sequence[Any] = ()


@dataclass(frozen=True)
class Own:
    """What a page of the own space works with: the account, whose pages are open, whom else it may open, the day."""

    account: User
    subject: Subject
    others: Sequence[Subject]
    day: datetime.date

    @property
    def person(self) -> Any:
        """The person whose pages are open."""
        return self.subject.person

    @property
    def participations(self) -> Sequence[Any]:
        """What the person takes part in, the latest first."""
        return self.subject.participations

    @property
    def is_self(self) -> bool:
        """Tell whether the pages are those of whoever is signed in."""
        return self.subject.is_self


@dataclass(frozen=True)
class OwnDoor:
    """Who stands behind an account.

    ``find`` returns the key of the account that a phone number or an address signs in to: exactly one, or ``None``.
    ``subjects`` returns whose pages an account opens, its own person first; nothing when it is closed. ``send`` asks
    for the message with a code, which is of no use after a moment.
    """

    find: Callable[[str], int | None]
    subjects: Callable[[User, datetime.date], Sequence[Subject]]
    send: Callable[[User, str, datetime.datetime], None]


@dataclass(frozen=True)
class OwnPanel:
    """A part of the first page. ``build`` returns the context of the template, or ``None`` for nothing to show."""

    code: str
    position: int
    build: Callable[[Own], dict[str, Any] | None]
    template: str


@dataclass(frozen=True)
class OwnPage:
    """A page under ``/{language}/moje/<path>``, named ``own_<code>``; its view is made by ``own_space``.

    Without a ``label`` no menu leads there.
    """

    code: str
    position: int
    path: str
    view: Callable[..., HttpResponse]
    label: Words = ""
    icon: str = ""

    @property
    def url_name(self) -> str:
        """Name of the route."""
        return f"own_{self.code}"


_doors: list[OwnDoor] = []
_panels: dict[str, OwnPanel] = {}
_pages: dict[str, OwnPage] = {}


def register_own_door(door: OwnDoor) -> None:
    """Say who stands behind accounts; the last one counts."""
    _doors[:] = [door]


def own_door() -> OwnDoor:
    """Return who knows the people behind accounts."""
    return _doors[0]


def register_own_panel(panel: OwnPanel) -> None:
    """Offer a panel; the same code again replaces it."""
    _panels[panel.code] = panel


def register_own_page(page: OwnPage) -> None:
    """Offer a page; the same code again replaces it."""
    _pages[page.code] = page


def own_panels() -> list[OwnPanel]:
    """Return the panels in their order."""
    return sorted(_panels.values(), key=lambda each: (each.position, each.code))


def own_pages() -> list[OwnPage]:
    """Return the pages in their order."""
    return sorted(_pages.values(), key=lambda each: (each.position, each.code))
