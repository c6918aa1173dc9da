"""Pages that are the same for every stranger: drawn once, and what belongs to one browser is put in each time.

Such a page depends on nothing but what its key holds: its address, host and language, and the settings that its frame
speaks of. Whoever lets a page depend on more adds that to ``kind``, or draws it each time.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import escape

from portal.ui.formatting import current_language

MOST_KEPT = 64
"""So many pages a process keeps, those that were asked for last."""

_kept: OrderedDict[Hashable, bytes] = OrderedDict()
_lock = Lock()
_salt = secrets.token_hex(16)


def kept_page(request: HttpRequest, kind: Hashable, draw: Callable[..., HttpResponse], **own: str) -> HttpResponse:
    """Return what ``draw`` answers, kept for the next stranger who opens the same page.

    ``own`` are the words of this answer alone. ``draw`` is given them by name – stand-ins for them, and for
    ``csrf_token``, where the page is kept – and puts them where it likes, as words of HTML.
    """
    if not _is_plain(request):
        return draw(**own)
    key, values = _key(request, kind), {**own, "csrf_token": get_token(request)}
    page = _found(key)
    if page is None:
        page = _keep(key, draw(**{name: stand_in(name) for name in values}).content)
    for name, value in values.items():
        page = page.replace(stand_in(name).encode(), escape(value).encode())
    return HttpResponse(page)


def forget_pages() -> None:
    """Draw every page anew."""
    with _lock:
        _kept.clear()


def _is_plain(request: HttpRequest) -> bool:
    """Tell whether a stranger opens a page: no session, nothing sent, no message to show."""
    opened = request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
    return opened and not len(get_messages(request))  # type: ignore[arg-type]


def _key(request: HttpRequest, kind: Hashable) -> Hashable:
    words = (
        settings.PORTAL_TRYOUT,
        settings.PORTAL_SECOND_FACTOR_REQUIRED,
        settings.PORTAL_TODAY,
        settings.PORTAL_EXIT_URL,
    )
    return kind, current_language(), request.path_info, request.scheme, request.get_host(), words


def stand_in(name: str) -> str:
    """Return what stands in a kept page or piece where the word ``name`` of one page is put in."""
    return f"{_salt}-{name}"


def _found(key: Hashable) -> bytes | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _keep(key: Hashable, page: bytes) -> bytes:
    with _lock:
        _kept[key] = page
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return page
