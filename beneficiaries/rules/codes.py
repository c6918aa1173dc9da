"""Codes that people write down and type again: random letters and digits, two of them to check the others (S22).

The alphabet has no letter that looks like a digit. What is typed may have any case and dividers, O for 0, I and L
for 1, and letters of a Cyrillic keyboard that look the same.
"""

import re
import unicodedata
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE, REFERENCE = 10, 14
"""Random characters of a code (50 bits, tried within limits) and of a reference (70 bits); both have two more."""
_MODULUS = 1021
_GROUP = 4
_LOOKS = str.maketrans("OILUАВЕЅКМНОРСТУХІЗ" + "oilu", "011V" + "ABESKMH0PCTYX13" + "011V")


def with_check(values: Sequence[int]) -> str:
    """Return random values (0–31) as characters, with two behind them that find one wrong or two changed ones."""
    return "".join(ALPHABET[value] for value in values) + _check(values)


def grouped(code: str) -> str:
    """Return a code as people read it: „7K2M-4QXD-9A3F”."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(text: str, length: int) -> str:
    """Return the code that somebody typed; blank when it is none."""
    plain = re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", text[:80])).upper().translate(_LOOKS)
    if len(plain) != length + 2 or set(plain) - set(ALPHABET):
        return ""
    values = [ALPHABET.index(char) for char in plain[:length]]
    return plain if _check(values) == plain[length:] else ""


def _check(values: Sequence[int]) -> str:
    whole = 0
    for value in values:
        whole = whole * len(ALPHABET) + value
    high, low = divmod(whole % _MODULUS, len(ALPHABET))
    return ALPHABET[high] + ALPHABET[low]
