"""What the acts on a plan share: how one is declared, the open plan and its parts, how a form gets its offers."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record
from cases.models import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from cases.queries.plans import open_plan_of, part_of
from cases.tables.record_plan import RECORD
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered

METHODS = ["GET", "HEAD", "POST"]
CHANGE, CHANGED = gettext_lazy("Save the change"), gettext_lazy("The change is saved.")
P = TypeVar("P", PlanGoal, PlanStep, PlanReview, PlanSignature)
Act = Callable[..., HttpResponse]


def act_on_plan(page: str) -> Callable[[Act], Act]:
    """Declare an act on the plan: the record is opened, and a form that was sent already leads to its answer."""

    def mark(view: Act) -> Act:
        @requires(RECORD)
        @require_http_methods(METHODS)
        @wraps(view)
        def act(request: HttpRequest, number: str, **keys: uuid.UUID) -> HttpResponse:
            participation = opened_record(request, RECORD, number, page)
            done = already_answered(request) if request.method == "POST" else None
            return done or view(request, participation, **keys)

        return act

    return mark


def open_plan(participation: Participation) -> IntegrationPlan:
    """Return the open plan; without one there is nothing to act on (404)."""
    plan = open_plan_of(participation)
    if plan is None:
        raise Refused(RECORD, "integrationplan", participation.number)
    return plan


def part_of_open_plan(participation: Participation, model: type[P], key: uuid.UUID) -> tuple[IntegrationPlan, P]:
    """Return the open plan and a part of it; what is not there and what is closed are the same."""
    plan = open_plan(participation)
    part = part_of(model, plan, key)
    if part is None:
        raise Refused(RECORD, model._meta.model_name or "", str(key))
    return plan, part


def offering(form: Any, **own: Any) -> Any:
    """Return how a form with offers of its own is made."""
    return lambda *args, **kwargs: form(*args, **own, **kwargs)


def of_plan(plan: IntegrationPlan, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a new part: its participation stands first, as the key of what is sealed."""
    return {"participation": plan.participation, **values}


def values_of(fact: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of a form's fields for what is recorded."""
    return {name: getattr(fact, name) for name in names}
