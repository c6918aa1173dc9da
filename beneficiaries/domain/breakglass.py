"""Emergency access: ask, close, review. Whoever asks learns nothing of whether the number exists (S27, S28)."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from beneficiaries.enums import GlassCategory, GlassOutcome, GlassState
from beneficiaries.models import EmergencyAccess, Participation, Person
from beneficiaries.queries.breakglass import accesses_over, asked_for, asked_lately, open_to, overseers
from beneficiaries.rules.breakglass import (
    MOST_IN_MONTH,
    OPEN_FOR,
    TO_REVIEW,
    GlassEvent,
    first_state,
    following,
    may_judge,
    review_due,
)
from portal.accounts.enums import MailKind
from portal.accounts.mail import ask_for_mail
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject


class ReviewRefused(ValueError):
    """An account may not judge its own access."""


@dataclass(frozen=True)
class Asking:
    """What somebody typed: a number, why it cannot wait, and the reason in words."""

    number: str
    category: GlassCategory
    reason: str


@transaction.atomic
def ask(account: User, asking: Asking, *, grant_project: GrantProject, now: datetime.datetime, origin: str) -> bool:
    """Open what can be opened, keep that it was asked, tell who oversees; return whether the month had room.

    The same is done and told for a number that exists, that does not, and that is closed to the account for good.
    """
    User.objects.select_for_update().get(pk=account.pk)
    before = asked_lately(account, now)
    found = asked_for(account, asking.number)
    denied = found is not None and found.person.denied_to.filter(pk=account.pk).exists()
    visible = Participation.objects.visible_to(account).filter(pk=found.pk if found else None).exists()
    state = first_state(asked_before=before, exists=found is not None, denied=denied, visible=visible)
    project = found.grant_project if found else grant_project
    access = _keep(account, asking, project, found, state, now)
    for overseer in overseers(project, found, account, today()):
        ask_for_mail(overseer, MailKind.LOOK, day=today(), origin=origin)
    record(
        Action.CREATE, by=account, obj=access, subjects=[found.person_id] if found else [], grant_project=project,  # type: ignore[attr-defined]
        detail={"category": asking.category.value},
    )  # fmt: skip
    return before < MOST_IN_MONTH


@transaction.atomic
def close_access(access: EmergencyAccess, *, by: User, now: datetime.datetime) -> None:
    """End an emergency access before its time. Raises ``IllegalTransition`` when it is not open."""
    access.state = following(access.state, GlassEvent.CLOSE)
    access.closed_at, access.closed_by = now, by
    access.save(update_fields=["state", "closed_at", "closed_by"])
    record(Action.CHANGE, by=by, obj=access, grant_project=access.grant_project, detail={"fields": ["closed"]})


def close_for(account: User, person: Person) -> None:
    """End what is open to an account that is left without access to the person."""
    for access in open_to(account, person):
        access.state = following(access.state, GlassEvent.CLOSE)
        access.save(update_fields=["state"])


def close_what_is_over(now: datetime.datetime) -> int:
    """Mark as closed what ended by itself; the record has not been open since, marked or not."""
    over = list(accesses_over(now))
    for access in over:
        _expire(access)
    return len(over)


@transaction.atomic
def review_access(
    access: EmergencyAccess, *, outcome: GlassOutcome, note: str, by: User, now: datetime.datetime
) -> None:
    """Write what came of the review.

    Raises ``ReviewRefused`` for one's own access, ``IllegalTransition`` for one that is still open.
    """
    if not may_judge(by.pk, access.account_id):  # type: ignore[attr-defined]
        raise ReviewRefused
    if access.state == GlassState.OPEN and access.ends_at is not None and access.ends_at <= now:
        _expire(access)
    access.state = following(access.state, GlassEvent.REVIEW)
    access.reviewed_by, access.reviewed_at = by, now
    access.outcome, access.review_note = outcome, note
    access.save(update_fields=["state", "reviewed_by", "reviewed_at", "outcome", "review_note"])
    record(
        Action.CHANGE, by=by, obj=access, grant_project=access.grant_project,
        detail={"fields": ["outcome"], "outcome": outcome.value},
    )  # fmt: skip


def _expire(access: EmergencyAccess) -> None:
    access.state = following(access.state, GlassEvent.EXPIRE)
    access.closed_at = access.ends_at
    access.save(update_fields=["state", "closed_at"])


def _keep(
    account: User, asking: Asking, project: GrantProject, found: Participation | None, state: GlassState,
    now: datetime.datetime,
) -> EmergencyAccess:  # fmt: skip
    key = DataKey.fresh()
    key.save()
    is_open = state == GlassState.OPEN
    access = EmergencyAccess.objects.create(
        account=account, grant_project=project, participation=found, data_key=key, category=asking.category,
        reason=asking.reason, state=state, asked_at=now, ends_at=now + OPEN_FOR if is_open else None,
        review_due=review_due(today()) if state in TO_REVIEW else None,
    )  # fmt: skip
    account.emergency_until = now + OPEN_FOR
    account.save(update_fields=["emergency_until"])
    return access
