"""The log of hours of interns and volunteers, and the norm that was agreed with them (C11)."""

import datetime
import uuid
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.programmes.models import GrantProject
from services.models import HoursNorm, WorkEntry
from services.rules.support import is_inside


class WorkRefused(ValueError):
    """A day that has not come yet or lies outside the project, or somebody with whom no norm was agreed."""


@transaction.atomic
def log_work(user: User, grant_project: GrantProject, day: datetime.date, hours: Decimal, what: str) -> WorkEntry:
    """Write down what somebody with a norm did on a day beside support and classes. Raises ``WorkRefused``."""
    has_norm = HoursNorm.objects.filter(user=user, grant_project=grant_project).exists()
    if not has_norm or day > today() or not is_inside(day, grant_project.starts_on, grant_project.ends_on):
        raise WorkRefused(str(day))
    entry = WorkEntry.objects.create(user=user, grant_project=grant_project, day=day, hours=hours, what=what)
    record(Action.CREATE, by=user, obj=entry, grant_project=grant_project)
    return entry


@transaction.atomic
def take_back_work(user: User, key: uuid.UUID) -> bool:
    """Take one's own entry back; tell whether there was one."""
    entry = WorkEntry.objects.filter(pk=key, user=user, taken_back_at=None).first()
    if entry is None:
        return False
    entry.taken_back_at = timezone.now()
    entry.save(update_fields=["taken_back_at"])
    record(Action.CHANGE, by=user, obj=entry, grant_project=entry.grant_project)
    return True


@transaction.atomic
def set_norm(user: User, grant_project: GrantProject, hours: Decimal | None, *, by: User) -> None:
    """Say how many hours a month somebody agreed to; ``None``: no norm any more. What was logged stays."""
    found = HoursNorm.objects.filter(user=user, grant_project=grant_project)
    if hours is None:
        found.delete()
    else:
        HoursNorm.objects.update_or_create(
            user=user, grant_project=grant_project, defaults={"monthly_hours": hours, "changed_by": by}
        )
    record(Action.CHANGE, by=by, obj=user, grant_project=grant_project, detail={"what": "hours-norm"})
