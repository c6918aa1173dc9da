"""A blank list to fill in: the sheets and headings that are read, and the words to choose from (contracts §4).

It is made from the importers themselves, so whatever it offers is read as meant.
"""

import io
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from portal.imports.registry import sheet_importers
from portal.programmes.models import GrantProject
from portal.workbooks.book import Workbook

LAST_ROW = 2000
"""Down to here cells have their formats and words to choose from; more rows are read as well."""
LONGEST_CHOICE = 255
"""Characters of the words of one choice, with their commas, that Excel takes."""
NARROW, WIDE = 13, 24


def blank_list(project: GrantProject) -> bytes:
    """Return a workbook with the headings of every sheet; days, texts and numbers have their formats."""
    made = io.BytesIO()
    with Workbook(made, in_memory=True) as book:
        day, words = (book.add_format({"num_format": each}) for each in ("dd.mm.yyyy", "@"))
        for importer in sheet_importers():
            sheet = book.add_worksheet(importer.names[0])
            offered = importer.offered(project)
            sheet.freeze_panes(1, 0)
            sheet.set_row(0, 32)
            for place, (field, headings) in enumerate(importer.columns.items()):
                is_number = field in importer.numbers
                style = None if is_number else day if field in importer.dates else words
                sheet.set_column(place, place, NARROW if is_number or field in importer.dates else WIDE, style)
                sheet.write_string(0, place, headings[0], book.head)
                _offer(sheet, place, offered.get(field, ()))
    return made.getvalue()


def _offer(sheet: Worksheet, place: int, words: Sequence[str]) -> None:
    """Offer words below a heading; others may be written, since lists word things in many ways."""
    if words and len(",".join(words)) <= LONGEST_CHOICE and not any("," in word for word in words):
        sheet.data_validation(1, place, LAST_ROW, place, {"validate": "list", "source": words, "show_error": False})
