"""Giving somebody an assistant or a tutor, ending that, and the hours that they give (C10)."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction

from beneficiaries.models import Participation
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import ServiceType
from portal.versions.actions import take_version
from services.domain.support import record_support
from services.models import Assistance, SupportDelivery


class AssistanceRefused(ValueError):
    """A pair that cannot be: nobody is their own tutor; or hours on a day on which it was not there."""


@transaction.atomic
def assign(participation: Participation, *, by: User | None, **values: Any) -> Assistance:
    """Give a person an assistant or a tutor; ``values`` are the fields of ``Assistance``.

    Raises ``AssistanceRefused`` when somebody would be their own tutor.
    """
    _refuse_oneself(participation, values.get("tutor"))
    made = Assistance(participation=participation, made_by=by, changed_by=by, **values)
    made.save(force_insert=True)
    _note(Action.CREATE, made, by)
    return made


@transaction.atomic
def change_assistance(found: Assistance, seen: uuid.UUID, values: dict[str, Any], *, by: User | None) -> bool:
    """Change who assists, how much or until when; tell whether anything was different.

    Raises ``FactChanged`` when ``seen`` is no longer its version (L5), ``AssistanceRefused`` like ``assign``.
    """
    _refuse_oneself(found.participation, values.get("tutor"))
    if all(getattr(found, name) == value for name, value in values.items()):
        return False
    take_version(found, seen)
    for name, value in values.items():
        setattr(found, name, value)
    found.changed_by = by
    found.save()
    _note(Action.CHANGE, found, by)
    return True


@transaction.atomic
def log_hours(
    found: Assistance, kind: ServiceType, day: datetime.date, hours: Decimal, *, organisation: Organisation | None,
    by: User | None,
) -> SupportDelivery:  # fmt: skip
    """Write down hours of an assistance or a pair: one delivery to who is assisted, so that they count once (R34).

    Who writes it down gave nothing: the hours are those of the assistant. A peer tutor receives nothing by tutoring and
    is found by the pair alone (R37). Raises ``AssistanceRefused`` for a day before the first or after the last one,
    ``SupportRefused`` like ``record_support``.
    """
    if day < found.starts_on or (found.ends_on is not None and day > found.ends_on):
        raise AssistanceRefused(str(day))
    return record_support(
        participation=found.participation, service_type=kind, delivered_on=day, hours=hours,
        organisation=organisation, provider=found.assistant_name, delivered_by=found.assistant, assistance=found.pk,
        by=by,
    )  # fmt: skip


def _refuse_oneself(participation: Participation, tutor: Participation | None) -> None:
    if tutor is not None and tutor.person_id == participation.person_id:
        raise AssistanceRefused(participation.number)


def _note(action: Action, found: Assistance, by: User | None) -> None:
    people = [found.participation.person_id, *([found.tutor.person_id] if found.tutor else [])]
    record(action, by=by, obj=found, subjects=people, grant_project=found.participation.grant_project)
