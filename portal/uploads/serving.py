"""Handing a file out: only after the view has asked for the right, and never as a page of the portal (S37)."""

from django.http import HttpResponse

from portal.uploads.cleaning import Kind
from portal.uploads.keeping import content_of
from portal.uploads.models import StoredFile

TYPES = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
ENDINGS = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png"}


def file_answer(stored: StoredFile, name: str) -> HttpResponse:
    """Return the file as a download called ``name`` (letters, digits and hyphens) with the ending of its kind."""
    kind = Kind(stored.kind)
    answer = HttpResponse(content_of(stored), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[kind]}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
