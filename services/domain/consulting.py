"""A colleague's own hours of consultation and days away: added, removed, each noted (C8)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from services.domain.courses import keep
from services.models import ConsultationHours, DaysAway


def add_hours(account: User, values: Mapping[str, Any], *, grant_project: GrantProject) -> None:
    """Add a span of a weekday in which a colleague sees people of one project."""
    keep(
        ConsultationHours(account=account, grant_project=grant_project), values, by=account, grant_project=grant_project
    )


def add_days_away(account: User, values: Mapping[str, Any], *, grant_project: GrantProject) -> None:
    """Add days on which a colleague sees nobody, whatever the project; the trail says in which they were written."""
    keep(DaysAway(account=account), values, by=account, grant_project=grant_project)


@transaction.atomic
def remove_own(account: User, key: uuid.UUID, *, grant_project: GrantProject) -> bool:
    """Remove hours or days away of a colleague's own; tell whether there were any: appointments that are made stay."""
    for model in (ConsultationHours, DaysAway):
        row = model.objects.select_for_update().filter(account=account, pk=key).first()  # type: ignore[attr-defined]
        if row is not None:
            project = getattr(row, "grant_project", grant_project)
            record(Action.CHANGE, by=account, obj=row, grant_project=project, detail={"removed": True})
            row.delete()
            return True
    return False
