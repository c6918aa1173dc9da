"""What makes two institutions the same, and by what one is found: pure functions."""

import re

from anyascii import anyascii

LONGEST_KEY = 600


def institution_key(name: str, town: str) -> str:
    """Return by what an institution is known within a project: name and town without case, accents and marks.

    Numbers stay: schools of one town differ in nothing else.
    """
    return "|".join(folded(text) for text in (name, town))[:LONGEST_KEY]


def folded(text: str) -> str:
    """Return the words of a text in Latin letters and figures, without case, accents and marks."""
    return " ".join(re.findall("[a-z0-9]+", anyascii(text.casefold()).lower()))
