"""What ends by itself: roles past their day, accounts that nobody uses; and the notice before (S9).

Run twice, or a day late, it does the same: each step looks for what is not done yet.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.accounts.domain import administers_alone, disable_account, end_membership, move_last_day
from portal.accounts.enums import MailKind
from portal.accounts.mail import ask_for_mail
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.querysets import CONFIRM, MembershipQuerySet
from portal.accounts.terms import NOTICE_DAYS, UNCONFIRMED_DAYS, UNUSED_DAYS, latest_last_day
from portal.audit.models import AuditEvent
from portal.policy.holders import holders_over

ONE_DAY = datetime.timedelta(days=1)


def close_what_is_over(day: datetime.date, now: datetime.datetime) -> dict[str, int]:
    """Do everything that ``day`` asks for; ``now`` is the true moment, by which use is measured. Return how many."""
    return {
        "bounded": _bound(day),
        "unconfirmed": _end_unconfirmed(day),
        "closed": _close_without_roles(day),
        "unused": _close_unused(day, now),
        "noticed": _give_notice(day),
    }


def _bound(day: datetime.date) -> int:
    """Give a last day to roles of the staff that have none."""
    endless = _staff(day).filter(ends_on=None)
    for membership in endless:
        move_last_day(membership, latest_last_day(day), by=None)
    return len(endless)


def _end_unconfirmed(day: datetime.date) -> int:
    """End roles that nobody confirmed for a year; the last administrator of a project stays."""
    ended = 0
    for membership in _staff(day):
        if (day - membership.answered_for_since).days > UNCONFIRMED_DAYS and not administers_alone(membership):
            end_membership(membership, last_day=day - ONE_DAY, by=None, because="unconfirmed")
            ended += 1
    return ended


def _close_without_roles(day: datetime.date) -> int:
    """Close accounts of the staff whose last role is over."""
    held = Membership.objects.filter(user=OuterRef("pk"))
    over = User.objects.filter(Exists(held.of_staff()), ~Exists(held.not_over_on(day)), is_active=True)
    return _close(over, "expired")


def _close_unused(day: datetime.date, now: datetime.datetime) -> int:
    """Close accounts of the staff that nobody signed in to for 60 days; the last administrator stays."""
    limit = now - datetime.timedelta(days=UNUSED_DAYS)
    asked = Invitation.objects.filter(user=OuterRef("pk"), sent_at__gt=limit)
    roles = Membership.objects.filter(user=OuterRef("pk")).of_staff()
    asleep = User.objects.filter(Exists(roles), ~Exists(asked), is_active=True, date_joined__lte=limit)
    unused = [user for user in asleep if user.last_login is None or user.last_login <= limit]
    opened = _opened_since(unused, limit)
    return _close([user for user in unused if user.pk not in opened and not _is_needed(user, day)], "unused")


def _opened_since(users: list[User], moment: datetime.datetime) -> set[int]:
    """Return whose accounts an administrator has opened again: that counts as use."""
    events = AuditEvent.objects.filter(
        object_type="user", object_id__in=[str(user.pk) for user in users], at__gt=moment, detail__is_active=True
    )
    return {int(key) for key in events.values_list("object_id", flat=True)}


def _is_needed(user: User, day: datetime.date) -> bool:
    return any(administers_alone(held) for held in user.memberships.valid_on(day).of_staff())


def _close(users: Any, because: str) -> int:
    closed = list(users)
    for user in closed:
        disable_account(user, by=None, because=because)
    return len(closed)


def _give_notice(day: datetime.date) -> int:
    """Tell everybody whose role ends within 14 days, once for each last day, and once a night who may confirm it."""
    ending = [held for held in _staff(day) if held.ends_on and held.ends_on <= day + NOTICE_DAYS * ONE_DAY]
    unsaid = [held for held in ending if held.noticed_for != held.ends_on]
    with transaction.atomic():
        for user_id, last_day in sorted({(held.user_id, held.ends_on) for held in unsaid}):
            ask_for_mail(User.objects.get(pk=user_id), MailKind.ENDS_SOON, day=last_day)
        for colleague in holders_over(CONFIRM, unsaid, day):
            ask_for_mail(colleague, MailKind.CONFIRM)
        for held in unsaid:
            Membership.objects.filter(pk=held.pk).update(noticed_for=held.ends_on)
    return len(unsaid)


def _staff(day: datetime.date) -> MembershipQuerySet:
    roles = Membership.objects.of_staff().valid_on(day).filter(user__is_active=True)
    return roles.select_related("user", "organisation", "grant_project").order_by("pk")
