"""A plan in words: goals with their steps, how far they are, what comes next, and what is locked.

Goals of the protected area and whatever speaks of health are locked to all but the person in charge (R84–R85).
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from cases.enums import StepOwner, StepState
from cases.models import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from cases.queries.areas import area_of
from cases.queries.plans import goals_of, reviews_of, signatures_of, steps_of
from cases.rules.plan import OPEN_STATES, is_overdue, progress
from cases.rules.results import speaks_of_health
from portal.records import may
from portal.ui.formatting import number
from portal.ui.languages import LANGUAGE_NAMES

HEALTH_RIGHT = "view_health_area"
TONES = {StepState.DONE: "ok", StepState.UNDER_WAY: "info", StepState.PLANNED: "line", StepState.DROPPED: ""}


@dataclass(frozen=True)
class StepShown:
    """One step in words; ``locked`` hides all but the state."""

    step: PlanStep
    state: str
    tone: str
    help: str = ""
    owner: str = ""
    overdue: bool = False
    locked: bool = False


@dataclass(frozen=True)
class GoalShown:
    """One goal with its steps; ``locked`` hides all but the area."""

    goal: PlanGoal
    area: str
    steps: Sequence[StepShown]
    said: str
    pips: Sequence[bool]
    next: StepShown | None
    locked: bool = False


@dataclass(frozen=True)
class PlanShown:
    """One plan with its goals, the talks about it and the signatures; ``hides`` when some of it is locked."""

    plan: IntegrationPlan
    goals: Sequence[GoalShown]
    reviews: Sequence[tuple[PlanReview, str]]
    signatures: Sequence[tuple[PlanSignature, str]]
    said: str
    done: int
    total: int
    review_on: datetime.date
    hides: bool
    statutory_where: str
    closing_note: str


@dataclass(frozen=True)
class Parts:
    """All parts of all plans of a participation."""

    goals: Sequence[PlanGoal]
    steps: Sequence[PlanStep]
    reviews: Sequence[PlanReview] = ()
    signatures: Sequence[PlanSignature] = ()


def parts_of(participation: Participation) -> Parts:
    """Read everything that plans consist of (four queries)."""
    return Parts(
        goals_of(participation), steps_of(participation), reviews_of(participation), signatures_of(participation)
    )


def plan_shown(plan: IntegrationPlan, parts: Parts, day: datetime.date) -> PlanShown:
    """Return a plan as its reader may see it."""
    goals = goals_shown(plan.fact_id, plan.participation, parts, day)
    done, total = progress(each.step.state for goal in goals for each in goal.steps)
    reviews = [each for each in parts.reviews if each.plan_fact == plan.fact_id]
    return PlanShown(
        plan=plan,
        goals=goals,
        reviews=[(each, text_shown(plan.participation, each.agreed)) for each in reviews],
        signatures=[(each, LANGUAGE_NAMES.get(each.language, "")) for each in parts.signatures
                    if each.plan_fact == plan.fact_id],
        said=steps_done(done, total),
        done=done,
        total=total,
        review_on=reviews[0].next_review_on if reviews else plan.first_review_on,
        statutory_where=text_shown(plan.participation, plan.statutory_where),
        closing_note=text_shown(plan.participation, plan.closing_note),
        hides=any(goal.locked or any(step.locked for step in goal.steps) for goal in goals),
    )  # fmt: skip


def goals_shown(
    plan_fact: uuid.UUID, participation: Participation, parts: Parts, day: datetime.date
) -> list[GoalShown]:
    """Return the goals of a plan with their steps, as their reader may see them."""
    return [
        _goal(each, [step for step in parts.steps if step.goal_fact == each.fact_id], participation, day)
        for each in parts.goals
        if each.plan_fact == plan_fact
    ]


def is_goal_locked(goal: PlanGoal, participation: Participation) -> bool:
    """Tell whether the reader may see no more of a goal than that it is there."""
    if may(participation, HEALTH_RIGHT):
        return False
    return area_of(participation.grant_project, goal.area).is_protected or any(
        speaks_of_health(each) for each in (goal.text, goal.own_words)
    )


def is_step_locked(step: PlanStep, participation: Participation) -> bool:
    """Tell whether the words of a step are hidden from the reader; its goal may lock it besides."""
    texts = (step.what, step.own_words, step.other_help, step.owner_name, step.drop_reason)
    return any(is_hidden(participation, text) for text in texts)


def is_hidden(participation: Participation, text: str) -> bool:
    """Tell whether a text speaks of health to a reader who may not read of it."""
    return not may(participation, HEALTH_RIGHT) and speaks_of_health(text)


def text_shown(participation: Participation, text: str) -> str:
    """Return a text as this reader may see it."""
    if is_hidden(participation, text):
        return str(_("What speaks of health is only for the person in charge."))
    return text


def owner_in_words(step: PlanStep, person: str = "") -> str:
    """Return who does a step; ``person`` stands for the person themself."""
    if step.owner_kind == StepOwner.COLLEAGUE:
        return step.owner.name if step.owner else ""
    if step.owner_kind == StepOwner.ORGANISATION:
        return step.owner_name
    return person or str(StepOwner.PERSON.label)


def help_in_words(step: PlanStep) -> str:
    """Return the kind of support of the project or the help of another organisation; blank for none."""
    return step.service_type.name if step.service_type else step.other_help


def steps_done(done: int, total: int) -> str:
    """Say how many steps are done."""
    if not total:
        return str(_("no steps yet"))
    counted = {"done": number(done), "total": number(total)}
    return ngettext("%(done)s of %(total)s step done", "%(done)s of %(total)s steps done", total) % counted


def _goal(goal: PlanGoal, steps: Sequence[PlanStep], participation: Participation, day: datetime.date) -> GoalShown:
    locked = is_goal_locked(goal, participation)
    shown = [_step(step, participation, day, locked=locked) for step in steps]
    done, total = progress(step.state for step in steps)
    coming: Any = next((each for each in shown if each.step.state in OPEN_STATES and not each.locked), None)
    return GoalShown(
        goal=goal,
        area=str(area_of(participation.grant_project, goal.area).name),
        steps=shown,
        said=steps_done(done, total),
        pips=[True] * done + [False] * (total - done),
        next=coming,
        locked=locked,
    )


def _step(step: PlanStep, participation: Participation, day: datetime.date, *, locked: bool) -> StepShown:
    state = StepState(step.state)
    overdue = is_overdue(step.state, step.due_on, day)
    if locked or is_step_locked(step, participation):
        return StepShown(step, str(state.label), TONES[state], overdue=overdue, locked=True)
    return StepShown(step, str(state.label), TONES[state], help_in_words(step), owner_in_words(step), overdue)
