"""Each request gets its code; each page that shows personal data leaves one event, or does not leave (S32)."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from portal.audit.trail import start_request, write_reads

logger = logging.getLogger(__name__)


def audit_reads(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Write the noted reads before the page leaves; refuse the page when they cannot be written."""

    def middleware(request: HttpRequest) -> HttpResponse:
        code = start_request(request)
        response = get_response(request)
        try:
            write_reads(request)
        except DatabaseError:
            logger.error("the audit trail cannot be written; a page was refused")
            response = _unavailable(request)
        response.headers["X-Request-Id"] = code
        return response

    return middleware


def _unavailable(request: HttpRequest) -> HttpResponse:
    from portal.ui.errors import unavailable  # here, because the page imports half the kernel

    return unavailable(request)
