"""Every route and who it is for: read from the marks on views, and from lists for views of libraries (S1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC_LIMIT = 15

#: Routes of libraries that anybody may open.
PUBLIC = frozenset(
    {
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)
#: Routes of libraries that every account may open: they show and change that account alone.
EVERY_ACCOUNT = frozenset(
    {
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_reauthenticate_webauthn",
    }
)
#: Of these, what changes or shows what an account signs in with: only for who has just proved who they are (S17).
FRESH = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }
)
#: Routes of libraries that the portal does not offer: accounts are made by administrators alone, recovery codes are
#: shown once, sessions have a page of the portal's own.
CLOSED = frozenset(
    {
        "account_signup",
        "account_inactive",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_set_password",
        "account_confirm_login_code",
        "mfa_download_recovery_codes",
        "usersessions_list",
    }
)


class Audience(Enum):
    """Who a route is for."""

    PUBLIC = "anybody"
    EVERY_ACCOUNT = "everybody signed in"
    ACTION = "accounts with the action"
    CLOSED = "nobody"
    UNDECLARED = "not declared"


@dataclass(frozen=True)
class Declaration:
    """What a route says of itself; ``action`` is blank unless the audience is ``ACTION``.

    ``fresh``: only for an account that proved within the last five minutes who it is (S17). ``door``: name of the
    page on which a stranger signs in for it; blank for that of the staff.
    """

    audience: Audience
    action: str = ""
    fresh: bool = False
    door: str = ""


@dataclass(frozen=True)
class Route:
    """One route of a URL configuration: its name, its path as written, its view, its parameters."""

    name: str
    pattern: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def declaration(self) -> Declaration:
        """Who the route is for."""
        return declared(self.view, self.name)


def declared(view: Callable[..., Any], name: str) -> Declaration:
    """Return who the view is for: by its own mark, else by the lists above, else undeclared."""
    marked = getattr(view, "declaration", None)
    if isinstance(marked, Declaration):
        return marked
    if not getattr(view, "__module__", "").startswith("allauth."):
        return Declaration(Audience.UNDECLARED)
    lists = ((PUBLIC, Audience.PUBLIC), (EVERY_ACCOUNT, Audience.EVERY_ACCOUNT), (CLOSED, Audience.CLOSED))
    audience = next((audience for names, audience in lists if name in names), Audience.UNDECLARED)
    return Declaration(audience, fresh=name in FRESH)


@cache
def routes(urlconf: str = "") -> tuple[Route, ...]:
    """Return every route of the portal (of ``urlconf``, a dotted name), each once."""
    return tuple(_walk(get_resolver(urlconf or settings.ROOT_URLCONF), "", (), ()))


def _walk(
    resolver: URLResolver, prefix: str, namespaces: tuple[str, ...], parameters: tuple[str, ...]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        taken = (*parameters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield Route(":".join((*namespaces, entry.name or "")), pattern, entry.callback, taken)
        else:
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, pattern, inner, taken)
