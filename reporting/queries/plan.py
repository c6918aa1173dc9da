"""The plan by month: the one that a coordinator wrote last, otherwise even steps up to the target."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from portal.programmes.models import GrantProject
from reporting.models import MonthlyPlan
from reporting.queries.forecast import default_path, plan_on
from reporting.rules import Indicator

MONTH = "%Y-%m"


@dataclass(frozen=True)
class Plan:
    """How many are to count by the end of each month; ``written`` is who wrote it, ``None`` for even steps."""

    indicator: str
    path: dict[datetime.date, int]
    written: MonthlyPlan | None = None

    def on(self, day: datetime.date) -> int:
        """Return the plan for a day."""
        return plan_on(self.path, day)


def plans_of(project: GrantProject, indicators: Sequence[Indicator]) -> dict[str, Plan]:
    """Return the plan of each of these indicators that has a target or a plan of its own (one query)."""
    written: dict[str, MonthlyPlan] = {}
    for row in versions_of(project, [indicator.code for indicator in indicators]):
        written.setdefault(row.indicator, row)
    found = {indicator.code: _plan(project, indicator, written.get(indicator.code)) for indicator in indicators}
    return {code: plan for code, plan in found.items() if plan is not None}


def versions_of(project: GrantProject, codes: Sequence[str]) -> list[MonthlyPlan]:
    """Return every plan that was written for these indicators, the last one first (one query)."""
    rows = MonthlyPlan.objects.filter(grant_project=project, indicator__in=codes).select_related("made_by")
    return list(rows.order_by("-made_at", "-pk"))


def path_of(row: MonthlyPlan) -> dict[datetime.date, int]:
    """Return the months of a written plan in order."""
    return {datetime.datetime.strptime(month, MONTH).date(): people for month, people in sorted(row.path.items())}


def last_day_of(project: GrantProject, indicator: Indicator) -> datetime.date:
    """Return the last day on which somebody can count: results also in the window after the project (R3, R40)."""
    return last_day_of_results(project) if indicator.is_result else project.ends_on


def last_day_of_results(project: GrantProject) -> datetime.date:
    """Return the last day of the window of whoever leaves on the last day of the project; reports end there (R3)."""
    return project.ends_on + datetime.timedelta(days=project.result_window_days)


def _plan(project: GrantProject, indicator: Indicator, row: MonthlyPlan | None) -> Plan | None:
    if row is not None:
        return Plan(indicator.code, path_of(row), row)
    target = project.targets.get(indicator.code, {}).get("total")
    if not target:
        return None
    path = default_path(target, project.starts_on, project.ends_on, is_result=indicator.is_result)
    return Plan(indicator.code, path)
