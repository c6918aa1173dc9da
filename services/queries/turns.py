"""Whom the waiting list asks first, read from what is known: the plan, earlier editions (the rules of ``Priority``)."""

import uuid
from collections.abc import Sequence

from beneficiaries.models import Participation
from cases.enums import StepState
from cases.models import PlanStep
from services.enums import EnrolmentState, Priority
from services.models import Activity, Enrolment

OPEN_STEPS = (StepState.PLANNED, StepState.UNDER_WAY)
WITHOUT_A_PLACE = (EnrolmentState.WAITING, EnrolmentState.LAPSED)


def turns_of(people: Sequence[Participation], group: Activity) -> dict[uuid.UUID, Priority]:
    """Return in which turn each of these people waits for a group of a course (two queries).

    A step of the plan that is still open and asks for this kind of support comes first, then who waited for the same
    course in an edition that began earlier.
    """
    keys = [each.pk for each in people]
    steps = PlanStep.objects.current().filter(  # type: ignore[attr-defined]
        participation__in=keys, service_type=group.service_type, state__in=OPEN_STEPS
    )
    planned = set(steps.values_list("participation", flat=True))
    waited: set[uuid.UUID | None] = set()
    if group.edition is not None:
        before = Enrolment.objects.filter(
            participation__in=keys, state__in=WITHOUT_A_PLACE, activity__edition__course=group.edition.course,
            activity__edition__starts_on__lt=group.edition.starts_on,
        )  # fmt: skip
        waited = set(before.values_list("participation", flat=True))
    return {key: _turn(key in planned, key in waited) for key in keys}


def _turn(is_planned: bool, has_waited: bool) -> Priority:
    if is_planned:
        return Priority.PLAN
    return Priority.BEFORE if has_waited else Priority.USUAL
