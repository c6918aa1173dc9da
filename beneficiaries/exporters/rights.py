"""The copy of a person's data on paper, in the language of the person (GDPR 15)."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from beneficiaries.models import RightsRequest
from portal.clock import today
from portal.printing.pdf import pdf_of
from portal.ui.formatting import current_language


def copy_as_pdf(request: RightsRequest, content: Mapping[str, Any]) -> bytes:
    """Return the copy in the language in force."""
    return pdf_of(copy_as_html(request, content))


def copy_as_html(request: RightsRequest, content: Mapping[str, Any]) -> str:
    """Return the page that is printed."""
    context = {"asked": request, "content": content, "language": current_language(), "day": today()}
    return render_to_string("beneficiaries/rights_copy.html", context)
