"""Who ended and lacks what SM EFS asks about the situation after leaving (R21)."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.people import in_force
from beneficiaries.queries.quality import ENDED_WITHOUT_SITUATION

if TYPE_CHECKING:
    from portal.accounts.models import User

RIGHT = "end_participation"


def without_situation(user: "User", *, mine: bool) -> QuerySet[Participation]:
    """Return whom ``user`` may complete, the earliest end first; with ``mine`` only one's own people and nobody's."""
    people = Participation.objects
    seen = people.in_care_of(user, RIGHT) if mine else people.visible_to(user, RIGHT).with_charge(user)
    found = seen.annotate(in_force=in_force()).filter(ENDED_WITHOUT_SITUATION)
    found = found.select_related("person", "in_force", "grant_project")
    return found.defer("person__search_key", "person__sort_key").order_by("in_force__end_on", "sort_key", "pk")


def ended_by(people: QuerySet[Participation], day: datetime.date) -> QuerySet[Participation]:
    """Keep those whose end has come by ``day``: of a day ahead nobody knows what follows it."""
    return people.filter(in_force__end_on__lte=day)


def version_of(participation: Participation) -> ParticipationVersion:
    """Return what is in force of a participation that was read with it."""
    version: ParticipationVersion = participation.in_force  # type: ignore[attr-defined]
    return version


def last_day_of(participation: Participation) -> datetime.date:
    """Return the last day of the result window (R40)."""
    end_on = version_of(participation).end_on
    assert end_on is not None  # noqa: S101 - only who ended is listed
    return end_on + datetime.timedelta(days=participation.grant_project.result_window_days)
