"""What can happen to support: record it, correct it, retract it – and what that does to the start (R30)."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min

from beneficiaries.domain.participations import set_start
from beneficiaries.models import Participation, ParticipationVersion
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.programmes.models import GrantProject, ServiceType
from portal.versions.actions import correct_fact, is_changed_by, record_fact, retract_fact
from services.models import SupportDelivery
from services.rules.support import is_born, is_inside

_CHUNK = 500


class SupportRefused(ValueError):
    """Support that may not be recorded: dated outside the project (R3, R15) or on a day that has not come yet (R30)."""


class BeforeBirth(SupportRefused):
    """Support dated before the birth of somebody to whom it was given: no age at the start is below zero (R47)."""


def record_support(*, participation: Participation, **given: Any) -> SupportDelivery:
    """Record one delivery of support and set the start of participation when it is the first (R30).

    Takes what ``record_support_of`` takes and raises what it raises.
    """
    (delivery,) = record_support_of([participation], **given)
    return delivery


@transaction.atomic
def record_support_of(
    participations: Sequence[Participation],
    *,
    service_type: ServiceType,
    delivered_on: datetime.date,
    hours: Decimal | None,
    organisation: Organisation | None = None,
    provider: str = "",
    delivered_by: User | None = None,
    note: str = "",
    talk: Mapping[str, Any] | None = None,
    assistance: uuid.UUID | None = None,
    visit: uuid.UUID | None = None,
    by: User | None,
    why: str = "",
) -> list[SupportDelivery]:
    """Record the same support for people of one project, one delivery each: all of them or none.

    ``talk`` says how it went, by the names of the model: tier, place, language, travel, the next step (C7).
    ``assistance`` is the key of the assistance in which it was given (C10), ``visit`` what ties together the deliveries
    of one visit: they are work once.

    Raises ``SupportRefused`` when the day lies outside the project or has not come yet: what is only planned starts
    no participation (R30). ``BeforeBirth`` when somebody of them was not born yet.
    """
    project = participations[0].grant_project
    _refuse_day(project, delivered_on, participations)
    deliveries = [
        record_fact(
            SupportDelivery(
                participation=each,
                service_type=service_type,
                delivered_on=delivered_on,
                hours=hours,
                organisation=organisation,
                provider=provider,
                delivered_by=delivered_by,
                note=note,
                assistance=assistance,
                visit=visit,
                **(talk or {}),
            ),
            by=by,
            why=why,
        )
        for each in participations
    ]
    refresh_starts(project, [each.pk for each in participations], by=by, why=why)
    for delivery in deliveries:
        _note(Action.CREATE, delivery, by, why)
    return deliveries


@transaction.atomic
def correct_support(
    delivery: SupportDelivery, changes: dict[str, Any], *, by: User | None, why: str
) -> SupportDelivery:
    """Put a corrected version in place of a delivery and return it; the start follows the first support (R30).

    When nothing is different nothing is written and the delivery itself comes back.

    Raises ``SupportRefused`` when the new day lies outside the project or has not come yet, ``BeforeBirth`` when it is
    before the birth, ``FactChanged`` when somebody else corrected it meanwhile (L5).
    """
    project = delivery.participation.grant_project
    _refuse_day(project, changes.get("delivered_on", delivery.delivered_on), [delivery.participation])
    if not is_changed_by(delivery, changes):
        return delivery
    corrected = correct_fact(delivery, changes, by=by, why=why)
    refresh_starts(project, [delivery.participation_id], by=by, why=why)
    _note(Action.CHANGE, corrected, by, why)
    return corrected


@transaction.atomic
def withdraw_support(delivery: SupportDelivery, *, by: User | None, why: str) -> None:
    """Take a delivery back: it counts no more, its history stays; the start follows the first support left (R30).

    The last version says who took it back and why. Raises ``FactChanged`` when somebody else corrected it
    meanwhile (L5).
    """
    retract_fact(correct_fact(delivery, {}, by=by, why=why))
    refresh_starts(delivery.participation.grant_project, [delivery.participation_id], by=by, why=why)
    _note(Action.CHANGE, delivery, by, why)


def _refuse_day(project: GrantProject, day: datetime.date, people: Iterable[Participation]) -> None:
    if not is_inside(day, project.starts_on, project.ends_on) or day > today():
        raise SupportRefused(str(day))
    if not all(is_born(each.person.birth_date, day) for each in people):
        raise BeforeBirth(str(day))


def _note(action: Action, delivery: SupportDelivery, by: User | None, why: str) -> None:
    participation = delivery.participation
    subjects = [participation.person_id]
    record(action, by=by, obj=delivery, subjects=subjects, grant_project=participation.grant_project, reason=why)


def refresh_starts(
    project: GrantProject, participations: Iterable[uuid.UUID], *, by: User | None, why: str = ""
) -> int:
    """Make the start of these participations the day of their first support; return how many changed.

    Only kinds of support that start participation count; without any the start is open again. A start that
    changes freezes the characteristics as at the new day (R30, R47).
    """
    groups = list(project.target_groups.all())
    changed = 0
    for some in batched(sorted(set(participations)), _CHUNK):
        first_days = days_of_first_support(some)
        versions = (
            ParticipationVersion.objects.current()
            .filter(grant_project=project, participation__in=some)
            .select_related("grant_project", "target_group")
        )
        for version in versions:
            first_day = first_days.get(version.participation_id)
            if first_day != version.start_on:
                set_start(version, first_day, groups, by=by, why=why or "first support")
                changed += 1
    return changed


def days_of_first_support(participations: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime.date]:
    """Return the day of the first support that starts participation, of those who have any (R30)."""
    starting = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        participation__in=participations, service_type__starts_participation=True
    )
    return dict(starting.order_by().values_list("participation").annotate(Min("delivered_on")))


def batched(values: Sequence[uuid.UUID], size: int) -> Iterator[Sequence[uuid.UUID]]:
    """Yield the values in slices of at most ``size``: databases limit the length of a list."""
    for first in range(0, len(values), size):
        yield values[first : first + size]
