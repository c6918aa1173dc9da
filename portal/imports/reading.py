"""Read what people write in spreadsheet cells: headings, words, dates, numbers (contracts §4)."""

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None

_BLANK = {"", "-", "–", "—", "brak", "nie dotyczy", "n/d", "nd", "?"}
_STROKES = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "ß": "ss"} | dict.fromkeys("'’ʼ`´", ""))
_DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
)
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_EXCEL_SERIALS = range(3_000, 80_000)
"""From 1908 to 2119: the oldest people's dates of birth are days, a year that stands alone is none."""
_WRITTEN_SERIAL = re.compile(r"([0-9]{4,5})([.,][0-9]+)?")


class Unreadable(ValueError):
    """A cell holds something, but not what its column asks for."""


def heading(value: Cell) -> str:
    """Return a heading or wording in the form in which it is compared: no case, diacritics, dots, apostrophes."""
    text = unicodedata.normalize("NFKD", str(value if value is not None else "").translate(_STROKES))
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    return re.sub(r"[\W_]+", " ", text).strip()


def text(value: Cell) -> str:
    """Return a cell as clean text: NFC, outer and double spaces gone, control and bidi marks gone."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = unicodedata.normalize("NFC", str(value))
    if plain.isprintable():
        return " ".join(plain.split())
    plain = "".join(
        char if char.isprintable() or char in "\u200c\u200d" else " "
        for char in plain
        if unicodedata.category(char) not in {"Cc", "Cs"} or char in "\t\n\r"
    )
    return " ".join(plain.split())


def is_blank(value: Cell) -> bool:
    """Say whether a cell says nothing: empty, „-”, „brak”."""
    return text(value).casefold() in _BLANK


def date(value: Cell) -> datetime.date | None:
    """Return the day in a cell; ``None`` for a blank one.

    Accepts Excel dates and serial numbers, also kept as text, ``RRRR-MM-DD``, ``DD.MM.RRRR``, with „r.”,
    ``DD/MM/RRRR``, each also with a time. Raises ``Unreadable``.
    """
    if is_blank(value):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(value)
    plain = re.sub(r"\s*(r|roku)\.?$", "", text(value).casefold()).strip(" .")
    plain = re.sub(r"[t ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", plain)
    plain = re.sub(r"\s+", "", plain)
    for form in _DATE_FORMS:
        if match := form.fullmatch(plain):
            try:
                return datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                raise Unreadable(plain) from None
    if match := _WRITTEN_SERIAL.fullmatch(plain):
        return _from_serial(int(match[1]))
    raise Unreadable(plain)


def _from_serial(value: float) -> datetime.date:
    if int(value) not in _EXCEL_SERIALS:
        raise Unreadable(str(value))
    return _EXCEL_EPOCH + datetime.timedelta(days=int(value))


def decimal(value: Cell) -> Decimal | None:
    """Return the number in a cell, comma or dot; ``None`` for a blank one. Raises ``Unreadable``."""
    if is_blank(value):
        return None
    if isinstance(value, (datetime.date, datetime.time, bool)):
        raise Unreadable(str(value))
    plain = re.sub(r"\s|\u00a0|(h|godz\.?)$", "", text(value)).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise Unreadable(plain) from None
    if not number.is_finite():
        raise Unreadable(plain)
    return number


def lp(value: Cell) -> int | str | None:
    """Return the number of a row as written: an int where it is one, text otherwise, ``None`` if blank."""
    plain = text(value).rstrip(".").strip()
    if is_blank(value) or not plain:
        return None
    return int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else plain


def canonical(value: Cell, *, written_serials: bool = True) -> str:
    """Return a cell in the one form in which content is recognised again, however it is formatted.

    What tells names apart stays: who corrects „Lukasz” to „Łukasz” has changed the row (R107). Once serial numbers
    kept as text were no days: without ``written_serials`` the form is the one of that time.
    """
    if is_blank(value):
        return ""
    was_a_number = not written_serials and isinstance(value, str) and _WRITTEN_SERIAL.fullmatch(text(value))
    for read in (decimal,) if was_a_number else (date, decimal):
        try:
            known = read(value)
        except Unreadable:
            continue
        if known is not None:
            return known.isoformat() if isinstance(known, datetime.date) else format(known.normalize(), "f")
    return text(value).casefold()


class Wordings:
    """The values of a dictionary by every way they are written."""

    def __init__(self, wordings: dict[str, list[str] | tuple[str, ...]]) -> None:
        self._values = {heading(word): code for code, words in wordings.items() for word in (code, *words)}

    def find(self, value: Cell) -> str | None:
        """Return the code of a wording; "" for a blank cell, ``None`` for an unknown wording."""
        if is_blank(value):
            return ""
        return self._values.get(heading(value))
