"""Children come of age: each night those are looked for whom somebody must ask anew (R47, R86)."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from beneficiaries.models import ComingOfAge, Participation, ParticipationVersion, Person
from beneficiaries.rules.age import OF_AGE, day_of_age
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record

AHEAD = datetime.timedelta(days=30)
BEHIND = datetime.timedelta(days=30)
"""Whoever was written down late is still asked, for so long after the birthday."""
LONGEST_YEARS = datetime.timedelta(days=366 * OF_AGE)
SHORTEST_YEARS = datetime.timedelta(days=365 * OF_AGE)


@transaction.atomic
def note_coming_of_age(day: datetime.date) -> int:
    """Make what waits on „my day” for everybody who takes part and is of age within 30 days; return how many.

    Run twice it makes nothing twice. The age at the start of participation stays what it was.
    """
    ended = ParticipationVersion.objects.current().filter(participation=OuterRef("pk"), end_on__lt=day)
    taking_part = Participation.objects.filter(~Exists(ended), person=OuterRef("pk"))
    born = Q(birth_date__gte=day - BEHIND - LONGEST_YEARS, birth_date__lte=day + AHEAD - SHORTEST_YEARS)
    people = Person.objects.filter(born, Exists(taking_part), coming_of_age__isnull=True)
    found = {pk: day_of_age(birth) for pk, birth in people.values_list("pk", "birth_date")}
    rows = [
        ComingOfAge(person_id=pk, day=birthday)
        for pk, birthday in found.items()
        if day - BEHIND <= birthday <= day + AHEAD
    ]
    ComingOfAge.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def close_coming_of_age(participation: Participation, *, by: User) -> bool:
    """Say that declarations were asked for anew and the guardian knows; tell whether that was still open."""
    open_ = ComingOfAge.objects.filter(person=participation.person_id, done_at__isnull=True)  # type: ignore[attr-defined]
    if not open_.update(done_at=timezone.now(), done_by=by):
        return False
    record(
        Action.CHANGE, by=by, obj=participation, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"fields": ["coming of age"], "became": "done"},
    )  # fmt: skip
    return True
