"""A kind of support is changed: from then on a load of the project leaves it alone; the trail names the fields."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.programmes.models import ServiceType
from portal.versions.actions import FactChanged
from services.domain.courses import keep


@transaction.atomic
def keep_kind(kind: ServiceType, values: Mapping[str, Any], *, seen: datetime.datetime | None, by: User) -> list[str]:
    """Change a kind of support; return the names of what was different.

    Raises ``FactChanged`` when somebody changed it after ``seen`` (L5).
    """
    held = ServiceType.objects.select_for_update().get(pk=kind.pk)
    if held.edited_at != seen:
        raise FactChanged(str(kind.pk))
    different = keep(held, values, by=by, grant_project=held.grant_project)
    if different:
        held.edited_at = timezone.now()
        held.save(update_fields=["edited_at"])
    return different
