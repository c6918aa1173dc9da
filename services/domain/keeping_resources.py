"""Interpreters and childcare are written down, with their hours and days away."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from services.domain.courses import HOURS, keep
from services.domain.spans import keep_spans
from services.models import Resource, ResourceAway, ResourceHours

Hours = tuple[int, datetime.time, datetime.time]
Days = tuple[datetime.date, datetime.date]
DAYS = ("first_on", "last_on")


@transaction.atomic
def keep_resource(
    resource: Resource, values: Mapping[str, Any], hours: Sequence[Hours], away: Sequence[Days], *, by: User | None
) -> None:
    """Write a resource with its hours and days away; what is booked already stays booked."""
    keep(resource, values, by=by, grant_project=resource.grant_project)
    known: Any = resource
    made = [
        ResourceHours(resource=resource, weekday=day, begins_at=begins, ends_at=ends) for day, begins, ends in hours
    ]
    if keep_spans(known.hours, made, HOURS):
        _note_resource(resource, by, "hours")
    if keep_spans(
        known.away, [ResourceAway(resource=resource, first_on=first, last_on=last) for first, last in away], DAYS
    ):
        _note_resource(resource, by, "away")


def _note_resource(resource: Resource, by: User | None, part: str) -> None:
    record(Action.CHANGE, by=by, obj=resource, grant_project=resource.grant_project, detail={"fields": [part]})
