"""The plans of invented people: one under way and one that was closed for each caseworker."""

import datetime
import uuid

from beneficiaries.rules.age import OF_AGE
from cases.enums import PlanEnd, StatutoryProgramme, StepOwner, StepState
from cases.models import IntegrationPlan, NeedsDiagnosis, PlanGoal, PlanReview, PlanSignature, PlanStep
from cases.rules.plan import LOW, next_review, who_signs
from tryout.domain.caseload import Case, Cases
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, moment, open_day
from tryout.rules.casework import (
    AGREED,
    CLOSED_WITH,
    COLLEAGUE,
    DROPPED_BECAUSE,
    GOALS,
    GOALS_OF_CHILDREN,
    ON_THE_WAY,
    PERSON,
    Goal,
    Step,
)
from tryout.rules.own_words import own_words_for

FIRST_REVIEWS = (-1, None, 6, 30, None, 20)
"""Days from the invented day to the first review of each caseworker's plan; ``None``: it was held."""
HELD = 5
"""Days ago."""
PROGRAMMES = (StatutoryProgramme.NO, StatutoryProgramme.NO, StatutoryProgramme.UNKNOWN, StatutoryProgramme.YES)
ALL_DONE = (((StepState.DONE, 0),) * 3,) * 2


def add_plans(pen: Pen, cases: Cases) -> None:
    """Let the plans wait in the ledger (one query)."""
    for place, held in enumerate(cases.values()):
        with_first = _first_assessments(held)
        going = next((each for each in held if each.takes_part and each.participation.pk in with_first), None)
        gone = next((each for each in held if not each.takes_part and each.participation.pk in with_first), None)
        if going:
            _under_way(pen, going, place, with_first[going.participation.pk])
        if gone:
            _closed(pen, gone, with_first[gone.participation.pk])


def _first_assessments(held: list[Case]) -> dict[uuid.UUID, dict[str, int]]:
    of_these = [each.participation.pk for each in held]
    rows = NeedsDiagnosis.objects.current().filter(participation__in=of_these, stage="entry")
    return dict(rows.values_list("participation", "scores"))


def _under_way(pen: Pen, case: Case, place: int, scores: dict[str, int]) -> None:
    opened = _opened(case, TODAY)
    first = FIRST_REVIEWS[place % len(FIRST_REVIEWS)]
    held_on = TODAY - datetime.timedelta(days=HELD)
    plan = _plan(pen, case, opened, held_on if first is None else TODAY + datetime.timedelta(days=first), place)
    pen.ledger.add(moment(opened, 13), plan)
    _add_goals(pen, case, plan, scores, ON_THE_WAY)
    _sign(pen, case, plan)
    if first is None:
        _review(pen, case, plan, held_on, AGREED)


def _closed(pen: Pen, case: Case, scores: dict[str, int]) -> None:
    ended = case.version.end_on
    if ended is None:
        return
    opened = _opened(case, ended)
    plan = _plan(pen, case, opened, next_review(opened), 0)
    plan.closed_on, plan.end_reason, plan.closing_note = ended, PlanEnd.REACHED, CLOSED_WITH
    pen.ledger.add(moment(ended, 13), plan)
    _add_goals(pen, case, plan, scores, ALL_DONE)
    _sign(pen, case, plan)
    _review(pen, case, plan, open_day(opened + (ended - opened) / 2), AGREED)


def _opened(case: Case, latest: datetime.date) -> datetime.date:
    start = case.version.start_on or latest
    return min(open_day(start + datetime.timedelta(days=7), saturdays=False), latest)


def _plan(pen: Pen, case: Case, opened: datetime.date, first: datetime.date, place: int) -> IntegrationPlan:
    programme = PROGRAMMES[place % len(PROGRAMMES)]
    where = "PCPR, nauka polskiego" if programme == StatutoryProgramme.YES else ""
    return IntegrationPlan(
        participation=case.participation, opened_on=opened, first_review_on=first, statutory_programme=programme,
        statutory_where=where, recorded_by=case.caseworker,
    )  # fmt: skip


def _add_goals(pen: Pen, case: Case, plan: IntegrationPlan, scores: dict[str, int], states: tuple) -> None:
    """Agree on two goals, in the areas with the lowest levels."""
    words = GOALS if case.age >= OF_AGE else GOALS_OF_CHILDREN
    lowest = sorted((area for area in words if area in scores), key=lambda area: (scores[area] > LOW, scores[area]))
    for area, of_steps in zip(lowest, states, strict=False):
        _add_goal(pen, case, plan, area, words[area], of_steps)


def _add_goal(pen: Pen, case: Case, plan: IntegrationPlan, area: str, words: Goal, states: tuple) -> None:
    at = moment(plan.opened_on, 14)
    goal = PlanGoal(
        participation=case.participation, plan_fact=plan.fact_id, area=area, text=words.text,
        own_words=own_words_for(case.participation.person.contact_language, words.text), recorded_by=case.caseworker,
    )  # fmt: skip
    pen.ledger.add(at, goal)
    for step, (state, days) in zip(words.steps, states, strict=True):
        due_on = (plan.closed_on or TODAY) + datetime.timedelta(days=days)
        pen.ledger.add(at, _step(pen, case, goal, step, StepState(state), due_on))


def _step(
    pen: Pen, case: Case, goal: PlanGoal, step: Step, state: StepState, due_on: datetime.date
) -> PlanStep:  # fmt: skip
    kind, owner = pen.kinds.get(step.help), StepOwner.ORGANISATION
    if step.owner in (PERSON, COLLEAGUE):
        owner = StepOwner(step.owner)
    return PlanStep(
        participation=case.participation, plan_fact=goal.plan_fact, goal_fact=goal.fact_id, what=step.what,
        own_words=own_words_for(case.participation.person.contact_language, step.what),
        service_type=kind, other_help="" if kind else step.help, owner_kind=owner,
        owner=case.caseworker if owner == StepOwner.COLLEAGUE else None,
        owner_name=step.owner if owner == StepOwner.ORGANISATION else "", due_on=due_on, state=state,
        drop_reason=DROPPED_BECAUSE if state == StepState.DROPPED else "", recorded_by=case.caseworker,
    )  # fmt: skip


def _review(pen: Pen, case: Case, plan: IntegrationPlan, held_on: datetime.date, agreed: str) -> None:
    review = PlanReview(
        participation=case.participation, plan_fact=plan.fact_id, held_on=held_on, held_by=case.caseworker.name,
        agreed=agreed, next_review_on=next_review(held_on), recorded_by=case.caseworker,
    )  # fmt: skip
    pen.ledger.add(moment(held_on, 15), review)


def _sign(pen: Pen, case: Case, plan: IntegrationPlan) -> None:
    person = case.participation.person
    is_adult = case.age >= OF_AGE
    signature = PlanSignature(
        participation=case.participation, plan_fact=plan.fact_id, signed_on=plan.opened_on,
        signer=who_signs(case.age), signer_name="" if is_adult else f"O. {person.surname}",
        colleague=case.caseworker.name, language="uk" if person.contact_language == "uk" else "pl",
        recorded_by=case.caseworker,
    )  # fmt: skip
    pen.ledger.add(moment(plan.opened_on, 15), signature)
