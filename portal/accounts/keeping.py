"""What is kept of an account: a year after it was over everything but the name, which signs what was recorded (S65)."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import AccountMail, Invitation, LastCode, Membership, User
from portal.clock import local_day
from portal.programmes.archive import past_archive
from portal.programmes.models import GrantProject

KEPT_AFTER = datetime.timedelta(days=365)
NOWHERE = "closed.invalid"
"""The domain of addresses that reach nobody (RFC 2606)."""


def over_accounts(now: datetime.datetime) -> QuerySet[User]:
    """Return closed accounts that nobody used, and without a role, for a year."""
    limit = now - KEPT_AFTER
    held = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gt=local_day(limit)), user=OuterRef("pk"))
    used = Q(last_login=None) | Q(last_login__lte=limit)
    return User.objects.filter(used, ~Exists(held), is_active=False, date_joined__lte=limit)


def known_accounts(now: datetime.datetime) -> QuerySet[User]:
    """Return those of them of which more is kept than the name."""
    return over_accounts(now).exclude(email__endswith=f"@{NOWHERE}")


@transaction.atomic
def forget_accounts(now: datetime.datetime, most: int) -> int:
    """Remove address, factors, roles, mails and settings of such accounts, at most so many; return how many."""
    users = list(known_accounts(now).order_by("pk")[:most])
    for model in (Authenticator, EmailAddress, LastCode, AccountMail, Invitation, Membership, UserSession):
        model.objects.filter(user__in=users).delete()  # type: ignore[attr-defined, misc]
    for user in users:
        user.email, user.spoken, user.own_keys = f"{user.pk}@{NOWHERE}", "", {}
        user.set_unusable_password()
        user.save(update_fields=["email", "spoken", "own_keys", "password"])
    return len(users)


def named_accounts(now: datetime.datetime) -> QuerySet[User]:
    """Return closed accounts that still have a name when no project must be accounted for any more (R78)."""
    running = GrantProject.objects.exclude(pk__in=past_archive(local_day(now)))
    return over_accounts(now).exclude(name="").exclude(Exists(running))


def forget_names(now: datetime.datetime, most: int) -> int:
    """Remove the names of such accounts, at most so many; return how many."""
    some = list(named_accounts(now).order_by("pk").values_list("pk", flat=True)[:most])
    return User.objects.filter(pk__in=some).update(name="")
