"""The declaration of a participant as a PDF (R87): sheets in Polish and in the language of the person, one file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from portal.printing.pdf import pdf_of


@dataclass(frozen=True)
class Sheet:
    """A part of the file in one language."""

    language: str
    html: SafeString


def sheet_in(language: str, build: Callable[[], tuple[str, dict[str, Any]]]) -> Sheet:
    """Return a part in a language; ``build`` names its template and reads what it says while that is active."""
    with translation.override(language):
        template, context = build()
        return Sheet(language, render_to_string(template, context))


def declaration_pdf(sheets: Sequence[Sheet], marks: Sequence[str]) -> bytes:
    """Return the file, with the marks of the programme; its own language is that of the first sheet."""
    language = sheets[0].language
    with translation.override(language):
        context = {"sheets": sheets, "language": language, "marks": marks}
        return pdf_of(render_to_string("beneficiaries/declaration_pdf.html", context))
