"""Actions on accounts: who signs in, and what they may do where. Each leaves an audit record (S9–S11)."""

import datetime
from collections.abc import Mapping, Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.enums import Role, Theme
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.querysets import MANAGE
from portal.accounts.sessions import end_all_sessions, end_other_sessions
from portal.accounts.terms import LONGEST_DAYS, latest_last_day
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.policy.access import forget_access
from portal.policy.matrix import matrix
from portal.programmes.models import GrantProject
from portal.ui.formatting import long_date


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
        raise AccountError(_("There is an account with this address."))
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

    Without a last day a role of the staff gets the latest one allowed, 180 days from today (S9). Raises
    ``AccountError`` for a gift to oneself, for days in the wrong order or too far away, and for an organisation that
    does not take part in the grant project.
    """
    _refuse_own(user, by)
    if role != Role.PARTICIPANT:
        ends_on = ends_on or latest_last_day(max(today(), starts_on or today()))
        _refuse_too_long(ends_on, by)
    if starts_on and ends_on and ends_on < starts_on:
        raise AccountError(_("The last day is before the first."))
    if not grant_project.partners.filter(organisation=organisation).exists():
        raise AccountError(_("The organisation does not take part in the grant project."))
    membership, _new = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        grant_project=grant_project,
        role=Role(role),
        defaults={"starts_on": starts_on, "ends_on": ends_on, "confirmed_on": None},
    )
    _record_rights(membership, by, "granted")
    return membership


@transaction.atomic
def move_last_day(membership: Membership, last_day: datetime.date, *, by: User | None, confirms: bool = False) -> None:
    """Let a role last until another day; with ``confirms`` a coordinator thereby answers for it (S9).

    Raises ``AccountError`` for one's own role, for a day that has passed and for one too far away.
    """
    _refuse_own(membership.user, by)
    _refuse_too_long(last_day, by)
    if last_day < today():
        raise AccountError(_("The day has passed. To end a role at once, choose “End”."))
    membership.ends_on = last_day
    fields = ["ends_on"]
    if confirms:
        membership.confirmed_on = today()
        fields.append("confirmed_on")
    membership.save(update_fields=fields)
    _record_rights(membership, by, "confirmed" if confirms else "moved")


@transaction.atomic
def end_membership(membership: Membership, *, last_day: datetime.date, by: User | None, because: str = "ended") -> None:
    """Let a role end with ``last_day``; a day before today ends it, and every session, with the next request (S10).

    An account without any role left is closed. Raises ``AccountError`` for one's own role and for the last
    administrator of a project.
    """
    _refuse_own(membership.user, by)
    if by is not None:
        _refuse_last_administrator(membership)
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    _record_rights(membership, by, because)
    if last_day < today():
        end_all_sessions(membership.user_id)
        if membership.user.is_active and not membership.user.memberships.not_over_on(today()).exists():
            disable_account(membership.user, by=by)


@transaction.atomic
def disable_account(user: User, *, by: User | None, because: str = "ended") -> None:
    """Keep an account from signing in and end its sessions on every device (S10)."""
    _refuse_own(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_sessions(user.pk)
    forget_access(user)
    record(Action.CHANGE, by=by, obj=user, detail={"is_active": False, "because": because})


@transaction.atomic
def enable_account(user: User, *, by: User | None) -> None:
    """Let a closed account sign in again; what it may do, its roles say.

    Raises ``AccountError`` for one's own account and for one with roles that ``by`` does not administer: opening it
    would open those too.
    """
    _refuse_own(user, by)
    refuse_out_of_sight(user, by)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(Action.CHANGE, by=by, obj=user, detail={"is_active": True})


def works_out_of_sight(user: User, by: User | None) -> bool:
    """Tell whether the account has a role of the staff, today's or a later one, that ``by`` does not administer."""
    held = Membership.objects.of_staff().not_over_on(today()).filter(user=user)
    return by is not None and held.exclude(pk__in=Membership.objects.visible_to(by).values("pk")).exists()


def refuse_out_of_sight(user: User, by: User | None) -> None:
    """Raise ``AccountError`` when ``by`` would act on more than the own projects: the account works elsewhere too."""
    if works_out_of_sight(user, by):
        raise AccountError(_("This account works elsewhere too. Those who administer it there have to do this."))


def administers_alone(membership: Membership) -> bool:
    """Tell whether nobody else could administer the accounts of the role's grant project today."""
    if membership.role not in matrix().action(MANAGE).rights:
        return False
    others = Membership.objects.valid_on(today()).filter(
        grant_project=membership.grant_project_id, role__in=list(matrix().action(MANAGE).rights),
        user__is_active=True,
    )  # fmt: skip
    usable = others.exclude(user=membership.user_id).exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return not usable.exists()


def end_sessions(user: User, *, keep: str, only: str = "") -> int:
    """End the account's sessions but the one with the key ``keep``, or only the one numbered ``only``; say how many."""
    ended = end_other_sessions(user.pk, keep=keep, only=only)
    if ended:
        record(Action.SIGN_OUT, by=user, detail={"other_sessions": ended})
    return ended


def change_preferences(user: User, *, language: str, theme: str, single_keys: bool) -> None:
    """Change language, look and shortcuts of an account's pages; a preference leaves no audit record."""
    user.language, user.theme, user.single_keys = language, Theme(theme), single_keys
    user.save(update_fields=["language", "theme", "single_keys"])


def change_spoken(user: User, codes: Sequence[str]) -> None:
    """Keep the codes of the languages in which an account talks with people."""
    user.spoken = " ".join(codes)
    user.save(update_fields=["spoken"])


def change_keys(user: User, own_keys: Mapping[str, str]) -> None:
    """Keep the single keys that an account chose, by the names of their shortcuts; empty restores the usual ones."""
    user.own_keys = dict(own_keys)
    user.save(update_fields=["own_keys"])


def _refuse_own(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise AccountError(_("Nobody changes their own rights. Ask another administrator."))


def _refuse_too_long(last_day: datetime.date, by: User | None) -> None:
    if by is not None and last_day > latest_last_day(today()):
        text = _("A role lasts at most %(days)s days: until %(day)s at the latest. It can be made longer later.")
        raise AccountError(text % {"days": LONGEST_DAYS, "day": long_date(latest_last_day(today()))})


def _refuse_last_administrator(membership: Membership) -> None:
    """Of two administrators who end each other's role at once, the second is refused: the project is held."""
    GrantProject.objects.select_for_update().get(pk=membership.grant_project_id)
    if administers_alone(membership):
        raise AccountError(_("This is the last administrator of the project. Give the role to somebody else first."))


def _record_rights(membership: Membership, by: User | None, what: str) -> None:
    forget_access(membership.user)
    detail = {
        "what": what,
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
