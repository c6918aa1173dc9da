"""The numbers of one person's record: where they count since when, where not, why, and what would change it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.policy.decisions import can
from portal.records import RecordTab
from portal.ui.parts import Link
from reporting.indicators.conditions import BASE
from reporting.indicators.own import reported_indicators
from reporting.queries.once import counted_with
from reporting.queries.people import Check, Explanation, explain
from reporting.rules import Indicator, Period
from reporting.tables.detail import said_of
from reporting.tables.fixes import fix_of_check, fix_of_rule

RIGHT, COMPARE = "view_numbers", "decide_duplicates"


@dataclass(frozen=True)
class Reason:
    """A condition that is not met: the sentence with its fact, the condition, and the form that mends it, if any."""

    words: str
    condition: str
    fix: Link | None


@dataclass(frozen=True)
class NumberLine:
    """One indicator about one person."""

    indicator: Indicator
    since: Any
    reasons: Sequence[Reason]
    why_url: str

    @property
    def can_change(self) -> bool:
        """Tell whether something that can still be recorded would make the person count."""
        return all(reason.fix for reason in self.reasons)


def numbers_page(request: HttpRequest, participation: Any) -> dict[str, Any]:
    """Return what the page shows: one statement explains every indicator, however many there are.

    A record that gives way to another one of the same person counts nowhere, and says so to who may know of both.
    """
    project = participation.grant_project
    indicators = [each for each in reported_indicators(project) if each.rules]
    period = Period.whole(ends_on=today())
    instead = counted_with(participation, request.user, period)  # type: ignore[arg-type]
    if instead is not None:
        return {"instead": instead, "may_compare": can(request.user, COMPARE, participation.person)}  # type: ignore[arg-type]
    found = explain(participation, indicators, period)
    common = [check for check in found[0].checks if check.rule in BASE and not check.passed]
    lines = [_line(each, participation) for each in found]
    return {
        "common": list(_reasons(common, found[0], participation)),
        "counted": [line for line in lines if line.since],
        "mendable": [line for line in lines if not line.since and line.can_change],
        "left_out": [line for line in lines if not line.since and not line.can_change],
        "day": today(),
    }


def _line(explanation: Explanation, participation: Any) -> NumberLine:
    own = _told_apart(check for check in explanation.checks if check.rule not in BASE and not check.passed)
    code = explanation.indicator.code
    return NumberLine(
        explanation.indicator,
        explanation.since,
        list(_reasons(own, explanation, participation)),
        reverse("indicator_person", args=[code, participation.number]),
    )


def _told_apart(checks: Iterable[Check]) -> list[Check]:
    """Leave out conditions about a fact whose absence an earlier one has named already."""
    told: dict[str, Check] = {}
    apart = []
    for check in checks:
        if check.rule.fact not in told or check.fact not in (None, ""):
            apart.append(check)
        told[check.rule.fact] = check
    return apart


def _reasons(checks: Iterable[Check], explanation: Explanation, participation: Any) -> Iterable[Reason]:
    for check in checks:
        words = said_of(check, explanation.checks, participation.grant_project, today())
        yield Reason(words, str(check.rule.condition), _fix(check, participation))


def _fix(check: Check, participation: Any) -> Link | None:
    """Return the form that would make the condition come true, for those who may use it."""
    fix = fix_of_rule(check.rule.mended_as or check.rule.code)
    if fix is None and check.rule.read is not None and check.fact in (None, ""):
        fix = fix_of_check("incomplete")
    if fix is None or not participation.rights.get(fix.action, False):
        return None
    return Link(str(fix.label), fix.url(participation.number))


TAB = RecordTab("numbers", 60, _("Numbers"), "liczby", RIGHT, numbers_page, "reporting/record_numbers.html")
