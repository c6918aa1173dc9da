"""What the help says, read once from ``topics.toml``: one topic for pages that do one thing.

The staff works in Polish, so the texts are Polish whatever the language of the pages; the page marks them so.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.policy.access import Access
from portal.policy.routes import routes

FILE = Path(__file__).with_name("topics.toml")
LANGUAGE = "pl"


@dataclass(frozen=True)
class Topic:
    """One screen of help: what the pages are for, how it is done step by step, and what is good to know.

    ``routes`` are the names of the pages it is about.
    """

    code: str
    title: str
    purpose: str
    routes: tuple[str, ...]
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@cache
def topics() -> tuple[Topic, ...]:
    """Return all topics in the order of the file."""
    return tuple(
        Topic(**{name: tuple(value) if isinstance(value, list) else value for name, value in each.items()})
        for each in _written()["topic"]
    )


def headings() -> dict[str, str]:
    """Return the words above the steps (``how``) and the remarks (``know``), in the language of the texts."""
    return _written()["words"]


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _by_route() -> dict[str, Topic]:
    return {route: topic for topic in topics() for route in topic.routes}


@cache
def _actions() -> dict[str, str]:
    return {route.name: route.declaration.action for route in routes()}


def topic_of(route: str) -> Topic | None:
    """Return what is said about a page; ``None`` where nothing is."""
    return _by_route().get(route)


def topics_for(access: Access) -> list[Topic]:
    """Return the topics about pages of which the account may open at least one."""
    return [topic for topic in topics() if any(_is_open(access, route) for route in topic.routes)]


def _is_open(access: Access, route: str) -> bool:
    action = _actions().get(route)
    return action is not None and (not action or access.may(action))
