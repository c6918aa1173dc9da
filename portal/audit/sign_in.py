"""Signing in and out, failing to, and changing what one signs in with leave their mark (S16, S31)."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.sealing import fingerprint


@receiver(user_logged_in)
def note_sign_in(sender: Any, user: User, **kwargs: Any) -> None:
    """Note who signed in."""
    record(Action.SIGN_IN, by=user)


@receiver(user_logged_out)
def note_sign_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    """Note who signed out."""
    if user is not None:
        record(Action.SIGN_OUT, by=user)


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Note a failed attempt; the address only as a keyed hash, equal for equal addresses."""
    address = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    record(Action.SIGN_IN_FAILED, by=None, detail={"address": fingerprint("sign-in", address).hex()})


@receiver(authentication_failed)
def note_failed_second_factor(sender: Any, user: User, **kwargs: Any) -> None:
    """Note a wrong second factor: the password was right, so the account is known."""
    record(Action.SIGN_IN_FAILED, by=user, detail={"second_factor": True})


@receiver([password_set, password_changed, password_reset])
def note_password(sender: Any, user: User, **kwargs: Any) -> None:
    """Note that the password of an account was changed."""
    record(Action.CHANGE, by=user, obj=user, detail={"changed": ["password"]})


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_second_factor(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Note that a second factor of an account was added, removed or made anew."""
    record(Action.CHANGE, by=user, obj=user, detail={"changed": ["second_factor"], "kind": authenticator.type})
