"""A payment claim that somebody sent: names and K/M/O of the indicators, by position as SL2021 writes them (R68)."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from reporting.smefs.enums import MAX_BYTES
from reporting.smefs.importers.sheets import UnreadableFile, is_workbook, sheet_rows
from reporting.smefs.rules.lines import folded

MAX_ROWS = 2_000
NAME, TOTAL, WOMEN, MEN = 4, 8, 9, 10
"""Where the name, and from the beginning O, K, M stand, counted from 0."""
CODE = re.compile(r"\b(EEC[OR][0-9]{2}|IMPROVED)\b")
Figures = Mapping[str, tuple[int | None, int | None, int]]
"""By code: women, men, total."""


def claim_at(path: Path, names: Mapping[str, str]) -> Figures:
    """Read the claim at ``path``; raises ``UnreadableFile``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(_("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20})
        return read_claim(path.read_bytes(), names)
    except OSError:
        raise UnreadableFile(_("There is no file %(file)s to read.") % {"file": path.name}) from None


def read_claim(content: bytes, names: Mapping[str, str]) -> Figures:
    """Return the figures of a claim by the code of the indicator; ``names`` maps folded names to codes.

    A row is an indicator when a cell holds its code or the cell of the name its name. Raises ``UnreadableFile``.
    """
    if not is_workbook(content):
        raise UnreadableFile(_("This is not an Excel workbook."))
    found: dict[str, tuple[int | None, int | None, int]] = {}
    for number, row in enumerate(sheet_rows(content, MAX_ROWS), start=1):
        code = _code(row, names)
        if code and len(row) > MEN and code not in found:
            women, men, total = (_figure(row[place], number) for place in (WOMEN, MEN, TOTAL))
            if total is None and (women is not None or men is not None):
                total = (women or 0) + (men or 0)
            if total is not None:
                found[code] = (women, men, total)
    if not found:
        raise UnreadableFile(
            _("No indicator is named in the workbook: their names stand in column E, O, K and M in columns I, J and K.")
        )
    return found


def _code(row: Iterable[str], names: Mapping[str, str]) -> str:
    cells = list(row)
    written = next((found[0] for cell in cells if (found := CODE.search(cell))), "")
    return written or (names.get(folded(cells[NAME]), "") if len(cells) > NAME else "")


def _figure(cell: str, row: int) -> int | None:
    plain = re.sub(r"\s", "", cell).replace(",", ".")
    if not plain or plain in "-–":
        return None
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0+)?", plain):
        raise UnreadableFile(_("Row %(row)s holds something else than a whole number of people.") % {"row": row})
    return int(plain.split(".")[0])
