"""Phone numbers as people write them: any country, any dividers, digits of any script (design §7)."""

import re
import unicodedata

FEWEST, MOST = 7, 15
HOME = "48"
_LENGTHS = {"48": 9, "380": 9, "375": 9, "7": 10, "995": 9, "374": 8, "373": 8, "998": 9}
"""Digits after the code of the country, where one length alone is right."""


class WrongLength(ValueError):
    """So many digits too many; a negative number: so many are lacking."""

    def __init__(self, difference: int) -> None:
        """Keep the difference."""
        super().__init__(str(difference))
        self.difference = difference


def read_phone(text: str) -> str:
    """Return a number with its plus, as „+48 512 334 218”; blank for nothing.

    Nine digits are a Polish number, ten with a leading 0 a Ukrainian one. Raises ``WrongLength`` when digits lack or
    are too many, ``ValueError`` for what holds something else than digits.
    """
    digits, has_plus = _digits(text)
    if not digits:
        if text.strip():
            raise ValueError("no digits")
        return ""
    if not has_plus:
        digits = _with_country(digits)
    return f"+{_grouped(digits)}"


def _digits(text: str) -> tuple[str, bool]:
    plain = re.sub(r"[\s()\-–—./]", "", unicodedata.normalize("NFKC", text))
    has_plus = plain.startswith(("+", "00"))
    plain = plain[1:] if plain.startswith("+") else plain[2:] if has_plus else plain
    if not all(char.isdecimal() for char in plain):
        raise ValueError("not digits alone")
    return "".join(str(unicodedata.digit(char)) for char in plain), has_plus


def _with_country(digits: str) -> str:
    """Put the code of the country before a number that was written without a plus."""
    if len(digits) == 10 and digits.startswith("0"):  # noqa: PLR2004 - 067 123 45 67
        return f"380{digits[1:]}"
    if len(digits) == 11 and digits.startswith(("80", "89")):  # noqa: PLR2004 - 8 029 123 45 67, 8 912 345 67 89
        return f"375{digits[2:]}" if digits[1] == "0" else f"7{digits[1:]}"
    if len(digits) >= 11:  # noqa: PLR2004
        return digits
    return f"{HOME}{digits}"


def _grouped(digits: str) -> str:
    country = next((code for code in _LENGTHS if digits.startswith(code)), "")
    national, wanted = digits[len(country) :], _LENGTHS.get(country, 0)
    if wanted and len(national) != wanted:
        raise WrongLength(len(national) - wanted)
    if not FEWEST <= len(digits) <= MOST:
        raise WrongLength(len(digits) - (MOST if len(digits) > MOST else FEWEST))
    if not country:
        return digits
    size = 3 if len(national) % 3 == 0 else 2
    head = len(national) % size
    groups = [national[:head]] if head else []
    groups += [national[at : at + size] for at in range(head, len(national), size)]
    return " ".join([country, *groups])
