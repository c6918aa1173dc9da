"""Plans, their goals and steps, the talks about them, the signatures."""

import datetime

from beneficiaries.models import Participation
from cases.enums import StepOwner
from cases.models import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from portal.versions.actions import record_fact

DAY = datetime.date


def make_plan(participation: Participation, **values) -> IntegrationPlan:
    """Make an open plan of 2026-02-10 with a first review on 2026-05-12, unless told otherwise."""
    defaults = {"opened_on": DAY(2026, 2, 10), "first_review_on": DAY(2026, 5, 12), "statutory_programme": "no"}
    return record_fact(IntegrationPlan(participation=participation, **{**defaults, **values}), by=None)


def make_goal(plan: IntegrationPlan, **values) -> PlanGoal:
    """Set a goal in the area of work."""
    defaults = {"area": "work", "text": "Work as an accountant"}
    return record_fact(
        PlanGoal(participation=plan.participation, plan_fact=plan.fact_id, **{**defaults, **values}), by=None
    )


def make_step(goal: PlanGoal, **values) -> PlanStep:
    """Plan a step that the person takes until 2026-06-30."""
    defaults = {"what": "Translate the diploma", "owner_kind": StepOwner.PERSON, "due_on": DAY(2026, 6, 30)}
    parents = {"participation": goal.participation, "plan_fact": goal.plan_fact, "goal_fact": goal.fact_id}
    return record_fact(PlanStep(**parents, **{**defaults, **values}), by=None)


def make_review(plan: IntegrationPlan, **values) -> PlanReview:
    """Hold a talk on 2026-05-10; the next one is on 2026-08-10."""
    defaults = {
        "held_on": DAY(2026, 5, 10),
        "held_by": "Anna Kowalska",
        "agreed": "Go on with the course.",
        "next_review_on": DAY(2026, 8, 10),
    }
    return record_fact(
        PlanReview(participation=plan.participation, plan_fact=plan.fact_id, **{**defaults, **values}), by=None
    )


def make_signature(plan: IntegrationPlan, **values) -> PlanSignature:
    """Sign the plan on 2026-02-10, in Ukrainian."""
    defaults = {
        "signed_on": DAY(2026, 2, 10),
        "signer": "participant",
        "colleague": "Anna Kowalska",
        "language": "uk",
    }
    return record_fact(
        PlanSignature(participation=plan.participation, plan_fact=plan.fact_id, **{**defaults, **values}), by=None
    )
