"""What was searched for, kept in the session and out of every address (S52).

A search can be a name, a PESEL or a phone. The address of the answer holds a short number without meaning; the
words lie sealed in the session of the account that typed them, so that Back, a second tab and a reload work.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from portal.crypto.sealing import SealBroken, seal, unseal

if TYPE_CHECKING:
    from portal.accounts.models import User

SESSION_KEY = "searches"
SEARCHES_KEPT = 8
_KEY_ID = "s"


def keep_search(session: SessionBase, user: "User", text: str) -> str:
    """Keep a search and return the number by which the address names it; the oldest beyond eight are forgotten."""
    name = secrets.token_hex(4)
    sealed = seal(_key(), _KEY_ID, text.encode(), _place(user, name))
    kept = [*session.get(SESSION_KEY, {}).items(), (name, b64encode(sealed).decode())]
    session[SESSION_KEY] = dict(kept[-SEARCHES_KEPT:])
    return name


def kept_search(session: SessionBase, user: "User", name: str) -> str:
    """Return the words of a kept search; blank when this session knows no such search (any more)."""
    sealed = session.get(SESSION_KEY, {}).get(name, "")
    if not sealed:
        return ""
    try:
        return unseal(_key(), b64decode(sealed), _place(user, name)).decode()
    except (SealBroken, Error, IndexError):
        return ""


def _place(user: "User", name: str) -> str:
    return f"session|search|{user.pk}|{name}"


def _key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"portal.ui.searches", hashlib.sha256).digest()
