"""What recording support would do to participations, worked out like the act itself; nothing is written."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from beneficiaries.domain.participations import values_at_start
from beneficiaries.models import Participation
from portal.effects import PlannedPerson, PlannedSupport
from portal.programmes.models import GrantProject, ServiceType, TargetGroup
from services.domain.support import days_of_first_support
from services.models import SupportDelivery


def plan_support(
    project: GrantProject,
    people: Sequence[Participation],
    kinds: Sequence[ServiceType],
    kind: ServiceType | None,
    day: datetime.date,
) -> PlannedSupport:
    """Describe support of ``kind`` on ``day`` for these people of one project, each with ``in_force``.

    While no kind is chosen it is taken to start participation if every one of ``kinds`` does. Three queries.
    """
    starts = kind.starts_participation if kind else all(each.starts_participation for each in kinds)
    keys = [each.pk for each in people]
    first_days, given = days_of_first_support(keys), _times(keys)
    groups = list(project.target_groups.all())
    planned = [
        PlannedPerson(
            each, _changes(each, _first(first_days.get(each.pk), day if starts else None), groups), given[each.pk] + 1
        )
        for each in people
    ]
    return PlannedSupport(project, kind, day, planned)


def _first(known: datetime.date | None, planned: datetime.date | None) -> datetime.date | None:
    return min((day for day in (known, planned) if day is not None), default=None)


def _changes(
    participation: Participation, first_day: datetime.date | None, groups: Sequence[TargetGroup]
) -> dict[str, Any]:
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or version.start_on == first_day:
        return {}
    version.grant_project = participation.grant_project
    return values_at_start(version, first_day, groups)


def _times(participations: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    support = SupportDelivery.objects.current().filter(participation__in=participations)  # type: ignore[attr-defined]
    given = dict(support.order_by().values_list("participation").annotate(Count("pk")))
    return {each: given.get(each, 0) for each in participations}
