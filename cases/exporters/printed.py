"""A needs diagnosis on paper, in the language of the person: sentences alone, under a neutral title."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portal.printing.pdf import pdf_of

ON_A_PAGE, ALONE = {"top": 2, "below": 3}, {"top": 1, "below": 2}
"""Levels of the headings: under the heading of a page, and in a file of its own."""


def as_html(language: str, build: Callable[[], dict[str, Any]]) -> str:
    """Return the sheet in a language; ``build`` reads what stands on it while that language is active."""
    with translation.override(language):
        return render_to_string("cases/diagnosis_sheet.html", {**build(), **ON_A_PAGE})


def as_pdf(language: str, build: Callable[[], dict[str, Any]]) -> bytes:
    """Return the same sheet as a PDF."""
    with translation.override(language):
        return pdf_of(render_to_string("cases/diagnosis_pdf.html", {**build(), **ALONE, "language": language}))
