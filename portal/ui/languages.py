"""The language of a page: in the address of public pages, chosen by a plain link, kept only when it must be.

The address decides on public pages (``/uk/…``). Elsewhere an account is spoken to in its own language, a stranger in
the one chosen before, then in the browser's. Never by location.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language_from_path, get_language_from_request

Answer = Callable[[HttpRequest], HttpResponse]

LANGUAGE_NAMES = {"pl": "Polski", "uk": "Українська", "be": "Беларуская", "ru": "Русский", "en": "English"}
SAME_ORIGIN = "same-origin"


@dataclass(frozen=True)
class Language:
    """One of the five choices: its own name in its own script, and where its page is.

    ``url`` is blank on pages without a language in the address; there the choice is posted.
    """

    code: str
    name: str
    current: bool
    url: str = ""


def language_in(path: str) -> str:
    """Return the language that an address names, or nothing."""
    found = get_language_from_path(path) or ""
    return found if found in LANGUAGE_NAMES and path.startswith(front_door(found)) else ""


def front_door(language: str) -> str:
    """Return the address of the landing page in a language; asks nothing, so that it works when nothing else does."""
    return f"/{language}/"


def same_page(path: str, language: str) -> str:
    """Return the address of the page at ``path`` in another language: the other words of an address are stable."""
    here = language_in(path)
    return front_door(language) + escape_uri_path(path[len(front_door(here)) :]) if here else front_door(language)


def remember_language(get_response: Answer) -> Answer:
    """Keep the language that a stranger chose by following a link of ours, for as long as the browser is open.

    Nothing is kept when the browser says the same by itself, or when the page was opened from elsewhere.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_new_choice(request, response):
            _keep(response, language_in(request.path_info))
        return response

    return middleware


def _is_new_choice(request: HttpRequest, response: HttpResponse) -> bool:
    chosen = language_in(request.path_info)
    if not chosen or request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    is_page = response.status_code < HTTPStatus.BAD_REQUEST
    return is_page and _came_from_here(request) and chosen != get_language_from_request(request)


def _came_from_here(request: HttpRequest) -> bool:
    """Ask the browser where the link was; older ones say it in the referrer alone."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == SAME_ORIGIN
    return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store, private"
