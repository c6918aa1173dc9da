"""What the sign-in library asks us: no sign-up, neutral mail, sealed second factors."""

import logging
from base64 import b64decode, b64encode
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_supported_language_variant, gettext, override
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import MailKind
from portal.accounts.factors import may_remove
from portal.accounts.fresh import is_fresh
from portal.accounts.mail import RESET, ask_for_mail
from portal.accounts.sessions import end_surplus_sessions
from portal.crypto.sealing import master_key_of, seal, unseal

logger = logging.getLogger(__name__)

PLACE = "mfa_authenticator|data|-"
NOWHERE = "0.0.0.0"  # noqa: S104  # no address to listen on: whoever comes from nowhere is counted as one
PREFERRED = ("mfa_reauthenticate:webauthn", "mfa_reauthenticate")


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; a known and an unknown address get the same answer (S19)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Return one neutral subject for every mail: it says neither why nor from which service (S24)."""
        return gettext("A message about your account")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Keep the latest three sessions of the account (S18), and greet in its language: the next page speaks that."""
        end_surplus_sessions(user.pk, keep=request.session.session_key or "")
        with override(get_supported_language_variant(user.language)):  # type: ignore[attr-defined]
            return super().post_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address, seen through as many proxies as are configured and no more.

        A header that does not fit counts as the address of the connection: a forged one resets nothing (S19).
        """
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or NOWHERE

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell an account what was changed; those of participants have no address, and theirs is nobody's to write."""
        if not user.is_participant:
            super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail at once. What the mail server does not take waits, and the page goes on.

        An address without an account gets no second try: nothing of it is kept (S19).
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.warning("a mail about an account could not be sent (%s)", type(error).__name__)
            if user := context.get("user"):
                kind = MailKind.NEW_PASSWORD if template_prefix == RESET else MailKind.NOTICE
                ask_for_mail(user, kind, notice=template_prefix, origin=self.request.build_absolute_uri("/"))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Say on the page to sign in that the account is closed: no page of its own is needed for that (S1)."""
        messages.error(request, _("This account is closed"))
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Tell whether the account must say again who it is: not within five minutes of signing in (S17)."""
        return not is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove who one is, the best first: whoever has a second factor shows that one."""
        words = {
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
            "mfa_reauthenticate": _("Use a code"),
            "reauthenticate": _("Use the password"),
        }
        found = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        by_factor = [found[name] for name in PREFERRED if name in found]
        return [{**way, "description": words[way["id"]]} for way in by_factor or found.values()]


class SealedMFAAdapter(DefaultMFAAdapter):
    """Keeps the seeds of one-time and recovery codes sealed with the master key in use (S16)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This does not fit. A code of the app works once and for half a minute: enter the one that it shows now."
        ),
        "cannot_delete_authenticator": _(
            "This is your only second step. Set up another one first, then you can remove this one."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor where one is required (S14)."""
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """Return the name that is offered for a new passkey."""
        return gettext("My passkey")

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return what a device shows beside a passkey; of a participant nothing that says who it is or what for."""
        entity = super().get_public_key_credential_user_entity(user)
        if user.is_participant:
            entity = {**entity, "display_name": gettext("My page"), "name": gettext("My page")}
        return entity

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
