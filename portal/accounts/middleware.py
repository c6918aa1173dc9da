"""What an account brings to every request: its language, and the end of its session."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.accounts.sessions import is_over, touch

Answer = Callable[[HttpRequest], HttpResponse]


def session_limits(get_response: Answer) -> Answer:
    """End a session that was idle too long or is too old; the request goes on as a stranger's (S18)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request.session):
                logout(request)
            else:
                touch(request.session)
        return get_response(request)

    return middleware


def language_of_user(get_response: Answer) -> Answer:
    """Speak the account's language on pages whose address names none.

    A language in the address wins; a stranger is spoken to by cookie, then by browser.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if translation.get_language_from_path(request.path_info) is None and request.user.is_authenticated:
            translation.activate(translation.get_supported_language_variant(request.user.language))
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
