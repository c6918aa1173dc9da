"""The files of an edition: which kinds there are, how each is made, what it is called."""

from collections.abc import Callable, Collection

from django.utils.translation import override

from portal.workbooks import CONTENT_TYPE
from reporting.enums import FileKind
from reporting.exporters.printed import edition_as_pdf
from reporting.exporters.workbook import edition_as_xlsx
from reporting.models import ReportEdition

MAKERS: dict[FileKind, Callable[..., bytes]] = {FileKind.PDF: edition_as_pdf, FileKind.XLSX: edition_as_xlsx}
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: CONTENT_TYPE,
}


def make_file(
    edition: ReportEdition, kind: FileKind, *, language: str, is_draft: bool = False, but: Collection[str] = ()
) -> bytes:
    """Return the bytes of a file of the edition in a language of the product.

    Neither protected people nor the numbers in ``but`` are named in it; they are counted (S26, S27).
    """
    with override(language):
        return MAKERS[kind](edition, is_draft=is_draft, but=but)


def file_name(edition: ReportEdition, kind: FileKind, *, is_draft: bool = False) -> str:
    """Return the name under which the file is kept by whoever downloads it; it names nobody."""
    return f"{edition.label}{'-draft' if is_draft else ''}.{kind.value}"
