"""Signing in and out, and failing to, leave their mark."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record, search_mark


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
    """Note a failed attempt; the address only as a keyed hash."""
    address = str(credentials.get("email") or credentials.get("username") or "")
    record(Action.SIGN_IN_FAILED, by=None, detail={"address": search_mark(address.lower())})
