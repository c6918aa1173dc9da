"""The JSON of ``indicators`` and ``explain`` (contracts §1–§2)."""

from decimal import Decimal
from typing import Any

from portal.programmes.models import GrantProject
from reporting.indicators.sentences import sentence
from reporting.queries.people import Explanation
from reporting.queries.table import Table
from reporting.rules import Line, Period, fact_as_text


def table_as_json(project: GrantProject, period: Period, table: Table) -> dict[str, Any]:
    """Return the indicator table in the shape of contracts §2."""
    return {
        "project": project.code,
        "from": period.starts_on.isoformat(),
        "to": period.ends_on.isoformat(),
        "known_on": period.known_on.isoformat() if period.known_on else None,
        "indicators": [
            {
                "code": line.code,
                "name": line.name,
                "unit": line.unit,
                "target": line.target,
                **_counts(line),
                **_own(line),
            }
            for line in table.indicators
        ],
        "groups": [
            {"code": line.code, "name": line.name, "target": line.target["total"], **_counts(line)}
            for line in table.groups
        ],
        "support": [
            {
                "code": line.code,
                "name": line.name,
                "persons": line.persons,
                "deliveries": line.deliveries,
                "hours": str(line.hours),
            }
            for line in table.support
        ],
    }


def _counts(line: Line) -> dict[str, Any]:
    return {
        "period": line.period.as_json(),
        "cumulative": line.cumulative.as_json(),
        "percent": _percent(line.percent),
    }


def _own(line: Line) -> dict[str, Any]:
    """Return what is said of indicators that people of the project built, beside what is said of all."""
    return {"own": True, "version": line.version, "target_is_minimum": line.is_lower_bound} if line.is_own else {}


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def explanation_as_json(number: str, explanation: Explanation, *, with_period: bool = False) -> dict[str, Any]:
    """Return one explanation in the shape of contracts §1; sentences in the active language.

    ``with_period`` adds whether the day that counts lies inside the period; ``counted`` is cumulative.
    """
    period = {"in_period": explanation.in_period} if with_period else {}
    return {
        "person": number,
        "indicator": explanation.indicator.code,
        "counted": explanation.counted,
        "since": fact_as_text(explanation.since) or None,
        "rules": [
            {
                "rule": check.rule.code,
                "passed": check.passed,
                "fact": fact_as_text(check.fact),
                "sentence": sentence(check),
            }
            for check in explanation.checks
        ],
        **period,
    }
