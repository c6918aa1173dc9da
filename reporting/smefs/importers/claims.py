"""A payment claim that somebody sent: names and K/M/O of the indicators, by position as SL2021 writes them (R68)."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from reporting.smefs.enums import MAX_BYTES
from reporting.smefs.importers.sheets import UnreadableFile, is_workbook, sheet_rows
from reporting.smefs.rules.claims import Claim, Triple
from reporting.smefs.rules.lines import folded

MAX_ROWS = 2_000
NAME, TOTAL, WOMEN, MEN = 4, 8, 9, 10
"""Where the name, and from the beginning O, K, M stand, counted from 0."""
CODE = re.compile(r"\b(EEC[OR][0-9]{2}|IMPROVED)\b")
OTHER_CODE = re.compile(r"\b[A-Z]{4,}[0-9]{2,}\b")
"""An indicator of a programme, like PLHILCR01."""
LONGEST = 200


def claim_at(path: Path, names: Mapping[str, str]) -> Claim:
    """Read the claim at ``path``; raises ``UnreadableFile``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(_("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20})
        return read_claim(path.read_bytes(), names)
    except OSError:
        raise UnreadableFile(_("There is no file %(file)s to read.") % {"file": path.name}) from None


def read_claim(content: bytes, names: Mapping[str, str]) -> Claim:
    """Return the figures of a claim by the code of the indicator; ``names`` maps folded names to codes.

    A row is an indicator when a cell holds its code or the cell of the name its name, and one that the portal does not
    know when numbers of people stand where they belong. Raises ``UnreadableFile``.
    """
    if not is_workbook(content):
        raise UnreadableFile(_("This is not an Excel workbook."))
    reader = _Reader(names)
    for number, row in enumerate(sheet_rows(content, MAX_ROWS), start=1):
        if len(row) > MEN:
            reader.take(number, row)
    if not reader.is_claim:
        raise UnreadableFile(
            _("No indicator is named in the workbook: their names stand in column E, O, K and M in columns I, J and K.")
        )
    return Claim(reader.figures, reader.called)


class _Reader:
    """Takes row after row of a claim."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.figures: dict[str, Triple] = {}
        self.called: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.is_claim = False

    def take(self, number: int, row: Sequence[str]) -> None:
        """Keep an indicator; raises ``UnreadableFile`` when an earlier row says something else of it."""
        name = " ".join(row[NAME].split())[:LONGEST]
        code = _code(row, self.names)
        try:
            found = _figures(row, number)
        except UnreadableFile:
            if code:
                raise
            return
        key = code or _other(row, name)
        if found is None or not key:
            return
        if _differ(found, self.figures.get(key, found)):
            raise UnreadableFile(
                _("Rows %(first)s and %(second)s of the claim say different things of %(name)s.")
                % {"first": self.rows[key], "second": number, "name": key}
            )
        self.is_claim |= bool(code)
        self.figures.setdefault(key, found)
        self.called.setdefault(key, name)
        self.rows.setdefault(key, number)


def _code(row: Sequence[str], names: Mapping[str, str]) -> str:
    written = next((found[0] for cell in row if (found := CODE.search(cell))), "")
    return written or names.get(folded(row[NAME]), "")


def _other(row: Sequence[str], name: str) -> str:
    """Return the code of an indicator that the portal does not know, else its name; blank for what is no name."""
    written = next((found[0] for cell in row[: NAME + 1] if (found := OTHER_CODE.search(cell))), "")
    return written or (name if any(char.isalpha() for char in name) else "")


def _figures(row: Sequence[str], number: int) -> Triple | None:
    """Return women, men and total of a row; nothing for a row without numbers."""
    women, men, total = (_figure(row[place], number) for place in (WOMEN, MEN, TOTAL))
    if total is None and (women is not None or men is not None):
        total = (women or 0) + (men or 0)
    return None if total is None else (women, men, total)


def _differ(one: Triple, other: Triple) -> bool:
    """Say whether two rows contradict each other; what one of them leaves blank is no contradiction."""
    return any(a is not None and b is not None and a != b for a, b in zip(one, other, strict=True))


def _figure(cell: str, row: int) -> int | None:
    plain = re.sub(r"\s", "", cell).replace(",", ".")
    if not plain or plain in "-–":
        return None
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0+)?", plain):
        raise UnreadableFile(_("Row %(row)s holds something else than a whole number of people.") % {"row": row})
    return int(plain.split(".")[0])
