"""The copy of a person's data, and the answer to a request, in the language of the person (GDPR 12, 15)."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string

from beneficiaries.models import RightsRequest
from portal.clock import today
from portal.printing.pdf import pdf_of
from portal.ui.formatting import current_language


def copy_as_pdf(request: RightsRequest, content: Mapping[str, Any]) -> bytes:
    """Return the copy in the language in force."""
    return pdf_of(_page("beneficiaries/rights_copy.html", asked=request, content=content))


def copy_as_json(content: Mapping[str, Any]) -> bytes:
    """Return the copy for machines."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def copy_as_zip(request: RightsRequest, content: Mapping[str, Any], scans: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the copy with the scans that belong to it, each under its name; their bytes are packed as they are."""
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{request.number}.pdf", copy_as_pdf(request, content))
        packed.writestr(f"{request.number}.json", copy_as_json(content))
        for name, scan in scans:
            packed.writestr(zipfile.ZipInfo(name, today().timetuple()[:6]), scan)
    return bundle.getvalue()


def letter_as_pdf(request: RightsRequest, **said: Any) -> bytes:
    """Return the letter with the answer to a request, in the language in force."""
    return pdf_of(_page("beneficiaries/rights_letter.html", asked=request, **said))


def _page(template: str, **said: Any) -> str:
    return render_to_string(template, {"language": current_language(), "day": today(), **said})
