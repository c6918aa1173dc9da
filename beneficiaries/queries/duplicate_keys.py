"""The keys of a person as numbers: keyed hashes, odd where everybody is compared by them (S59)."""

from beneficiaries.rules.likeness import Sketch, is_strong, key_texts
from portal.crypto.sealing import keyed_number

CONTEXT = "duplicate"


def key_numbers(sketch: Sketch) -> set[int]:
    """Return the numbers under which a person meets others."""
    return {keyed_number(CONTEXT, text) << 1 | is_strong(text) for text in key_texts(sketch)}
