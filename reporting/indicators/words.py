"""Sentences that are put together only when somebody reads them, so that each reader gets their own language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from portal.ui.formatting import DASH, number
from reporting.rules import Words


def said(template: Words, **parts: Callable[[], Any]) -> Words:
    """Return a lazy sentence with its parts put in."""
    return _SAID(template, parts)


def said_of_fact(template: Words, **parts: Callable[[], Any]) -> Words:
    """Return a lazy sentence with its parts put in that still waits for ``%(fact)s``."""
    return _SAID_OF_FACT(template, parts)


def _said(template: Words, parts: Mapping[str, Callable[[], Any]]) -> str:
    return str(template) % {name: str(part()) for name, part in parts.items()}


def _said_of_fact(template: Words, parts: Mapping[str, Callable[[], Any]]) -> str:
    known = {name: str(part()).replace("%", "%%") for name, part in parts.items()}
    return str(template) % {**known, "fact": "%(fact)s"}


_SAID, _SAID_OF_FACT = lazy(_said, str), lazy(_said_of_fact, str)
"""Made once: each call of ``lazy`` makes a class."""


def listed(words: Iterable[Words]) -> str:
    """Return words one after another, in the language of the page."""
    return ", ".join(str(each) for each in words)


def target_in_words(target: int | None, *, is_lower_bound: bool) -> str:
    """Return a target as people write it: „min. 60” where it is a lower bound; a dash for none."""
    if target is None:
        return DASH
    return _("min. %(target)s") % {"target": number(target)} if is_lower_bound else number(target)
