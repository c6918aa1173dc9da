"""What stands on paper: the words of a PDF, sheet by sheet."""

from pathlib import Path

import pypdfium2


def sheets_of(pdf: bytes | Path) -> list[str]:
    """Return the words of each sheet, one space between them."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


def words_of(pdf: bytes | Path) -> str:
    """Return all words of a document."""
    return " ".join(sheets_of(pdf))
