"""The steering page: plan, actual and forecast of each target, by month, group and sex."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.enums import Sex
from portal.programmes.models import TargetGroup
from portal.ui.charts import Bar, CumulativeLine, GroupBars, Step
from portal.ui.formatting import number
from reporting.queries.forecast import Forecast, forecast, month_end, months_between, months_of, plan_on, share_of
from reporting.queries.growth import Counted
from reporting.queries.plan import Plan, last_day_of
from reporting.rules import Indicator
from reporting.tables.dashboard import DETAIL
from reporting.tables.periods import PROJECT, Chosen
from reporting.tables.steering_words import forecast_words, gap_words, plan_words, stands

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class Goal:
    """One target: where it stands, where it goes, in figures, words and charts."""

    code: str
    name: str
    actual: int
    target: int | None
    plan: int | None
    forecast: Forecast | None
    url: str
    plan_url: str
    state: tuple[str, str]
    plan_words: str
    forecast_words: Sequence[str]
    gap_words: Sequence[str]
    chart: CumulativeLine
    chart_words: str
    groups: GroupBars
    sexes: GroupBars

    @property
    def value(self) -> int | None:
        """What the forecast says, if there is one."""
        return self.forecast.value if self.forecast else None


class Steering:
    """Turns what was counted into goals, as far as the account may open people and write plans."""

    def __init__(
        self,
        chosen: Chosen,
        day: datetime.date,
        counted: Sequence[Counted],
        plans: Mapping[str, Plan],
        groups: Sequence[TargetGroup],
        *,
        opens: bool,
        steers: bool,
        few: int = 0,
    ) -> None:
        """Remember what every goal needs; ``day`` is the day of the data.

        ``few``: below how many people no group of a result is said: groups of results are not in the fund's table.
        """
        self._few = few
        self._chosen, self._day, self._counted, self._plans, self._groups = chosen, day, counted, plans, groups
        self._opens, self._steers = opens, steers

    def goal(self, indicator: Indicator, cap: int | None, caps: Mapping[int, int] | None = None) -> Goal:
        """Return a goal; ``cap`` is how many it can be at most, of participants the open places.

        ``caps`` says the same of each target group, by its key; otherwise its target.
        """
        project, day, plan = self._chosen.project, self._day, self._plans.get(indicator.code)
        rows = [row for row in self._counted if row.indicator == indicator.code]
        actual = sum(row.people for row in rows)
        target = project.targets.get(indicator.code, {}).get("total")
        ahead = self._forecast(indicator, rows, cap)
        planned = plan.on(day) if plan else None
        return Goal(
            code=indicator.code,
            name=str(indicator.name),
            actual=actual,
            target=target,
            plan=planned,
            forecast=ahead,
            url=self._people(indicator) if actual else "",
            plan_url=self._plan_address(indicator) if self._steers else "",
            state=stands(actual, planned, target, ahead),
            plan_words=plan_words(plan),
            forecast_words=forecast_words(ahead, target, last_day_of(project, indicator)),
            gap_words=gap_words(ahead, target),
            chart=CumulativeLine(self._steps(indicator, rows, plan, ahead), target),
            chart_words=_chart_words(actual, planned, ahead),
            groups=self._group_bars(indicator, rows, plan, target, caps or {}),
            sexes=self._sex_bars(indicator, rows),
        )

    def _plan_address(self, indicator: Indicator) -> str:
        return f"{reverse('steering_plan', args=[indicator.code])}?{PROJECT}={self._chosen.project.code}"

    def _forecast(self, indicator: Indicator, rows: Iterable[Counted], cap: int | None) -> Forecast | None:
        project, kept = self._chosen.project, list(rows)
        return forecast(
            _by_month(kept), sum(row.people for row in kept), self._day, project.starts_on,
            last_day_of(project, indicator), cap,
        )  # fmt: skip

    def _steps(
        self, indicator: Indicator, rows: Sequence[Counted], plan: Plan | None, ahead: Forecast | None
    ) -> list[Step]:
        project, day = self._chosen.project, self._day
        by_month, total, steps = _by_month(rows), 0, []
        for month in months_of(project.starts_on, last_day_of(project, indicator)):
            end = month_end(month)
            known = month <= day
            total += by_month.get(month, 0)
            left = _ahead(ahead, day, min(end, last_day_of(project, indicator)))
            steps.append(
                Step(
                    ROMAN[month.month - 1], str(month.year), total if known else None,
                    plan_on(plan.path, end) if plan else None, *left,
                )
            )  # fmt: skip
        return steps

    def most_of_groups(self, indicator: Indicator) -> dict[int, int]:
        """Return by the key of each target group how many there will be in it on the last day, as the forecast says."""
        rows = [row for row in self._counted if row.indicator == indicator.code]
        found = {}
        for group in self._groups:
            own = [row for row in rows if row.group == group.pk]
            ahead = self._forecast(indicator, own, group.target)
            found[group.pk] = ahead.value if ahead else sum(row.people for row in own)
        return found

    def _group_bars(
        self,
        indicator: Indicator,
        rows: Sequence[Counted],
        plan: Plan | None,
        target: int | None,
        caps: Mapping[int, int],
    ) -> GroupBars:
        bars = [
            self._group_bar(group, indicator, rows, plan, target, caps.get(group.pk, group.target))
            for group in self._groups
        ]
        is_few = indicator.is_result and any(0 < bar.value < self._few for bar in bars)
        return GroupBars([] if is_few else bars)

    def _group_bar(
        self,
        group: TargetGroup,
        indicator: Indicator,
        rows: Sequence[Counted],
        plan: Plan | None,
        target: int | None,
        cap: int | None,
    ) -> Bar:
        """A group has a target of its own for participants alone; the plan is its share of the whole."""
        own = [row for row in rows if row.group == group.pk]
        value, aim = sum(row.people for row in own), None if indicator.is_result else group.target
        planned = plan_on(share_of(plan.path, aim, target), self._day) if plan and aim and target else None
        ahead = self._forecast(indicator, own, cap)
        words = stands(value, planned, aim, ahead)[0] if aim else ""
        url = self._people(indicator, grupa=group.code) if value else ""
        return Bar(group.name, value, aim, planned, ahead.value if ahead else None, words, url)

    def _sex_bars(self, indicator: Indicator, rows: Sequence[Counted]) -> GroupBars:
        targets = self._chosen.project.targets.get(indicator.code, {})
        bars = []
        for sex, name, key in ((Sex.WOMAN, _("women"), "women"), (Sex.MAN, _("men"), "men")):
            value = sum(row.people for row in rows if row.sex == sex)
            url = self._people(indicator, plec=str(sex)) if value else ""
            bars.append(Bar(name, value, targets.get(key), url=url))
        return GroupBars(bars, one_scale=True)

    def _people(self, indicator: Indicator, **more: str) -> str:
        return self._chosen.address(reverse(DETAIL, args=[indicator.code]), **more) if self._opens else ""


def _by_month(rows: Iterable[Counted]) -> dict[datetime.date, int]:
    found: dict[datetime.date, int] = defaultdict(int)
    for row in rows:
        found[row.day.replace(day=1)] += row.people
    return found


def _ahead(ahead: Forecast | None, day: datetime.date, end: datetime.date) -> tuple[int | None, int | None, int | None]:
    """Return forecast and bounds at the end of a month; nothing for a month that is over."""
    if ahead is None or end <= day:
        return (None, None, None)
    left = months_between(day, end)
    return (ahead.after(ahead.rate, left), ahead.after(ahead.low_rate, left), ahead.after(ahead.high_rate, left))


def _chart_words(actual: int, planned: int | None, ahead: Forecast | None) -> str:
    said = [_("Counted so far: %(count)s.") % {"count": number(actual)}]
    if planned is not None:
        said.append(_("Plan to date: %(count)s.") % {"count": number(planned)})
    if ahead is not None:
        words = {"value": number(ahead.value), "low": number(ahead.low), "high": number(ahead.high)}
        said.append(_("Forecast: %(value)s, between %(low)s and %(high)s.") % words)
    return " ".join(said)
