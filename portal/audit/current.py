"""Which request is being answered: its code for log lines and events, and who asks.

Imports no models, so that the log format can use it before the apps are ready.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Mark what runs inside as part of answering ``request``."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def current_request_id() -> str:
    """Return the code of the request being answered; "" outside one."""
    return getattr(_request.get(), "request_id", "")


def current_actor() -> Any:
    """Return the account that sent the request being answered; ``None`` for a stranger and outside a request."""
    user = getattr(_request.get(), "user", None)
    return user if user is not None and user.is_authenticated else None
