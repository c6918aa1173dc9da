"""The plan itself: made, changed, closed (R95–R96)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from cases.domain import plans as domain
from cases.forms import plan as forms
from cases.models import IntegrationPlan
from cases.queries.plans import plans_of
from cases.rules.plan import next_review
from cases.tables.plan import is_hidden
from cases.views.plan_acts import CHANGE, CHANGED, act_on_plan, offering, open_plan, values_of
from cases.views.plan_screens import Screen, answer, tab_of
from portal.clock import today

PLAN_FIELDS = ("opened_on", "first_review_on", "statutory_programme", "statutory_where")


@act_on_plan("plan-new")
def new_plan(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Make a plan; what an earlier one says of the statutory programme is not asked again."""
    plans = plans_of(participation)
    if plans and plans[0].closed_on is None:
        messages.info(request, _("There is an open plan already. Close it before you make another."))
        return redirect(tab_of(participation))
    known = values_of(plans[0], PLAN_FIELDS[2:]) if plans and not _hides_where(plans[0]) else {}
    initial = {"opened_on": today(), "first_review_on": next_review(today()), **known}
    screen = Screen(
        gettext_lazy("Make a plan"), gettext_lazy("Save the plan"),
        gettext_lazy("The plan is made. Add the first goal."), forms.PlanForm,
        lambda by, values: domain.open_plan(participation, values, by=by), initial,
        note=gettext_lazy(
            "What you agree on with the person. It is not the statutory „indywidualny program integracji”."
        ),
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-change")
def change_plan(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Change the days of the plan and what is known of the statutory programme."""
    plan = open_plan(participation)
    screen = Screen(
        gettext_lazy("Change the plan"), CHANGE, CHANGED, offering(forms.PlanChange, without_where=_hides_where(plan)),
        lambda by, values: domain.change_plan(plan, values, by=by), values_of(plan, PLAN_FIELDS), plan,
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-close")
def close_plan(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Close the plan; it stays readable."""
    plan = open_plan(participation)
    screen = Screen(
        gettext_lazy("Close the plan"), gettext_lazy("Close the plan"),
        gettext_lazy("The plan is closed. It stays readable."), offering(forms.CloseForm, opened_on=plan.opened_on),
        lambda by, values: domain.close_plan(plan, values, by=by), {"closed_on": today()}, plan,
        note=gettext_lazy("A closed plan is not changed any more. A new one can be made."),
    )  # fmt: skip
    return answer(request, participation, screen)


def _hides_where(plan: IntegrationPlan) -> bool:
    return is_hidden(plan.participation, plan.statutory_where)
