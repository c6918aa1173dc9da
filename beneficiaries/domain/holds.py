"""Holds: nothing of a person is removed while somebody has a reason against it (GDPR 17(3), S65)."""

import datetime

from django.db import transaction
from django.utils import timezone

from beneficiaries.enums import HoldReason
from beneficiaries.models import Participation, Person, RetentionHold
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record


@transaction.atomic
def place_hold(
    participation: Participation, reason: HoldReason, *, words: str, until: datetime.date | None, by: User
) -> RetentionHold:
    """Keep everything of a person until a day, or until the hold is lifted; the record is locked against a run."""
    Person.objects.select_for_update().get(pk=participation.person_id)  # type: ignore[attr-defined]
    hold = RetentionHold(
        participation=participation, reason=reason, words=words, placed_by=by, placed_at=timezone.now(), until=until
    )
    hold.save(force_insert=True)
    return _noted(hold, Action.CREATE, by)


@transaction.atomic
def lift_hold(hold: RetentionHold, *, by: User) -> RetentionHold:
    """End a hold; lifted already, it stays as it is."""
    if RetentionHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by):
        _noted(hold, Action.CHANGE, by)
    return hold


def _noted(hold: RetentionHold, action: Action, by: User) -> RetentionHold:
    about = hold.participation
    record(action, by=by, obj=hold, subjects=[about.person_id], grant_project=about.grant_project)  # type: ignore[attr-defined]
    return hold
