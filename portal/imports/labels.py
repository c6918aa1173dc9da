"""Lines of a sheet that are no rows of its list: totals and signatures. They are named in the report, never lost."""

import re
from collections.abc import Mapping

from portal.imports.marks import LP
from portal.imports.reading import Cell, heading, is_blank, text
from portal.imports.registry import SheetImporter
from portal.imports.rows import columns_in
from portal.imports.run import ImportRun
from portal.imports.workbook import Sheet, SheetRow

_OF_WHAT = (
    "osob|osoby|uczestnikow|uczestnicy|godzin|godziny|godz|h|wierszy|pozycji|wsparc|wsparcia|liczba|calkowita|koncowa|"
    "wszystko|wszystkich|kobiet|mezczyzn|w|tym|i"
)
_TOTAL = re.compile(rf"(w sumie|razem|suma|ogolem|lacznie|podsumowanie)( (\d+|{_OF_WHAT}))*")
_SIGNATURE = re.compile(
    r"(data i )?podpisy?( .*)?|(podpisal|sporzadzil|zatwierdzil|sprawdzil)(a|i|[ /]a)?( .*)?|"
    r"(sporzadzono|zatwierdzono)( .*)?"
)
_COUNT = re.compile(r"[\d\s.,]+(h|godz\.?)?")


def set_aside(run: ImportRun, sheet: Sheet, importer: SheetImporter) -> None:
    """Take totals and signatures out of a sheet before it is read, and list them."""
    columns = columns_in(sheet, importer)
    labels = {id(row): _label(row, columns, importer) for row in sheet.rows}
    for row in sheet.rows:
        if label := labels[id(row)]:
            run.report.skipped_rows.append({"sheet": sheet.name, "row": row.number, "label": label})
    sheet.rows = [row for row in sheet.rows if not labels[id(row)]]


def _label(row: SheetRow, columns: Mapping[str, str], importer: SheetImporter) -> str:
    """Return the label of a row that is nothing but one, "" for any other: in doubt a row is a row."""
    found = [name for name, value in row.cells.items() if _is_label(value)]
    if not found:
        return ""
    telling = {columns[field] for field in importer.telling if field in columns} - {*found}
    if any(not is_blank(row.cells.get(name)) for name in telling):
        return ""
    named = [columns[field] for field in importer.named if field in columns]
    is_signed = any(
        _SIGNATURE.fullmatch(heading(row.cells[name])) for name in found if name in (*named, columns.get(LP))
    )
    names = [row.cells.get(name) for name in named if name not in found]
    if not is_signed and any(not is_blank(value) and not _COUNT.fullmatch(text(value)) for value in names):
        return ""
    return re.split("[:;,0-9]", text(row.cells[found[0]]))[0].strip()[:40]


def _is_label(value: Cell) -> bool:
    if not isinstance(value, str):
        return False
    plain = heading(value)
    return bool(_TOTAL.fullmatch(plain) or _SIGNATURE.fullmatch(plain))
