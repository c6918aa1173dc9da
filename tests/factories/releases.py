"""Releases of removals, already decided."""

import datetime

from beneficiaries.queries.releases import due_people
from portal.accounts.models import User
from portal.clock import local_day
from portal.retention.models import ReleaseDecision, ReleasedPerson, RetentionRelease
from tests.factories.accounts import make_user


def make_release(
    rule: str, at: datetime.datetime, *, asked_by: User | None = None, confirmed_by: User | None = None
) -> RetentionRelease:
    """Two people let everybody go whose case, or record, is due at a moment."""
    keys = list(due_people(rule, at).values_list("pk", flat=True))
    made = RetentionRelease.objects.create(
        rule=rule, due_on=local_day(at), people=len(keys), asked_by=asked_by or make_user(), asked_at=at
    )
    ReleasedPerson.objects.bulk_create(ReleasedPerson(release=made, person=key) for key in keys)
    ReleaseDecision.objects.create(
        release=made, is_confirmed=True, decided_by=confirmed_by or make_user(), decided_at=at
    )
    return made
