"""PESEL: form, checksum, encoded birth date and sex (R103–R105)."""

import datetime
import re
from dataclasses import dataclass

from beneficiaries.enums import Sex

_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_CENTURIES = {0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 1800}
_DIGITS = 11
_SHORTEST = 8


class InvalidPesel(ValueError):
    """Not a PESEL: wrong form, wrong check digit, or no such date (R103–R104)."""


@dataclass(frozen=True)
class Pesel:
    """A valid PESEL and what it encodes."""

    number: str
    birth_date: datetime.date
    sex: Sex


def read_pesel(text: str) -> Pesel:
    """Return the PESEL written in ``text``; spaces and dashes are ignored, lost zeros put back.

    Eight to ten digits are padded, since spreadsheets drop leading zeros. Raises ``InvalidPesel``.
    """
    number = re.sub(r"[\s\-\u00a0]", "", text)
    if re.fullmatch(r"[0-9]{8,10}", number):
        number = number.zfill(_DIGITS)
    if not re.fullmatch(r"[0-9]{11}", number):
        raise InvalidPesel("form")
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if (10 - total % 10) % 10 != int(number[10]):
        raise InvalidPesel("check digit")
    century, month = divmod(int(number[2:4]), 20)
    try:
        born = datetime.date(_CENTURIES[century] + int(number[:2]), month, int(number[4:6]))
    except (KeyError, ValueError):
        raise InvalidPesel("date") from None
    return Pesel(number, born, Sex.MAN if int(number[9]) % 2 else Sex.WOMAN)


def with_lost_zeros(text: str) -> str:
    """Return the whole PESEL of which a spreadsheet kept nine or ten digits; any other text as it stands.

    Only where the digits with their zeros are a valid PESEL: no wrong number becomes a right one (R103, R104).
    """
    try:
        return read_pesel(text).number if re.fullmatch(r"[0-9]{9,10}", text) else text
    except InvalidPesel:
        return text


def disagrees(pesel: Pesel, *, sex: str, born: datetime.date | None) -> bool:
    """Say whether a PESEL contradicts the written sex or birth date; a blank one is no contradiction (R105)."""
    return bool((sex and Sex(sex) != pesel.sex) or (born and born != pesel.birth_date))


def masked(number: str) -> str:
    """Return a PESEL for the screen: the birth date part is known anyway, the rest hidden (R88)."""
    return f"{number[:2]}•••••••{number[-2:]}" if number else ""
