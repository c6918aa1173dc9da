"""Reads of who comes of age: of those in one's care, and of the person whose record is open (R86)."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from beneficiaries.models import ComingOfAge, Participation
from beneficiaries.queries.people import in_force
from beneficiaries.rules.age import day_of_age
from portal.reads import ahead

if TYPE_CHECKING:
    from portal.accounts.models import User

RIGHT = "edit_person"


def coming_of_age_of(user: "User", day: datetime.date) -> QuerySet[Participation]:
    """Return those in one's care who come of age and were not asked yet, the first birthday first; with ``of_age_on``.

    One row a person and project: each project has declarations of its own.
    """
    people = Participation.objects.in_care_of(user, RIGHT).filter(person__coming_of_age__done_at__isnull=True)
    people = people.filter(person__coming_of_age__isnull=False).annotate(
        in_force=in_force(), of_age_on=F("person__coming_of_age__day")
    )
    ongoing = people.exclude(in_force__end_on__lt=day)
    return ongoing.select_related("person", "grant_project").order_by("of_age_on", "sort_key", "pk")


def open_coming_of_age(participation: Participation) -> datetime.date | None:
    """Return from when the person is of age while nobody has said that it is dealt with (one query).

    Nothing while the birth date says another day by now: the night puts that right.
    """
    found = next(iter(ahead(participation, coming_of_age_rows)), None)
    birthday = day_of_age(participation.person.birth_date)
    return birthday if found is not None and found.day == birthday else None


def coming_of_age_rows(participation: Participation) -> QuerySet[ComingOfAge]:
    """Return the row of ``open_coming_of_age``."""
    return ComingOfAge.objects.filter(person=participation.person_id, done_at__isnull=True)  # type: ignore[misc]
