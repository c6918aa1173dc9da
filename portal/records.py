"""What apps show on a person's record and in the list of people (architecture §3.9).

The page belongs to ``beneficiaries``; what stands on it comes from every app through these registries.
A ``participation`` handed over here is the one of the page: ``participation.in_force`` is its version in
force (or ``None``), ``participation.person`` the person, and ``may(participation, action)`` says whether the
account that asks may see a part of it.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from portal.programmes.models import GrantProject

Words = str | Promise
T = TypeVar("T")
ANY_NUMBER = "ANY-NUMBER"
AS_THEY_ARE = "!$&'()*+,;=~:@"
"""Signs that stay as they are in a part of an address, as in those that Django makes."""


@dataclass(frozen=True)
class RecordPanel:
    """A card beside the timeline. ``build`` returns the template's context, or ``None`` for no card."""

    code: str
    position: int
    build: Callable[[HttpRequest, Any], dict[str, Any] | None]
    template: str


@dataclass(frozen=True)
class RecordTab:
    """A page of the record under its own address ``/osoby/<number>/<path>/``, named ``person_<code>``.

    ``action`` is the right that opens it; ``count`` may put a figure behind the label.
    """

    code: str
    position: int
    label: Words
    path: str
    action: str
    build: Callable[[HttpRequest, Any], dict[str, Any]]
    template: str
    count: Callable[[Any], int | None] | None = None

    @property
    def url_name(self) -> str:
        """Name of the route."""
        return f"person_{self.code}"


@dataclass(frozen=True)
class TimelineEntry:
    """One event: when, what kind in words, how it is drawn, and at most a few sentences."""

    on: datetime.date
    kind: Words
    title: Words
    icon: str
    tone: str = ""
    meta: Words = ""
    notes: Sequence[Words] = ()
    order: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """Who knows of events. ``entries(participation, most)``: the newest ones, newest first, at most so many.

    A source with a ``label`` can be shown alone.
    """

    code: str
    position: int
    entries: Callable[[Any, int], Sequence[TimelineEntry]]
    label: Words = ""


@dataclass(frozen=True)
class Alert:
    """A sentence about a gap or a deadline, and the way to where it is dealt with.

    ``check`` names the quality check whose form mends it (``portal.quality``); without one ``url`` is the address and
    ``label`` its words, both blank for whom the page is not.
    """

    text: Words
    check: str = ""
    url: str = ""
    label: Words = ""


@dataclass(frozen=True)
class AlertSource:
    """Who knows of gaps and deadlines: ``alerts(participation)`` returns whole sentences, the most urgent first.

    An ``Alert`` instead of a sentence leads to where it is dealt with.
    """

    code: str
    position: int
    alerts: Callable[[Any], Iterable[Words | Alert]]


@dataclass(frozen=True)
class ListMark:
    """A gap that the list of people can show and filter by.

    ``condition(grant_project, day)`` is weighed on participations whose version in force is ``in_force``; it must
    not multiply rows. ``label`` names the view of the list, ``tag`` the mark in a row, ``check`` the quality check
    whose form mends it.
    """

    code: str
    position: int
    label: Words
    tag: Words
    condition: Callable[[GrantProject, datetime.date], Q | Exists]
    check: str = ""


@dataclass(frozen=True)
class RecordAction:
    """Something to do for a person: a button in the head of the record, for those with the right ``action``.

    ``url_name`` is a route whose one argument is the number. ``tone`` is that of the button; only the first act of
    the page is without one. ``panel`` names the panel in which it opens over the page, when there is one.
    ``words_for`` gives the words that fit the participation instead of ``label``; blank ones offer nothing.
    """

    code: str
    position: int
    label: Words
    url_name: str
    action: str
    icon: str
    tone: str = ""
    panel: str = ""
    words_for: Callable[[Any], Words] | None = None

    def fitted(self, participation: Any) -> "RecordAction":
        """Return the button with the words that fit the participation."""
        return replace(self, label=self.words_for(participation)) if self.words_for else self


_panels: dict[str, RecordPanel] = {}
_tabs: dict[str, RecordTab] = {}
_sources: dict[str, TimelineSource] = {}
_alerts: dict[str, AlertSource] = {}
_marks: dict[str, ListMark] = {}
_actions: dict[str, RecordAction] = {}


def register_record_panel(
    code: str, position: int, build: Callable[[HttpRequest, Any], dict[str, Any] | None], template: str
) -> None:
    """Offer a card beside the timeline; the same code again replaces it. ``build`` may make one query."""
    _panels[code] = RecordPanel(code, position, build, template)


def register_record_tab(tab: RecordTab) -> None:
    """Offer a page of the record; the same code again replaces it."""
    _tabs[tab.code] = tab


def register_timeline_source(source: TimelineSource) -> None:
    """Offer events; the same code again replaces the source."""
    _sources[source.code] = source


def register_alerts(source: AlertSource) -> None:
    """Offer sentences about gaps and deadlines; the same code again replaces the source."""
    _alerts[source.code] = source


def register_list_mark(mark: ListMark) -> None:
    """Offer a gap for the list of people; the same code again replaces it."""
    _marks[mark.code] = mark


def register_record_action(action: RecordAction) -> None:
    """Offer a button in the head of the record; the same code again replaces it."""
    _actions[action.code] = action


def record_actions() -> list[RecordAction]:
    """Return the buttons in their order."""
    return _in_order(_actions)


def record_panels() -> list[RecordPanel]:
    """Return the cards in their order."""
    return _in_order(_panels)


def record_tabs() -> list[RecordTab]:
    """Return the pages of the record in their order."""
    return _in_order(_tabs)


def timeline_sources() -> list[TimelineSource]:
    """Return who knows of events, in order."""
    return _in_order(_sources)


def alert_sources() -> list[AlertSource]:
    """Return who knows of gaps, in order."""
    return _in_order(_alerts)


def list_marks() -> list[ListMark]:
    """Return the gaps that the list shows, in order."""
    return _in_order(_marks)


def record_address(url_name: str, number: str) -> str:
    """Return where a page of the record with this number is; the pattern is looked up once for all numbers."""
    return _address(settings.ROOT_URLCONF, get_language(), url_name).replace(
        ANY_NUMBER, quote(number, safe=AS_THEY_ARE)
    )


@cache
def _address(_urls: str, _language: str | None, url_name: str) -> str:
    return reverse(url_name, args=[ANY_NUMBER])


def may(participation: Any, action: str) -> bool:
    """Tell whether the account that asked for this record may ``action`` on it; no query is made.

    The rights were weighed when the record was read. Raises ``KeyError`` for an action of no record.
    """
    return participation.rights[action]


def once(participation: Any, key: str, load: Callable[[Any], T]) -> T:
    """Return ``load(participation)``, read once for the page although several parts of it ask."""
    kept: dict[str, Any] = participation.__dict__.setdefault("_read_once", {})
    if key not in kept:
        kept[key] = load(participation)
    return kept[key]


def _in_order(registered: dict[str, Any]) -> list[Any]:
    return sorted(registered.values(), key=lambda each: (each.position, each.code))
