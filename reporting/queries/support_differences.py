"""Whose support differs between two states of a report of the same days: how often, for how long, and why."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portal.programmes.models import GrantProject
from reporting.queries.causes import causes_of_support
from reporting.queries.support import support_by_person
from reporting.queries.table import shared_rules
from reporting.rules import Indicator, Period

NOTHING = (0, Decimal("0.00"))


def support_differences(
    project: GrantProject, before: Period, after: Period, indicators: Sequence[Indicator]
) -> list[dict[str, Any]]:
    """Return each kind and number with other support than before, as an edition keeps it; nothing for other days.

    Both sides are read from the facts as known then: an edition freezes the sums of support, not who received it.
    """
    if (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on):
        return []
    base = shared_rules(indicators)
    was, now = (support_by_person(project, period, base) for period in (before, after))
    changed = sorted(key for key in was.keys() | now.keys() if was.get(key, NOTHING) != now.get(key, NOTHING))
    if not changed or before.known_on is None or after.known_on is None:
        return []
    days = (before.starts_on, before.ends_on)
    causes = causes_of_support(project, before.known_on, after.known_on, changed, base, days)
    return [
        {
            "kind": kind,
            "number": number,
            "before": _said(was.get((kind, number), NOTHING)),
            "after": _said(now.get((kind, number), NOTHING)),
            "causes": [each.as_json() for each in causes[kind, number]],
        }
        for kind, number in changed
    ]


def _said(given: tuple[int, Decimal]) -> list[Any]:
    times, hours = given
    return [times, str(hours)]
