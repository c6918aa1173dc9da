"""What is written about a place besides who has it: the level that was found, the turn in which somebody waits."""

import uuid

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.versions.actions import take_version
from services.enums import EnrolmentStep, Priority
from services.models import Enrolment, EnrolmentChange


@transaction.atomic
def describe_place(enrolment: Enrolment, seen: uuid.UUID, level: str, priority: int, *, by: User) -> bool:
    """Write level and turn; tell whether anything was different.

    Raises ``FactChanged`` when ``seen`` is no longer the version of the place (L5).
    """
    if (enrolment.level, enrolment.priority) == (level, priority):
        return False
    take_version(enrolment, seen)
    enrolment.level, enrolment.priority = level, Priority(priority)
    enrolment.save(update_fields=["level", "priority"])
    EnrolmentChange.objects.create(enrolment=enrolment, at=now(), by=by, kind=EnrolmentStep.CHANGED, why=level)
    people = [enrolment.participation.person_id] if enrolment.participation else []
    record(Action.CHANGE, by=by, obj=enrolment, subjects=people, grant_project=enrolment.activity.grant_project)
    return True
