"""Sentences that are put together only when somebody reads them, so that each reader gets their own language."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import lazy

from reporting.rules import Words


def said(template: Words, **parts: Callable[[], Any]) -> Words:
    """Return a lazy sentence with its parts put in."""
    return lazy(lambda: str(template) % {name: str(part()) for name, part in parts.items()}, str)()


def said_of_fact(template: Words, **parts: Callable[[], Any]) -> Words:
    """Return a lazy sentence with its parts put in that still waits for ``%(fact)s``."""

    def sentence() -> str:
        known = {name: str(part()).replace("%", "%%") for name, part in parts.items()}
        return str(template) % {**known, "fact": "%(fact)s"}

    return lazy(sentence, str)()


def listed(words: Iterable[Words]) -> str:
    """Return words one after another, in the language of the page."""
    return ", ".join(str(each) for each in words)
