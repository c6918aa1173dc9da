"""Plan and forecast in words: by which method, how sure, how many more a month the target asks for."""

import datetime
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.ui.formatting import month_year, number, short_date
from reporting.queries.forecast import Forecast, Verdict
from reporting.queries.plan import Plan

VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.REACHED: gettext_lazy("The target is reached."),
    Verdict.SAFE: gettext_lazy("Even if every month is like the weakest of them, the target is reached."),
    Verdict.LIKELY: gettext_lazy("The target is reached if it goes on like this; not if every month is the weakest."),
    Verdict.OPEN: gettext_lazy("The target is missed if it goes on like this; only months like the best one reach it."),
    Verdict.SHORT: gettext_lazy("The target is missed even if every month is like the best of them."),
}


def stands(actual: int, plan: int | None, target: int | None, ahead: Forecast | None) -> tuple[str, str]:
    """Say in a few words how a figure stands, and the tone of it."""
    if target is not None and actual >= target:
        return _("target reached"), "ok"
    if target is not None and ahead is not None and ahead.value < target:
        words = ngettext(
            "forecast %(count)s person below the target", "forecast %(count)s people below the target",
            target - ahead.value,
        )  # fmt: skip
        return words % {"count": number(target - ahead.value)}, "warn"
    if plan is not None and actual < plan:
        words = ngettext("%(count)s person below the plan", "%(count)s people below the plan", plan - actual)
        return words % {"count": number(plan - actual)}, "warn"
    return (_("as planned"), "ok") if plan is not None else ("", "")


def plan_words(plan: Plan | None) -> str:
    """Say where the plan comes from."""
    if plan is None:
        return _("There is no plan: the project names no target.")
    if plan.written is None:
        return _("Nobody has written a plan, so it is even steps up to the target; results begin after a quarter.")
    words = {
        "day": short_date(plan.written.made_at.date()),
        "name": plan.written.made_by.name if plan.written.made_by else "–",
        "why": plan.written.reason,
    }
    return _("Plan of %(day)s, %(name)s: %(why)s") % words


def forecast_words(ahead: Forecast | None, target: int | None, last_day: datetime.date) -> Sequence[str]:
    """Name the method of the forecast, its bounds and how sure it is."""
    if ahead is None:
        return [_("There is no forecast: it needs a full month behind it and days to come.")]
    said = [_method(ahead, last_day), *([_bounds(ahead)] if ahead.low < ahead.high else [])]
    if ahead.is_capped:
        said.append(_("More than %(cap)s cannot count by then.") % {"cap": number(ahead.cap)})
    if target is not None:
        said.append(str(VERDICTS[ahead.verdict(target)]))
    said.append(_("Three months say nothing of holidays, nor of what is planned: the forecast only goes on with them."))
    return said


def gap_words(ahead: Forecast | None, target: int | None) -> Sequence[str]:
    """Say how many a month the target asks for, beside how many it is now."""
    if ahead is None or not target or (needed := ahead.needed(target)) is None:
        return []
    missing = target - ahead.actual
    if missing <= 0:
        return [_("Nothing is missing to the target.")]
    words = ngettext("%(count)s person is missing.", "%(count)s people are missing.", missing)
    said = [words % {"count": number(missing)}]
    rates = {"needed": one_place(needed), "rate": one_place(ahead.rate), "left": one_place(ahead.left)}
    said.append(
        _("In the %(left)s months that are left, the target asks for %(needed)s a month; it was %(rate)s.") % rates
    )
    more = needed - ahead.rate
    if more > 0:
        said.append(_("That is %(more)s a month more than now.") % {"more": one_place(more, up=True)})
    return said


def one_place(amount: Fraction, *, up: bool = False) -> str:
    """Return an amount with one decimal at most; ``up``: never less than it is."""
    tenths = math.ceil(amount * 10) if up else int((amount * 20 + 1) // 2)
    return number(Decimal(tenths) / 10)


def _method(ahead: Forecast, last_day: datetime.date) -> str:
    months = ", ".join(f"{month_year(month).lower()}: {number(people)}" for month, people in ahead.months)
    words = {"rate": one_place(ahead.rate), "months": months, "day": short_date(last_day), "value": number(ahead.value)}
    said = _("Method: the mean of the last full months (%(months)s), %(rate)s a month, goes on to %(day)s: %(value)s.")
    return said % words


def _bounds(ahead: Forecast) -> str:
    words = {"low": number(ahead.low), "high": number(ahead.high)}
    return _("Bounds: %(low)s if every month is like the weakest of them, %(high)s if like the best.") % words
