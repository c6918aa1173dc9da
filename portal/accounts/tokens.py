"""Links that set a password: of an invitation, and of somebody who forgot theirs. Each works once.

The key of an invitation is made from its row and a secret that is not in the database, so it is stored nowhere: a
copied database opens no invitation.
"""

import hmac
import uuid
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36

from portal.accounts.models import Invitation, User

SALT = "portal.accounts.invitation"
BEGINNING = "zap."


class PasswordLinks(PasswordResetTokenGenerator):
    """Checks both kinds of link. Whoever never came in needs an invitation that is still open."""

    def check_token(self, user: Any, token: str | None) -> bool:
        """Tell whether the key opens the page that sets the password of ``user``."""
        if token and token.startswith(BEGINNING):
            return invitation_of(user, token) is not None
        came_in = user is not None and user.has_usable_password()
        if not came_in and not Invitation.objects.open_at(timezone.now()).filter(user=user).exists():
            return False
        return super().check_token(user, token)


def invitation_path(invitation: Invitation) -> str:
    """Return the address by which the invited person comes in; it is a secret."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": int_to_base36(invitation.user_id), "key": _key(invitation.pk, invitation.user_id)},
    )


def new_password_path(user: User) -> str:
    """Return the address by which somebody who forgot the password sets a new one; it is a secret."""
    key = PasswordLinks().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(user.pk), "key": key})


def invitation_of(user: User, key: str) -> Invitation | None:
    """Return the open invitation of ``user`` that the key belongs to."""
    try:
        invitation_id = uuid.UUID(hex=key.removeprefix(BEGINNING).partition(".")[0])
    except ValueError:
        return None
    if not hmac.compare_digest(_key(invitation_id, user.pk).encode(), key.encode()):
        return None
    return Invitation.objects.open_at(timezone.now()).filter(pk=invitation_id, user=user, user__is_active=True).first()


def _key(invitation_id: uuid.UUID, user_id: int) -> str:
    mac = salted_hmac(SALT, f"{invitation_id.hex}.{user_id}", algorithm="sha256").hexdigest()
    return f"{BEGINNING}{invitation_id.hex}.{mac[:40]}"
