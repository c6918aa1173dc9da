"""Inviting the staff: an account with roles, and a link by which its owner comes in. Each step is recorded (S9, S12).

An address belongs to one person. Somebody who has an account already keeps it: the roles are added, and a mail says
that there is more. The inviting administrator sees the same either way, until the person has come in (S21).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.domain import (
    AccountError,
    create_account,
    enable_account,
    end_membership,
    grant_membership,
    works_out_of_sight,
)
from portal.accounts.enums import MailKind, Role
from portal.accounts.mail import ask_for_mail
from portal.accounts.models import Invitation, Membership, Organisation, User
from portal.accounts.terms import INVITATION_DAYS
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.programmes.models import GrantProject


@dataclass(frozen=True)
class PlannedRole:
    """A role that is about to be given."""

    role: Role
    organisation: Organisation
    grant_project: GrantProject


class KnownToYou(AccountError):
    """The address belongs to an account that the asker sees; ``user`` is that account. Nothing was written."""

    def __init__(self, user: User) -> None:
        """Say which account."""
        super().__init__(user.pk)
        self.user = user


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    language: str,
    roles: Sequence[PlannedRole],
    ends_on: datetime.date,
    by: User | None,
    origin: str = "",
    sends_mail: bool = True,
) -> Invitation:
    """Give roles to the person of an address and send the link by which they come in.

    Raises ``KnownToYou`` when ``by`` sees the account in their list, and ``AccountError`` as ``grant_membership``.
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = create_account(email=email, name=name, by=by, language=language)
    else:
        _welcome_back(user, name, language, by)
    for planned in roles:
        grant_membership(
            user, planned.role, organisation=planned.organisation, grant_project=planned.grant_project, by=by,
            starts_on=today(), ends_on=ends_on,
        )  # fmt: skip
    projects = {planned.grant_project.pk: planned.grant_project for planned in roles}
    return _send(user, name, list(projects.values()), by, origin, sends_mail=sends_mail)


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User, origin: str = "") -> Invitation:
    """Send a new link; the earlier one stops working. Raises ``AccountError`` when the person has come in."""
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.used_at:
        raise AccountError
    _withdraw(current)
    if not current.user.has_usable_password() and not works_out_of_sight(current.user, by):
        enable_account(current.user, by=by)
    return _send(current.user, current.name, list(current.grant_projects.all()), by, origin)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back: the link stops working and the roles that came with it end.

    Somebody who has another role somewhere keeps their account. Raises ``AccountError`` when the person has come in.
    """
    current = Invitation.objects.select_for_update().select_related("user").get(pk=invitation.pk)
    if current.used_at:
        raise AccountError
    _withdraw(current)
    yesterday = today() - datetime.timedelta(days=1)
    given = Membership.objects.visible_to(by).not_over_on(today()).filter(user=current.user)
    for membership in given.select_related("user", "organisation", "grant_project"):
        end_membership(membership, last_day=yesterday, by=by)
    _record(current, by, "withdrawn")


def accept_by(user: User, **kwargs: Any) -> None:
    """Mark the invitations of somebody who set a password by a link, or signed in (receiver of both signals)."""
    for invitation in Invitation.objects.unanswered().filter(user=user):
        Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now())
        _record(invitation, user, "accepted")


def _welcome_back(user: User, name: str, language: str, by: User | None) -> None:
    """Let an account be invited that ``by`` does not see, or whose last invitation was withdrawn before it was used.

    Raises ``KnownToYou`` for every other one. A person who never came in may get another name. An account that was
    closed while it has roles elsewhere stays closed: opening it would open those too.
    """
    if by is None:
        raise KnownToYou(user)
    latest = Invitation.objects.visible_to(by).filter(user=user).order_by("sent_at").last()
    is_withdrawn = latest is not None and latest.withdrawn_at is not None and latest.used_at is None
    if not is_withdrawn and User.objects.visible_to(by).filter(pk=user.pk).exists():
        raise KnownToYou(user)
    if not user.has_usable_password():
        user.name, user.language = name, language
        user.save(update_fields=["name", "language"])
    works_elsewhere = Membership.objects.of_staff().not_over_on(today()).filter(user=user).exists()
    if not user.is_active and not works_elsewhere:
        enable_account(user, by=by)


def _send(
    user: User, name: str, projects: Sequence[GrantProject], by: User | None, origin: str, *, sends_mail: bool = True
) -> Invitation:
    expires_at = timezone.now() + datetime.timedelta(days=INVITATION_DAYS)
    invitation = Invitation.objects.create(user=user, name=name, invited_by=by, expires_at=expires_at)
    invitation.grant_projects.set(projects)
    if sends_mail:
        kind = MailKind.MORE_ACCESS if user.has_usable_password() else MailKind.INVITATION
        ask_for_mail(user, kind, invitation=invitation, origin=origin)
    _record(invitation, by, "invited")
    return invitation


def _withdraw(invitation: Invitation) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


def _record(invitation: Invitation, by: User | None, what: str) -> None:
    project = invitation.grant_projects.first()
    detail = {"what": what, "user": invitation.user_id}
    record(Action.CHANGE, by=by, obj=invitation, grant_project=project, detail=detail)
