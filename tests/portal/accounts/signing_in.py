"""An account that signs in as people do: password, codes of an app, recovery codes."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.once import current_counter
from tests.factories.accounts import PASSWORD


def sign_in(client: Client, user: User, password: str = PASSWORD, **headers: str):
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, headers=headers)


def give_app(user: User) -> None:
    """Let the account have an authenticator app."""
    TOTP.activate(user, generate_totp_secret())


def code_of(user: User, counter: int | None = None) -> str:
    """Return what the account's app shows: now, or in another half minute."""
    return code_with(decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]), counter)


def code_with(secret: str, counter: int | None = None) -> str:
    """Return what an app with this key shows: now, or in another half minute."""
    return format_hotp_value(hotp_value(secret, current_counter() if counter is None else counter))


def code_that_lasts(secret: str, seconds: int = 12) -> str:
    """Return what an app with this key shows, waiting for the next code when this one is nearly over, as people do."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < seconds:
        time.sleep(left + 0.1)
    return code_with(secret)


def send_code(client: Client, code: str, route: str = "mfa_authenticate"):
    """Send the form of the second step."""
    return client.post(reverse(route), {"code": code})
