"""One line a request: which route, how it ended, how long it took. Never the address: addresses can name people."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from portal.audit.current import answering
from portal.audit.trail import start_request

requests = logging.getLogger("portal.requests")
errors = logging.getLogger("portal.errors")


class BrokenOff(Exception):
    """An answer broke off while it left; the log says why, the web server must not."""


def log_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give every request its code, and log it when its answer is ready."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        code = start_request(request)
        with answering(request):
            response = get_response(request)
            requests.info("answered", extra={"fields": _fields(request, response, begun)})
        response.headers.setdefault("X-Request-Id", code)
        if isinstance(response, StreamingHttpResponse) and getattr(response, "file_to_stream", None) is None:
            response.streaming_content = _guarded(request, response.streaming_content)  # type: ignore[arg-type]
        return response

    return middleware


def log_error(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Log what broke a request: the kinds of errors and the places in the code."""
    errors.error("a request failed", exc_info=sys.exc_info(), extra={"fields": {"route": _route(request)}})


def _fields(request: HttpRequest, response: HttpResponseBase, begun: float) -> dict[str, Any]:
    account = getattr(getattr(request, "_cached_user", None), "pk", None)
    took = round((time.perf_counter() - begun) * 1000)
    fields = {"method": request.method, "route": _route(request), "status": response.status_code, "ms": took}
    return fields if account is None else {**fields, "account": str(account)}


def _route(request: HttpRequest | None) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name or "unnamed" if match else ""


def _guarded(request: HttpRequest, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except Exception:
        with answering(request):
            log_error(None, request)
        raise BrokenOff from None


got_request_exception.connect(log_error, dispatch_uid="portal.operations")
