"""What keeps programs away without asking people for anything (S23).

The first form of a registration, and that of a sign-up for classes, bears a signed token that says when it was shown:
sent too soon, with the trap filled in, or as one of very many from a network, it is kept and put aside for people to
look at. It is turned away only without a token of ours, and when more arrive from everywhere than the house could ever
read.
"""

import ipaddress
import logging
import secrets
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core import signing
from django.http import HttpRequest

from beneficiaries.domain.registration import FAST, FLOOD, HONEYPOT, NETWORK, Beginning
from beneficiaries.models import Registration
from portal.accounts.limits import spend
from portal.crypto.sealing import fingerprint

logger = logging.getLogger(__name__)

TOKEN, TRAP = "form", "website"
SOONEST, LATEST = 2, 12 * 60 * 60
"""Seconds between the page and its answer: fewer are doubtful, more need a fresh page."""
PER_NETWORK, PER_WINDOW, CEILING = 30, 100, 600
"""Sendings in a quarter of an hour: beyond the first two they are put aside, beyond the last one turned away."""
CODES_PER_NETWORK = 20
SENT_PER_DRAFT, SENT_PER_NETWORK, SENT_PER_ADDRESS = 3, 10, 2
"""Codes sent in a quarter of an hour: nobody is written to again and again by a stranger."""


@dataclass(frozen=True)
class Guarded:
    """A form for strangers: what its tokens are signed with, and what its sendings are counted as."""

    salt: str
    counted_as: str


REGISTRATION = Guarded("registration form", "registrations")


@dataclass(frozen=True)
class Token:
    """What a form says of itself: its own mark, and how many seconds ago it was shown."""

    mark: str
    age: float


class Flooded(Exception):
    """More registrations arrive than anybody could read."""


def fresh_token(form: Guarded = REGISTRATION) -> str:
    """Return the token of a form that is shown now."""
    return signing.dumps({"mark": secrets.token_urlsafe(16), "at": int(time.time())}, salt=form.salt)


def read_token(text: str, form: Guarded = REGISTRATION) -> Token | None:
    """Return what a token of ours says; ``None`` for any other, and for one that is too old."""
    try:
        said = signing.loads(text[:300], salt=form.salt, max_age=LATEST)
        return Token(str(said["mark"]), time.time() - float(said["at"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def beginning_of(request: HttpRequest, token: Token, form: Guarded = REGISTRATION) -> Beginning:
    """Weigh a first answer and count it. Raises ``Flooded`` beyond the ceiling."""
    network = network_mark(request)
    found = {
        FAST: token.age < SOONEST,
        HONEYPOT: is_trapped(request),
        NETWORK: not _counted(form, "network", PER_NETWORK, network),
        FLOOD: not _counted(form, "everywhere", PER_WINDOW),
    }
    if not _counted(form, "ceiling", CEILING):
        logger.critical("%s are turned away: more than %d in a quarter of an hour", form.counted_as, CEILING)
        raise Flooded
    return Beginning(token.mark, network, tuple(name for name, is_odd in found.items() if is_odd))


def is_trapped(request: HttpRequest) -> bool:
    """Tell whether a field is filled in that nobody sees."""
    return bool(request.POST.get(TRAP, ""))


def may_try_code(request: HttpRequest, form: Guarded = REGISTRATION) -> bool:
    """Count one attempt to open something with a code; ``False`` when its network has had enough."""
    return _counted(form, "code", CODES_PER_NETWORK, network_mark(request))


def may_send_code(request: HttpRequest, registration: Registration, address: str) -> bool:
    """Count one code to send; ``False`` when the draft, the network or the address has had enough."""
    is_few = _counted(REGISTRATION, "send draft", SENT_PER_DRAFT, registration.pk.bytes)
    return may_write_to(request, address) and is_few and not registration.is_quarantined


def may_write_to(request: HttpRequest, address: str, form: Guarded = REGISTRATION) -> bool:
    """Count one message to an address that a stranger typed; ``False`` when it or the network has had enough."""
    counts = [
        _counted(form, "send network", SENT_PER_NETWORK, network_mark(request)),
        _counted(form, "send address", SENT_PER_ADDRESS, address.casefold().encode()),
    ]
    return all(counts)


def network_mark(request: HttpRequest) -> bytes:
    """Return the keyed hash of the network a request comes from: 24 bits of version 4, 48 of version 6."""
    found = ipaddress.ip_address(get_adapter().get_client_ip(request))
    mapped = getattr(found, "ipv4_mapped", None) or found
    bits = 24 if mapped.version == 4 else 48  # noqa: PLR2004
    return fingerprint("registration network", str(ipaddress.ip_network((mapped, bits), strict=False)))


def _counted(form: Guarded, kind: str, most: int, whose: bytes = b"") -> bool:
    return spend(fingerprint(form.counted_as, f"{kind}\0{whose.hex()}").hex(), most)
