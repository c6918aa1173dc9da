"""The plan of a person: made, changed, talked about, signed, closed; each with an entry in the audit trail."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from beneficiaries.models import Participation
from cases.models import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import correct_fact, is_changed_by, record_fact, retract_fact

Part = TypeVar("Part", PlanGoal, PlanStep, PlanReview, PlanSignature)
Fact = TypeVar("Fact", IntegrationPlan, PlanGoal, PlanStep, PlanReview, PlanSignature)


class PlanOpenAlready(Exception):
    """The participation has an open plan; there is one at a time."""


class PlanClosed(Exception):
    """The plan was closed meanwhile; nothing was written."""


@transaction.atomic
def open_plan(participation: Participation, values: Mapping[str, Any], *, by: User | None) -> IntegrationPlan:
    """Make a plan: ``opened_on``, ``first_review_on``, ``statutory_programme``, ``statutory_where`` (R95–R96).

    Raises ``PlanOpenAlready`` when there is an open one.
    """
    try:
        with transaction.atomic():
            plan = record_fact(IntegrationPlan(participation=participation, **values), by=by)
    except IntegrityError:
        raise PlanOpenAlready(participation.number) from None
    return _noted(plan, Action.CREATE, by)


@transaction.atomic
def change_plan(plan: IntegrationPlan, values: Mapping[str, Any], *, by: User | None) -> IntegrationPlan:
    """Change what ``open_plan`` takes; raises ``FactChanged`` when somebody did meanwhile (L5)."""
    return _changed(plan, values, by)


@transaction.atomic
def close_plan(plan: IntegrationPlan, values: Mapping[str, Any], *, by: User | None) -> IntegrationPlan:
    """Close a plan: ``closed_on``, ``end_reason``, ``closing_note``; raises ``FactChanged`` as above (L5)."""
    return _changed(plan, values, by)


@transaction.atomic
def add_part(part: Part, plan: IntegrationPlan, *, by: User | None) -> Part:
    """Put a goal, a step, a talk or a signature into an open plan.

    Raises ``PlanClosed`` when the plan is open no more.
    """
    _refuse_closed(plan)
    part.participation, part.plan_fact = plan.participation, plan.fact_id
    return _noted(record_fact(part, by=by), Action.CREATE, by)


@transaction.atomic
def change_part(part: Part, plan: IntegrationPlan, values: Mapping[str, Any], *, by: User | None) -> Part:
    """Change a part of an open plan; the earlier version stays readable. The part itself when nothing is different.

    Raises ``PlanClosed``, and ``FactChanged`` when somebody changed it meanwhile (L5).
    """
    _refuse_closed(plan)
    return _changed(part, values, by)


@transaction.atomic
def take_part_back(part: Part, plan: IntegrationPlan, *, by: User | None, why: str) -> None:
    """Take a part back that was entered by mistake, a goal with all its steps; the history stays.

    Raises ``PlanClosed`` and ``FactChanged`` as above.
    """
    _refuse_closed(plan)
    if isinstance(part, PlanGoal):
        for step in PlanStep.objects.current().filter(plan_fact=plan.fact_id, goal_fact=part.fact_id):  # type: ignore[attr-defined]
            step.participation = plan.participation
            retract_fact(step)
            _noted(step, Action.CHANGE, by, why)
    retract_fact(part)
    _noted(part, Action.CHANGE, by, why)


def _refuse_closed(plan: IntegrationPlan) -> None:
    """Hold the plan open until the change is written."""
    rows = IntegrationPlan.objects.current().select_for_update()  # type: ignore[attr-defined]
    if rows.filter(fact_id=plan.fact_id, closed_on__isnull=True).first() is None:
        raise PlanClosed(str(plan.fact_id))


def _changed(fact: Fact, values: Mapping[str, Any], by: User | None) -> Fact:
    """Return the changed version; the fact itself, untouched, when nothing is different."""
    if not is_changed_by(fact, dict(values)):
        return fact
    return _noted(correct_fact(fact, dict(values), by=by, why=""), Action.CHANGE, by)


def _noted(fact: Fact, action: Action, by: User | None, why: str = "") -> Fact:
    participation = fact.participation
    subjects = [participation.person_id]  # type: ignore[attr-defined]
    record(action, by=by, obj=fact, subjects=subjects, grant_project=participation.grant_project, reason=why)
    return fact
