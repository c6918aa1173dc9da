"""The plan in the words of the person whose plan it is: what they want to reach, the next step, how far it is (R93).

Only what was agreed with the person: no reason of a dropped step, no closing note, nothing of other plans.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.enums import StepOwner, StepState
from cases.models import IntegrationPlan, PlanGoal, PlanStep
from cases.queries.areas import area_of
from cases.queries.plans import goals_of, open_plan_of, reviews_of, steps_of
from cases.rules.plan import OPEN_STATES
from portal.own.registry import Line, Own, OwnPanel
from portal.ui.formatting import long_date, number

POLISH = "pl"
STATES = {
    StepState.PLANNED: (pgettext_lazy("step of my plan", "to do"), "line"),
    StepState.UNDER_WAY: (pgettext_lazy("step of my plan", "under way"), "info"),
    StepState.DONE: (pgettext_lazy("step of my plan", "done"), "ok"),
}


@dataclass(frozen=True)
class OwnStep:
    """One step: what, who does it, until when, how far. ``lang`` is that of ``what`` where the page has another."""

    what: str
    who: str
    until: str
    state: str
    tone: str
    lang: str = ""


@dataclass(frozen=True)
class OwnGoal:
    """One goal: ``next`` is the first step that is still open, ``said`` how many are done: 3 of 4.

    ``lang`` is the language of ``text`` where the page has another.
    """

    area: str
    text: str
    steps: Sequence[OwnStep]
    next: OwnStep | None
    said: str
    lang: str = ""


@dataclass(frozen=True)
class OwnPlan:
    """The open plan; ``review_on`` is the day of the next talk about it."""

    goals: Sequence[OwnGoal]
    review_on: datetime.date


def plan_of_own(own: Own) -> OwnPlan | None:
    """Return the open plan of what the person takes part in last (four queries); nothing without one."""
    for participation in own.participations:
        plan = open_plan_of(participation)
        if plan is not None:
            return _plan(plan, participation)
    return None


def panel(own: Own) -> dict[str, Any] | None:
    """Return the goals for the first page; nothing without a plan."""
    plan = plan_of_own(own)
    return {"goals": plan.goals} if plan and plan.goals else None


def _plan(plan: IntegrationPlan, participation: Participation) -> OwnPlan:
    steps = [each for each in steps_of(participation) if each.state != StepState.DROPPED]
    goals = [each for each in goals_of(participation) if each.plan_fact == plan.fact_id]
    reviews = [each for each in reviews_of(participation) if each.plan_fact == plan.fact_id]
    shown = [_goal(each, [step for step in steps if step.goal_fact == each.fact_id], participation) for each in goals]
    return OwnPlan(shown, reviews[0].next_review_on if reviews else plan.first_review_on)


def _goal(goal: PlanGoal, steps: Sequence[PlanStep], participation: Participation) -> OwnGoal:
    done = sum(each.state == StepState.DONE for each in steps)
    first = next((each for each in steps if each.state in OPEN_STATES), None)
    spoken = participation.person.contact_language
    said = _("%(done)s of %(total)s") % {"done": number(done), "total": number(len(steps))} if steps else ""
    return OwnGoal(
        str(area_of(participation.grant_project, goal.area).name), str(goal.own_words or goal.text),
        [_step(each, spoken) for each in steps], _step(first, spoken) if first else None, said,
        _lang(str(goal.own_words), spoken),
    )  # fmt: skip


def _step(step: PlanStep, spoken: str) -> OwnStep:
    state, tone = STATES[StepState(step.state)]
    who = {
        StepOwner.PERSON: _("you"),
        StepOwner.COLLEAGUE: _("we"),
        StepOwner.ORGANISATION: str(step.owner_name or _("another organisation")),
    }[StepOwner(step.owner_kind)]
    said = str(step.own_words or step.what)
    return OwnStep(said, who, long_date(step.due_on), str(state), tone, _lang(str(step.own_words), spoken))


def _lang(own_words: str, spoken: str) -> str:
    """Return the language of the words that are shown, blank where it is that of the page."""
    lang = spoken if own_words else POLISH
    return "" if lang == get_language() else lang


def shown(own: Own) -> Iterable[Sequence[Line]]:
    """Return the plan as lines: a goal with its steps is a group."""
    plan = plan_of_own(own)
    for goal in plan.goals if plan else ():
        lines: list[Line] = [(goal.area, goal.text)]
        lines += [(_("Step"), f"{each.what} · {each.who} · {each.until} · {each.state}") for each in goal.steps]
        yield lines


PANEL = OwnPanel("plan", 40, panel, "cases/own/panel.html")
