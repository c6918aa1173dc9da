"""Each request gets its code; each page that shows personal data leaves one event, or does not leave (S32)."""

import logging
from collections.abc import Callable, Iterator
from itertools import chain, islice

from django.db import Error
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from portal.audit.current import answering
from portal.audit.trail import start_request, write_notes

logger = logging.getLogger(__name__)


def audit_reads(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Write the noted reads and refusals before the answer leaves; refuse the page when they cannot be written."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        code = start_request(request)
        with answering(request):
            response = _written(request, _begun(request, get_response(request)))
        response.headers["X-Request-Id"] = code
        return response

    return middleware


def _begun(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Make the first piece of an answer that is made while it leaves, so that its reads are known in time.

    What is noted while later pieces are made is written before the piece leaves; if that fails, the answer
    breaks off. A stored file (``FileResponse``) is left to the server: its reads were noted by the view.
    """
    if isinstance(response, StreamingHttpResponse) and getattr(response, "file_to_stream", None) is None:
        pieces = iter(response.streaming_content)  # type: ignore[arg-type]  # never asynchronous here
        first = list(islice(pieces, 1))
        response.streaming_content = _stream(request, chain(first, pieces))
    return response


def _stream(request: HttpRequest, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with answering(request):
            piece = next(pieces, None)
            write_notes(request)
        if piece is None:
            return
        yield piece


def _written(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    try:
        write_notes(request)
    except Error as error:
        logger.critical("the audit trail cannot be written (%s); a page was refused", type(error).__name__)
        return _unavailable(request)
    return response


def _unavailable(request: HttpRequest) -> HttpResponse:
    from portal.ui.errors import unavailable  # here, because the page imports half the kernel

    return unavailable(request)
