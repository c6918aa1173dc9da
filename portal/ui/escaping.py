"""Escaping for HTML that is written without a template, where most words are plain texts."""

import html

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def escaped(word: object) -> str:
    """Return a word as it stands in HTML; what is HTML already stays.

    As ``conditional_escape``, whose questions about lazy words cost more than the escaping.
    """
    kind = type(word)
    if kind is SafeString:
        return word  # type: ignore[return-value]
    return html.escape(word) if kind is str else conditional_escape(word)  # type: ignore[arg-type]
