"""Children come of age: each night those are looked for whom somebody must ask anew (R47, R86)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from beneficiaries.models import ComingOfAge, Participation, ParticipationVersion, Person
from beneficiaries.rules.age import OF_AGE, day_of_age
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import as_told, local_day

AHEAD = datetime.timedelta(days=30)
BEHIND = datetime.timedelta(days=30)
"""Whoever was written down late is still asked, for so long after the birthday."""
LONGEST_YEARS = datetime.timedelta(days=366 * OF_AGE)
SHORTEST_YEARS = datetime.timedelta(days=365 * OF_AGE)


@transaction.atomic
def note_coming_of_age(day: datetime.date) -> int:
    """Make what waits on „my day” for everybody who takes part and is of age within 30 days; return how many.

    Also for whoever came of age after the end of participation and takes part again: nobody asked then. What waits
    follows a birth date that was corrected. Run twice it makes nothing twice. The age at the start of participation
    stays what it was.
    """
    moved = _follow_birth_dates(day)
    found = _near(day) | _returned(day)
    rows = [ComingOfAge(person_id=pk, day=birthday) for pk, birthday in found.items()]
    ComingOfAge.objects.bulk_create(rows, ignore_conflicts=True)
    return moved + len(rows)


def _near(day: datetime.date) -> dict[Any, datetime.date]:
    """Return the eighteenth birthdays around a day of those who take part and were not noted yet."""
    born = Q(birth_date__gte=day - BEHIND - LONGEST_YEARS, birth_date__lte=day + AHEAD - SHORTEST_YEARS)
    people = Person.objects.filter(born, Exists(_taking_part(day, person=OuterRef("pk"))), coming_of_age__isnull=True)
    found = {pk: day_of_age(birth) for pk, birth in people.values_list("pk", "birth_date")}
    return {pk: birthday for pk, birthday in found.items() if day - BEHIND <= birthday <= day + AHEAD}


def _returned(day: datetime.date) -> dict[Any, datetime.date]:
    """Return the eighteenth birthdays of those who take part again in what had ended before that birthday (R35)."""
    again = _taking_part(day, pk=OuterRef("participation"))
    ends = ParticipationVersion.objects.filter(
        Exists(again), superseded_at__isnull=False, end_on__isnull=False,
        participation__person__coming_of_age__isnull=True,
        participation__person__birth_date__lte=day - SHORTEST_YEARS,
    )  # fmt: skip
    rows = ends.values_list("participation__person", "participation__person__birth_date", "end_on")
    return {person: day_of_age(born) for person, born, end in rows if end and end < day_of_age(born) <= day}


def _follow_birth_dates(day: datetime.date) -> int:
    """Let what is noted follow the birth dates of those who take part; return how many wait on another day now.

    What is open and was no coming of age, or is not near, goes. What somebody has dealt with stands, unless it was
    dealt with before it was time: then it waits again.
    """
    noted = ComingOfAge.objects.filter(Exists(_taking_part(day, person=OuterRef("person"))))
    rows = noted.values_list("pk", "day", "done_at", "person", "person__birth_date")
    moved = 0
    for pk, was, done_at, person, born in list(rows):
        birthday, row = day_of_age(born), ComingOfAge.objects.filter(pk=pk)
        if birthday == was or (done_at and local_day(as_told(done_at)) >= birthday - AHEAD):
            continue
        if birthday <= day + AHEAD and _was_child(person, birthday):
            moved += row.update(day=birthday, done_at=None, done_by=None)
        else:
            row.filter(done_at__isnull=True).delete()
    return moved


def _was_child(person: Any, birthday: datetime.date) -> bool:
    """Tell whether somebody began to take part, or waits to, before the eighteenth birthday."""
    versions = ParticipationVersion.objects.current().filter(participation__person=person)
    return versions.filter(Q(start_on__isnull=True) | Q(start_on__lt=birthday)).exists()


def _taking_part(day: datetime.date, **whose: OuterRef) -> QuerySet[Participation]:
    """Return the participations of somebody in the outer query that have not ended on a day."""
    ended = ParticipationVersion.objects.current().filter(participation=OuterRef("pk"), end_on__lt=day)
    return Participation.objects.filter(~Exists(ended), person__merged_into__isnull=True, **whose)


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
