"""Pieces of pages that are the same for many: drawn once, and the words of one page are put in each time.

A piece is drawn from what it is handed and from the language, without request or context: nothing else of the page that
asked first can stand in it. What belongs to one account or to one person goes into ``own``, which is not kept.
"""

from collections.abc import Hashable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.ui.escaping import escaped
from portal.ui.formatting import current_language
from portal.ui.kept_pages import stand_in

MOST_KEPT = 256
"""So many pieces a process keeps, those that were asked for last."""


def kept_piece(component: str, shared: Hashable, **own: str) -> SafeString:
    """Return a component drawn from ``shared``; ``own`` are words of HTML that differ from page to page.

    The component finds ``shared`` by that name, and each word by its own; it writes a word as it is and asks nothing
    about it.
    """
    text = _drawn(component, current_language(), shared, tuple(own))
    for name, word in own.items():
        text = text.replace(stand_in(name), escaped(word))
    return mark_safe(text)  # noqa: S308 - drawn by a template, words escaped in the line above


def forget_pieces() -> None:
    """Draw every piece anew."""
    _drawn.cache_clear()


@lru_cache(maxsize=MOST_KEPT)
def _drawn(component: str, _language: str, shared: Hashable, names: tuple[str, ...]) -> str:
    words = {name: stand_in(name) for name in names}
    return str(render_to_string(f"components/{component}.html", {"shared": shared, **words}))
