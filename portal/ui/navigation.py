"""The staff's navigation: apps register items, an account sees those that it may open.

At most seven stand in the bar and five at the foot of a phone; the order is the order of the day. Further ones stand
behind “More”, which ends both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.policy.access import Access

MOST_IN_BAR = 7
MOST_ON_PHONE = 5
WAITING = "waiting_at"
"""Where the session keeps how many things wait at which place: numbers alone."""


class Workspace(StrEnum):
    """What the small words under the brand say."""

    WORK = "work"
    COORDINATION = "coordination"
    AUDIT = "audit"
    ADMINISTRATION = "administration"


WORKSPACE_NAMES: dict[Workspace, Promise] = {
    Workspace.WORK: _("Work with people"),
    Workspace.COORDINATION: _("Coordination"),
    Workspace.AUDIT: _("Audit"),
    Workspace.ADMINISTRATION: _("Administration"),
}


@dataclass(frozen=True, eq=False)
class Item:
    """One place of the navigation, the same only as itself.

    ``action`` is the matrix action that opens it; lower ``order`` stands first.
    ``on_phone`` puts it into the row at the foot of a phone under ``short`` (or its label). ``key``
    is the letter that leads there after G.
    """

    url_name: str
    label: str | Promise
    workspace: Workspace
    action: str
    icon: str
    order: int = 100
    short: str | Promise = ""
    on_phone: bool = True
    key: str = ""


@dataclass(frozen=True)
class Place:
    """An item as one page shows it; ``count`` is how many things waited there when the account last looked."""

    item: Item
    url: str
    current: bool
    count: int = 0

    @property
    def short(self) -> str | Promise:
        """The word for narrow screens."""
        return self.item.short or self.item.label


_items: dict[str, Item] = {}


def register(*items: Item) -> None:
    """Add places; called by ``plugs.py`` of an app. The same URL name again replaces the item."""
    for item in items:
        _items[item.url_name] = item


def registered() -> list[Item]:
    """Return all places in their order."""
    return sorted(_items.values(), key=lambda item: (item.order, item.url_name))


def places_for(access: Access, path: str) -> list[Place]:
    """Return the places of the bar that ``access`` may open, the one that holds ``path`` marked as current."""
    return all_places_for(access, path)[:MOST_IN_BAR]


def all_places_for(access: Access, path: str) -> list[Place]:
    """Return all places that ``access`` may open; those beyond the bar stand behind “More”."""
    addressed = [(item, _address(item.url_name)) for item in registered()]
    open_to = [(item, url) for item, url in addressed if url and access.may(item.action)]
    here = _longest_prefix((url for _item, url in open_to), path)
    return [Place(item, url, url == here) for item, url in open_to]


def note_waiting(session: Any, url_name: str, count: int) -> None:
    """Keep how many things wait at a place, as a page has just counted them: the menu shows it without a query.

    Pages that count anyway call it: my day, and those of the place itself.
    """
    known = session.get(WAITING, {})
    if known.get(url_name, 0) != count:
        session[WAITING] = {**known, url_name: count}


def counted(places: Iterable[Place], session: Mapping[str, Any]) -> list[Place]:
    """Return places with how many things wait at each, as last counted (``note_waiting``)."""
    known = session.get(WAITING, {})
    return [replace(each, count=known.get(each.item.url_name, 0)) for each in places] if known else list(places)


def _longest_prefix(urls: Iterable[str], path: str) -> str:
    return max((url for url in urls if path.startswith(url)), key=len, default="")


@cache
def _address(url_name: str) -> str:
    """Return where a place is; places of the staff have one address in all languages."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
