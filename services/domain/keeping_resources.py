"""Interpreters and childcare are written down, with their hours and days away."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from services.domain.courses import keep
from services.models import Resource, ResourceAway, ResourceHours

Hours = tuple[int, datetime.time, datetime.time]
Days = tuple[datetime.date, datetime.date]


@transaction.atomic
def keep_resource(
    resource: Resource, values: Mapping[str, Any], hours: Sequence[Hours], away: Sequence[Days], *, by: User | None
) -> None:
    """Write a resource with its hours and days away; what is booked already stays booked."""
    keep(resource, values, by=by, grant_project=resource.grant_project)
    known: Any = resource
    if sorted(known.hours.values_list("weekday", "begins_at", "ends_at")) != sorted(hours):
        known.hours.all().delete()
        ResourceHours.objects.bulk_create(
            ResourceHours(resource=resource, weekday=day, begins_at=begins, ends_at=ends) for day, begins, ends in hours
        )
        _note_resource(resource, by, "hours")
    if sorted(known.away.values_list("first_on", "last_on")) != sorted(away):
        known.away.all().delete()
        ResourceAway.objects.bulk_create(
            ResourceAway(resource=resource, first_on=first, last_on=last) for first, last in away
        )
        _note_resource(resource, by, "away")


def _note_resource(resource: Resource, by: User | None, part: str) -> None:
    record(Action.CHANGE, by=by, obj=resource, grant_project=resource.grant_project, detail={"fields": [part]})
