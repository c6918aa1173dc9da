"""How often a password, a code or a mail can be tried: counted in the database, per account and per address (S19).

A window begins with the first attempt and lasts a quarter of an hour; what is refused inside it does not make it
longer, so no stranger locks anybody out for more than that. A browser in which the account has signed in before
carries a mark and is counted on its own, so strangers do not use up the attempts of its owner. Passkeys cannot be
guessed and have no limit per account.
"""

import datetime
import ipaddress
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import get_pending_stage
from django.conf import settings
from django.core import signing
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.accounts.models import AttemptCount
from portal.crypto.sealing import fingerprint

WINDOW = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=180)
DEVICE_SALT = "known device"


@dataclass(frozen=True)
class Limit:
    """What one route allows in a window: ``kind`` is counted, for the account that ``whose`` finds and per address.

    ``gives_back``: an attempt that succeeds (it leads on to another page) does not count.
    """

    kind: str
    whose: Callable[[HttpRequest], str]
    per_account: int
    per_address: int
    gives_back: bool = True


def _typed(field: str) -> Callable[[HttpRequest], str]:
    return lambda request: _as_looked_up(request.POST.get(field, ""))[:254]


def _as_looked_up(address: str) -> str:
    """Return what all spellings of an address have in common that a database takes for the same (ſ is an s, ı an i)."""
    return "".join(unicodedata.normalize("NFKC", address).upper().lower().split())


def _in_session(request: HttpRequest) -> str:
    return request.user.email if request.user.is_authenticated else ""


def _with_password(request: HttpRequest) -> str:
    """Return whose code is tried in the second step of signing in; nothing for a passkey."""
    stage = get_pending_stage(request) if "code" in request.POST else None
    return stage.login.user.email if stage and stage.login.user else ""


def _nobody(request: HttpRequest) -> str:
    return ""


LIMITS = {
    "account_login": Limit("password", _typed("login"), 10, 60),
    "mfa_authenticate": Limit("code", _with_password, 5, 60),
    "mfa_reauthenticate": Limit("code", _in_session, 5, 60),
    "mfa_activate_totp": Limit("first code", _in_session, 10, 60),
    "account_reauthenticate": Limit("password again", _in_session, 5, 60),
    "account_change_password": Limit("password again", _in_session, 5, 60),
    "account_reset_password": Limit("mail", _typed("email"), 3, 20, gives_back=False),
    "account_reset_password_from_key": Limit("new password", _nobody, 0, 20, gives_back=False),
    "mfa_login_webauthn": Limit("passkey", _nobody, 0, 60, gives_back=False),
    "mfa_reauthenticate_webauthn": Limit("passkey", _nobody, 0, 60, gives_back=False),
}
LEAD_IN = frozenset({"account_login", "mfa_authenticate", "mfa_login_webauthn"})
"""Routes after which a browser is known."""


@dataclass(frozen=True)
class Attempt:
    """One attempt as it is counted: a mark and the most that its window holds, for the address and the account."""

    counted: tuple[tuple[str, int], ...]
    gives_back: bool

    def begin(self) -> bool:
        """Count the attempt; ``False`` when one of the windows is full."""
        return all(spend(mark, most) for mark, most in self.counted)

    def succeed(self) -> None:
        """Take a successful attempt back, if the limit is one that gives back."""
        if self.gives_back:
            for mark, _most in self.counted:
                AttemptCount.objects.filter(mark=mark, count__gt=0).update(count=F("count") - 1)

    def wait(self) -> timedelta:
        """Return how long until every window that is full now has ended."""
        full = AttemptCount.objects.filter(mark__in=[mark for mark, _most in self.counted]).order_by("-began_at")
        ends = [row.began_at + WINDOW for row in full if row.count >= dict(self.counted)[row.mark]]
        return max([*(end - timezone.now() for end in ends), timedelta(minutes=1)])


def attempt_of(request: HttpRequest, route: str) -> Attempt | None:
    """Return what a request counts as; ``None`` when its route has no limit or it only looks."""
    limit = LIMITS.get(route)
    if limit is None or request.method != "POST":
        return None
    counted = [(_mark(limit.kind, "address", network_of(request)), limit.per_address)]
    if whose := limit.whose(request):
        device = known_device(request, whose)
        counted.append((_mark(limit.kind, "account", f"{whose} {device}"), limit.per_account))
    return Attempt(tuple(counted), limit.gives_back)


def attempts_at(request: HttpRequest, kind: str, whose: str, *, per_account: int, per_address: int) -> Attempt:
    """Return what an attempt on a page of the portal's own counts as: for ``whose`` (blank: nobody) and per address."""
    counted = [(_mark(kind, "address", network_of(request)), per_address)]
    if whose:
        counted.append((_mark(kind, "account", _as_looked_up(whose)), per_account))
    return Attempt(tuple(counted), gives_back=False)


def spend(mark: str, most: int) -> bool:
    """Use one of the ``most`` attempts of a window, opening a new one after a quarter of an hour.

    ``False`` when there is none left. One conditional statement at a time, so parallel attempts are all counted.
    """
    now = timezone.now()
    rows, open_since = AttemptCount.objects.filter(mark=mark), now - WINDOW
    inside = rows.filter(began_at__gt=open_since, count__lt=most)
    if inside.update(count=F("count") + 1) or rows.filter(began_at__lte=open_since).update(count=1, began_at=now):
        return True
    _row, created = AttemptCount.objects.get_or_create(mark=mark, defaults={"began_at": now})
    return created or bool(inside.update(count=F("count") + 1))


def old_counts(now: datetime.datetime) -> QuerySet[AttemptCount]:
    """Return counts whose window has ended."""
    return AttemptCount.objects.filter(began_at__lte=now - WINDOW)


def remove_old_counts() -> int:
    """Remove counts whose window has ended; return how many."""
    return old_counts(timezone.now()).delete()[0]


def network_of(request: HttpRequest) -> str:
    """Return where a request comes from: an address, of version 6 its network of 64 bits, which one customer has."""
    found = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)  # noqa: PLR2004


def known_device(request: HttpRequest, email: str) -> str:
    """Return the mark of a browser in which this account has signed in within half a year; blank for any other."""
    try:
        said: Any = signing.loads(
            request.COOKIES.get(settings.PORTAL_DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=KNOWN_FOR
        )
        return said["device"] if said["account"] == _mark("device", "account", email) else ""
    except (signing.BadSignature, KeyError, TypeError):
        return ""


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser be known from now on. The mark opens nothing: it only counts attempts apart."""
    said = {"account": _mark("device", "account", request.user.email), "device": secrets.token_hex(8)}  # type: ignore[union-attr]
    response.set_cookie(
        settings.PORTAL_DEVICE_COOKIE, signing.dumps(said, salt=DEVICE_SALT), max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _mark(kind: str, of: str, whom: str) -> str:
    return fingerprint("attempts", f"{kind}\0{of}\0{whom}").hex()
