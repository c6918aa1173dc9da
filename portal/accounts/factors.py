"""The second factor: who has one, who showed it in this session, who may not give it up (S14)."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from portal.accounts.domain import refuse_out_of_sight
from portal.accounts.models import User
from portal.accounts.once import current_counter, spend_counter
from portal.accounts.sessions import end_all_sessions
from portal.audit.enums import Action
from portal.audit.trail import record

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""

ALL_REMOVED = "all removed"
"""What the trail calls taking every factor from an account."""


def is_required() -> bool:
    """Tell whether a password alone opens nothing here: always so in production."""
    return bool(settings.PORTAL_SECOND_FACTOR_REQUIRED)


def has_factor(user: Any) -> bool:
    """Tell whether an account has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def has_shown_factor(request: Any) -> bool:
    """Tell whether this session of the account was opened, or confirmed since, with a factor beside the password."""
    return any(shown.get("method") == "mfa" for shown in get_authentication_records(request, request.user))


def is_held_back(request: Any) -> bool:
    """Tell whether the session belongs to an account that has yet to show, or to set up, its second factor.

    People who take part need none: their accounts reach nobody's data but their own (``portal.policy.access``).
    """
    if not is_required() or not request.user.is_authenticated or request.user.is_participant:
        return False
    return not has_shown_factor(request)


def is_last(authenticator: Authenticator) -> bool:
    """Tell whether without this factor the account would have none."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
    return authenticator.type in FACTORS and not others.exists()


def may_remove(authenticator: Authenticator) -> bool:
    """Tell whether an account may give up a factor: not the last one where one is required."""
    return authenticator.user.is_participant or not (is_required() and is_last(authenticator))


def note_new_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Count a factor that was just set up as shown (receiver of ``authenticator_added``).

    Setting up proves it: the app's code was right, the passkey answered. That code is spent with it (S15).
    """
    if authenticator.type not in FACTORS:
        return
    if authenticator.type == Authenticator.Type.TOTP:
        spend_counter(user.pk, current_counter())
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def drop_recovery_codes(user: Any) -> None:
    """Take from an account the recovery codes that the library made for it beside its first factor."""
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()


@transaction.atomic
def remove_factors(user: User, *, by: User | None) -> None:
    """Take every factor from an account whose owner lost them all, and end its sessions.

    For an administrator who made sure who asks. The owner signs in with the password and sets up anew. Raises
    ``AccountError`` when the account has roles that ``by`` does not administer.
    """
    refuse_out_of_sight(user, by)
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_all_sessions(user.pk)
    record(Action.CHANGE, by=by, obj=user, detail={"changed": ["second_factor"], "kind": ALL_REMOVED})
