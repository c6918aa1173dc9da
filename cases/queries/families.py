"""How each member of a family stands with plan and tasks, in one query for all of them (S6)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from beneficiaries.models import Participation
from cases.enums import StepState
from cases.models import IntegrationPlan, PlanStep, Task
from cases.querysets.tasks import KEEP
from portal.accounts.models import User


@dataclass(frozen=True)
class PlanProgress:
    """How many steps of an open plan are done, of how many; ``None`` in ``plan`` when there is no open plan."""

    plan: uuid.UUID | None
    done: int
    total: int


def plans_in_family(user: User, keys: Collection[Any]) -> dict[Any, tuple[str, PlanProgress]]:
    """Return number and progress of those of these participations whose plan ``user`` may see (one query)."""
    plans = IntegrationPlan.objects.current().filter(participation=OuterRef("pk"), closed_on__isnull=True)  # type: ignore[attr-defined]
    steps = PlanStep.objects.current().exclude(state=StepState.DROPPED).filter(plan_fact=OuterRef("plan"))  # type: ignore[attr-defined]
    people = Participation.objects.visible_to(user, "view_plan").filter(pk__in=keys)  # type: ignore[attr-defined]
    people = people.annotate(plan=Subquery(plans.values("fact_id")[:1])).annotate(
        done=_counted(steps.filter(state=StepState.DONE)), total=_counted(steps)
    )
    return {
        key: (number, PlanProgress(plan, done or 0, total or 0))
        for key, number, plan, done, total in people.values_list("pk", "number", "plan", "done", "total")
    }


def open_tasks_in_family(user: User, keys: Collection[Any]) -> dict[Any, tuple[str, int]]:
    """Return number and count of open tasks of those of these participations with any (one query)."""
    tasks = Task.objects.visible_to(user, KEEP).open().filter(participation__in=keys)  # type: ignore[attr-defined]
    counted = tasks.order_by().values("participation", "participation__number").annotate(count=Count("pk"))
    return {row["participation"]: (row["participation__number"], row["count"]) for row in counted}


def _counted(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by().values("plan_fact").annotate(count=Count("pk")).values("count"))
