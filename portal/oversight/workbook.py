"""The answer of a breach as a workbook: text is written as text, so no cell is ever a formula (S39, S40)."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

WIDTHS = (24, 10, 22, 22, 70)


def reads_as_xlsx(head: Iterable[str], columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a workbook with one sheet: the lines of ``head``, the headings, the rows; whole numbers are numbers."""
    from portal.workbooks.book import Workbook  # here: the library of workbooks comes with it

    out = io.BytesIO()
    with Workbook(out, in_memory=True) as workbook:
        bold, sheet = workbook.add_format({"bold": True}), workbook.add_worksheet(_("Readings"))
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        line = 0
        for text in head:
            sheet.write_string(line, 0, text)
            line += 1
        for place, text in enumerate(columns):
            sheet.write_string(line + 1, place, text, bold)
        for number, row in enumerate(rows, start=line + 2):
            for place, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, place, value)
                else:
                    sheet.write_string(number, place, value)
    return out.getvalue()
