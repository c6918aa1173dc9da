"""What makes two institutions the same: a pure function."""

import re

from anyascii import anyascii

LONGEST_KEY = 600


def institution_key(name: str, town: str) -> str:
    """Return by what an institution is known within a project: name and town without case, accents and marks.

    Numbers stay: schools of one town differ in nothing else.
    """
    parts = (" ".join(re.findall("[a-z0-9]+", anyascii(text.casefold()).lower())) for text in (name, town))
    return "|".join(parts)[:LONGEST_KEY]
