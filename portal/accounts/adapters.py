"""What the sign-in library asks us: no sign-up, neutral mail, sealed second factors."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from portal.accounts.sessions import end_surplus_sessions
from portal.crypto.sealing import master_key_of, seal, unseal

PLACE = "mfa_authenticator|data|-"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; a known and an unknown address get the same answer (S19)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Return one neutral subject for every mail: it says neither why nor from which service (S24)."""
        return gettext("A message about your account")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Keep the latest three sessions of the account (S18)."""
        end_surplus_sessions(user.pk, keep=request.session.session_key or "")
        return super().post_login(request, user, **kwargs)


class SealedMFAAdapter(DefaultMFAAdapter):
    """Keeps the seeds of one-time and recovery codes sealed with the master key in use (S16)."""

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app shows: the address, nothing about the service."""
        return self._get_site_name()

    def encrypt(self, text: str) -> str:
        """Seal ``text`` for the database. The library does not name the row, so the place is the column."""
        ring = settings.PORTAL_KEY_RING
        return b64encode(seal(ring.field[ring.current], ring.current, text.encode(), PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed text; raises ``SealBroken`` when it was changed."""
        sealed = b64decode(encrypted_text)
        return unseal(master_key_of(sealed), sealed, PLACE).decode()
