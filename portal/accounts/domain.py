"""Actions on accounts: who signs in, and what they may do where. Each leaves an audit record (S9–S11)."""

import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.accounts.enums import Role, Theme
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.sessions import end_all_sessions
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.policy.access import forget_access
from portal.programmes.models import GrantProject


class AccountError(ValueError):
    """The change of an account is refused; the message says why in one sentence."""


@transaction.atomic
def create_account(
    *, email: str, name: str, by: User | None, password: str | None = None, language: str = "pl"
) -> User:
    """Create an account that may do nothing yet; without a password its owner sets one by e-mail.

    Raises ``AccountError`` when the address is taken.
    """
    if User.objects.filter(email=email.lower()).exists():
        raise AccountError("There is an account with this address.")
    user = User.objects.create_user(email, name, password)
    user.language = language
    user.save(update_fields=["language"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(Action.CREATE, by=by, obj=user)
    return user


@transaction.atomic
def grant_membership(
    user: User,
    role: Role,
    *,
    organisation: Organisation,
    grant_project: GrantProject,
    by: User | None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Membership:
    """Give an account a role, or move the days of one that it has; it counts from the next request on (S10).

    Raises ``AccountError`` for a gift to oneself, for days in the wrong order, and for an organisation that
    does not take part in the grant project.
    """
    if by is not None and by.pk == user.pk:
        raise AccountError("Nobody gives a role to themselves.")
    if starts_on and ends_on and ends_on < starts_on:
        raise AccountError("The last day is before the first.")
    if not grant_project.partners.filter(organisation=organisation).exists():
        raise AccountError("The organisation does not take part in the grant project.")
    membership, _created = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        grant_project=grant_project,
        role=Role(role),
        defaults={"starts_on": starts_on, "ends_on": ends_on},
    )
    _record_rights(membership, by)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, last_day: datetime.date, by: User | None) -> None:
    """Let a role end with ``last_day``; a day before today ends it with the next request."""
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    _record_rights(membership, by)


@transaction.atomic
def disable_account(user: User, *, by: User | None) -> None:
    """Keep an account from signing in and end its sessions on every device (S10)."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_sessions(user.pk)
    forget_access(user)
    record(Action.CHANGE, by=by, obj=user, detail={"is_active": False})


def change_preferences(user: User, *, language: str, theme: str, single_keys: bool) -> None:
    """Change language, look and shortcuts of an account's pages; a preference leaves no audit record."""
    user.language, user.theme, user.single_keys = language, Theme(theme), single_keys
    user.save(update_fields=["language", "theme", "single_keys"])


def _record_rights(membership: Membership, by: User | None) -> None:
    forget_access(membership.user)
    detail = {
        "user": membership.user_id,
        "role": membership.role,
        "starts_on": membership.starts_on and membership.starts_on.isoformat(),
        "ends_on": membership.ends_on and membership.ends_on.isoformat(),
    }
    record(
        Action.CHANGE,
        by=by,
        obj=membership,
        organisation=membership.organisation,
        grant_project=membership.grant_project,
        detail=detail,
    )
