"""Goals of a plan and the steps towards them (R84–R85, R95)."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from beneficiaries.queries.colleagues import colleagues_of
from beneficiaries.queries.record import care_of
from beneficiaries.queries.walls import walls_of
from cases.domain import plans as domain
from cases.forms import plan_goals as forms
from cases.models import PlanGoal, PlanStep
from cases.queries.areas import AreaName, areas_of
from cases.queries.plans import part_of
from cases.tables.plan import HEALTH_RIGHT, is_goal_locked, is_step_locked
from cases.tables.record_plan import RECORD
from cases.views.plan_acts import (
    CHANGE,
    CHANGED,
    act_on_plan,
    of_plan,
    offering,
    open_plan,
    part_of_open_plan,
    values_of,
)
from cases.views.plan_screens import Screen, answer
from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused
from portal.records import may

HEALTH_NOTE = gettext_lazy("Goals about health are set and read by the person in charge alone.")


@act_on_plan("plan-goal-new")
def new_goal(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Add a goal; a proposal brings its area along and adds nothing by itself."""
    plan, areas = open_plan(participation), _areas(participation)
    proposed = request.POST.get("propose", "") if request.method == "POST" else ""
    screen = Screen(
        gettext_lazy("Add a goal"), gettext_lazy("Save the goal"), gettext_lazy("The goal is in the plan."),
        offering(forms.GoalForm, areas=areas),
        lambda by, values: domain.add_part(PlanGoal(**of_plan(plan, values)), plan, by=by),
        draft="plan-goal", subject=participation.pk.hex, note=_health_note(participation),
    )  # fmt: skip
    known = {"area": proposed} if proposed in {area.code for area in areas} else {}
    return answer(request, participation, screen, known if proposed else None)


@act_on_plan("plan-goal-change")
def change_goal(request: HttpRequest, participation: Participation, goal_id: uuid.UUID) -> HttpResponse:
    """Change a goal or take it back with its steps."""
    plan, goal = part_of_open_plan(participation, PlanGoal, goal_id)
    if is_goal_locked(goal, participation):
        raise Refused(RECORD, "plangoal", str(goal_id))
    known = values_of(goal, ("area", "text", "own_words"))
    screen = Screen(
        gettext_lazy("Change the goal"), CHANGE, CHANGED, offering(forms.GoalChange, areas=_areas(participation)),
        lambda by, values: domain.change_part(goal, plan, values, by=by), known, goal,
        lambda by, why: domain.take_part_back(goal, plan, by=by, why=why), note=_health_note(participation),
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-step-new")
def new_step(request: HttpRequest, participation: Participation, goal_id: uuid.UUID) -> HttpResponse:
    """Add a step towards a goal."""
    plan, goal = part_of_open_plan(participation, PlanGoal, goal_id)
    if is_goal_locked(goal, participation):
        raise Refused(RECORD, "plangoal", str(goal_id))
    account: User = request.user  # type: ignore[assignment]
    colleagues = _colleagues(participation)
    mine = f"{forms.COLLEAGUE}{account.pk}" if account in colleagues else ""
    screen = Screen(
        gettext_lazy("Add a step"), gettext_lazy("Save the step"), gettext_lazy("The step is in the plan."),
        offering(forms.StepForm, services=_services(participation), colleagues=colleagues),
        lambda by, values: domain.add_part(
            PlanStep(**of_plan(plan, values), goal_fact=goal.fact_id), plan, by=by
        ),
        {"owner_by": mine}, note=_("Goal: %(goal)s") % {"goal": goal.text},
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-step-change")
def change_step(request: HttpRequest, participation: Participation, step_id: uuid.UUID) -> HttpResponse:
    """Say how far a step is, change it, drop it with a reason, or take it back."""
    plan, step = part_of_open_plan(participation, PlanStep, step_id)
    goal = part_of(PlanGoal, plan, step.goal_fact)
    if goal is None or is_goal_locked(goal, participation) or is_step_locked(step, participation):
        raise Refused(RECORD, "planstep", str(step_id))
    colleagues = _colleagues(participation)
    if step.owner and step.owner not in colleagues:
        colleagues.append(step.owner)
    screen = Screen(
        gettext_lazy("Change the step"), CHANGE, CHANGED,
        offering(forms.StepChange, services=_services(participation), colleagues=colleagues),
        lambda by, values: domain.change_part(step, plan, values, by=by), forms.initial_of_step(step), step,
        lambda by, why: domain.take_part_back(step, plan, by=by, why=why),
        note=_("Goal: %(goal)s") % {"goal": goal.text},
    )  # fmt: skip
    return answer(request, participation, screen)


def _areas(participation: Participation) -> list[AreaName]:
    may_read = may(participation, HEALTH_RIGHT)
    return [area for area in areas_of(participation.grant_project) if may_read or not area.is_protected]


def _health_note(participation: Participation) -> Any:
    return "" if may(participation, HEALTH_RIGHT) else HEALTH_NOTE


def _services(participation: Participation) -> list[Any]:
    return list(participation.grant_project.service_types.all())  # type: ignore[attr-defined]


def _colleagues(participation: Participation) -> list[User]:
    """Return the colleagues of the organisations that look after the person, each once, but for who must not know."""
    person = participation.person_id  # type: ignore[attr-defined]
    bodies, walls = [care.organisation for care in care_of(participation)], walls_of([person])
    held = colleagues_of(participation.grant_project, bodies, today())
    found = {each.user_id: each.user for each in held}  # type: ignore[attr-defined]
    return [user for key, user in found.items() if walls.let_through(key, person)]
