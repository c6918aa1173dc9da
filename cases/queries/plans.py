"""Reads about plans, their goals and steps, the talks about them and the signatures."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce

from beneficiaries.models import Care, Participation
from cases.models import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from portal.accounts.models import User
from portal.reads import ahead

PLAN, STEP, REVIEW = "plan", "step", "review"
M = TypeVar("M", IntegrationPlan, PlanGoal, PlanStep, PlanReview, PlanSignature)


@dataclass(frozen=True)
class PlanMark:
    """One plan, step or talk in force, without its sealed parts.

    ``on`` is the day it was made or held; ``until`` the day of the next talk or the last day of a step; ``word`` the
    state of a step, the reason of the end of a plan, or who held a talk; ``ended_on`` the end of a plan.
    """

    kind: str
    fact_id: uuid.UUID
    plan: uuid.UUID
    on: datetime.date | None
    until: datetime.date | None
    word: str
    ended_on: datetime.date | None


def marks_of(participation: Participation) -> list[PlanMark]:
    """Return all plans of a participation with their steps and talks, oldest first (one query)."""
    marks = [PlanMark(*row) for row in ahead(participation, mark_rows)]
    return sorted(marks, key=lambda mark: (mark.on or datetime.date.min, mark.fact_id))


def mark_rows(participation: Participation) -> QuerySet:
    """Return the rows of ``marks_of``."""
    plans = _columns(IntegrationPlan, participation, PLAN, F("fact_id"), "opened_on", "first_review_on", "end_reason",
                     F("closed_on"))  # fmt: skip
    steps = _columns(PlanStep, participation, STEP, F("plan_fact"), "", "due_on", "state")
    reviews = _columns(PlanReview, participation, REVIEW, F("plan_fact"), "held_on", "next_review_on", "held_by")
    return plans.union(steps, reviews, all=True)


def plans_of(participation: Participation) -> list[IntegrationPlan]:
    """Return the plans of a participation, the open one first, then the latest (one query)."""
    return _read(IntegrationPlan, participation, F("closed_on").desc(nulls_first=True), "-opened_on", "-fact_id")


def goals_of(participation: Participation) -> list[PlanGoal]:
    """Return the goals of all plans of a participation in the order in which they were set (one query)."""
    return _of(participation, ahead(participation, goal_rows))


def goal_rows(participation: Participation) -> QuerySet[PlanGoal]:
    """Return the rows of ``goals_of``."""
    return _rows(PlanGoal, participation, "fact_id")


def steps_of(participation: Participation) -> list[PlanStep]:
    """Return the steps of all plans of a participation, the earliest last day first (one query)."""
    return _of(participation, ahead(participation, step_rows))


def step_rows(participation: Participation) -> QuerySet[PlanStep]:
    """Return the rows of ``steps_of``."""
    return _rows(PlanStep, participation, "due_on", "fact_id")


def reviews_of(participation: Participation) -> list[PlanReview]:
    """Return the talks about all plans of a participation, the latest first (one query)."""
    return _read(PlanReview, participation, "-held_on", "-fact_id")


def signatures_of(participation: Participation) -> list[PlanSignature]:
    """Return the signatures under all plans of a participation, the latest first (one query)."""
    return _read(PlanSignature, participation, "-signed_on", "-fact_id")


def versions_of(participation: Participation) -> list[PlanGoal | PlanStep]:
    """Return every version of every goal and step of a participation, the latest first (two queries)."""
    goals = PlanGoal.objects.filter(participation=participation).select_related("recorded_by")
    steps = PlanStep.objects.filter(participation=participation)
    rows = [*goals, *steps.select_related("recorded_by", "service_type", "owner")]
    known = [_with_participation(row, participation) for row in rows]
    return sorted(known, key=lambda row: (row.recorded_at, row.pk), reverse=True)


def open_plan_of(participation: Participation) -> IntegrationPlan | None:
    """Return the open plan; ``None`` when there is none."""
    rows = IntegrationPlan.objects.current().filter(participation=participation, closed_on__isnull=True)  # type: ignore[attr-defined]
    return _with_participation(rows.select_related("recorded_by").first(), participation)


def part_of(model: type[M], plan: IntegrationPlan, key: uuid.UUID) -> M | None:
    """Return the goal, step, talk or signature ``key`` of a plan; ``None`` when it has no such part."""
    rows = model.objects.current().filter(participation=plan.participation, plan_fact=plan.fact_id, fact_id=key)  # type: ignore[attr-defined]
    return _with_participation(rows.select_related("recorded_by").first(), plan.participation)


def plans_to_review(account: User, until: datetime.date) -> QuerySet[IntegrationPlan]:
    """Return open plans of people in the charge of ``account`` to be talked about up to a day, the earliest first.

    ``review_on`` is that day.
    """
    in_charge = Care.objects.filter(
        person=OuterRef("person"), grant_project=OuterRef("grant_project"), caseworker=account
    )
    people = Participation.objects.visible_to(account, "record_plan").filter(Exists(in_charge))
    latest = PlanReview.objects.current().filter(plan_fact=OuterRef("fact_id")).order_by("-held_on", "-fact_id")  # type: ignore[attr-defined]
    return (
        IntegrationPlan.objects.current()  # type: ignore[attr-defined]
        .filter(closed_on__isnull=True, participation__in=people)
        .annotate(review_on=Coalesce(Subquery(latest.values("next_review_on")[:1]), F("first_review_on")))
        .filter(review_on__lte=until)
        .select_related("participation__person")
        .order_by("review_on", "fact_id")
    )


def _read(model: type[M], participation: Participation, *order: Any) -> list[M]:
    return _of(participation, _rows(model, participation, *order))


def _rows(model: type[M], participation: Participation, *order: Any) -> QuerySet[M]:
    related = ["service_type", "owner"] if model is PlanStep else ["recorded_by"]
    return model.objects.current().filter(participation=participation).select_related(*related).order_by(*order)  # type: ignore[attr-defined]


def _of(participation: Participation, rows: Iterable[M]) -> list[M]:
    return [_with_participation(row, participation) for row in rows]


def _with_participation(row: Any, participation: Participation) -> Any:
    """Hand over the participation that is loaded already: sealed fields need its key."""
    if row is not None:
        row.participation = participation
    return row


def _columns(
    model: Any, participation: Participation, kind: str, plan: Any, on: str, until: str, word: str, ended: Any = None
) -> QuerySet:
    nothing = Cast(Value(None), DateField())
    columns = {
        "of_kind": Value(kind, TextField()),
        "fact": F("fact_id"),
        "of_plan": plan,
        "day": F(on) if on else nothing,
        "up_to": F(until),
        "said": Cast(word, TextField()),
        "ended": ended or nothing,
    }
    rows = model.objects.current().filter(participation=participation)
    return rows.order_by().annotate(**columns).values_list(*columns)
