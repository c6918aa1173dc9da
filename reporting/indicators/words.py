"""Sentences that are put together only when somebody reads them, so that each reader gets their own language."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from portal.ui.formatting import DASH, number
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


def target_in_words(target: int | None, *, is_lower_bound: bool) -> str:
    """Return a target as people write it: „min. 60” where it is a lower bound; a dash for none."""
    if target is None:
        return DASH
    return _("min. %(target)s") % {"target": number(target)} if is_lower_bound else number(target)
