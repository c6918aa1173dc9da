"""The plan by month: a new one is written beside the old ones, never over them."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording
from portal.programmes.models import GrantProject
from reporting.models import MonthlyPlan
from reporting.queries.forecast import why_no_path
from reporting.queries.plan import MONTH


class PlanRefused(ValueError):
    """A plan that cannot be followed: the reason is a code of ``why_no_path``."""


@transaction.atomic
def write_plan(
    project: GrantProject, indicator: str, path: Mapping[datetime.date, int], *, by: User, reason: str
) -> MonthlyPlan:
    """Write a plan for an indicator: month → how many by its end.

    Raises ``PlanRefused`` when it falls from one month to the next or ends below the target.
    """
    target = project.targets.get(indicator, {}).get("total")
    refused = why_no_path([path[month] for month in sorted(path)], target)
    if refused:
        raise PlanRefused(refused)
    plan = MonthlyPlan.objects.create(
        grant_project=project, indicator=indicator, reason=reason, made_by=by, made_at=moment_of_recording(),
        path={month.strftime(MONTH): people for month, people in sorted(path.items())},
    )  # fmt: skip
    record(Action.CREATE, by=by, obj=plan, grant_project=project, reason=reason, detail={"plan": indicator})
    return plan
