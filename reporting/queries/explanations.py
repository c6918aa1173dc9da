"""What was written down about gaps that stay: by check, the last one first."""

from collections.abc import Iterable, Mapping, Sequence

from portal.programmes.models import GrantProject
from portal.quality import Level
from reporting.models import GapExplanation
from reporting.queries.quality import Found
from reporting.rules import Period

Explanations = Mapping[str, Sequence[GapExplanation]]


def explanations_of(project: GrantProject, period: Period) -> Explanations:
    """Return the explanations that speak of days of the period, as far as they were known (one query)."""
    rows = GapExplanation.objects.filter(
        grant_project=project, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    if period.known_on is not None:
        rows = rows.filter(made_at__lte=period.known_on)
    found: dict[str, list[GapExplanation]] = {}
    for row in rows.select_related("made_by").order_by("-made_at", "-pk"):
        found.setdefault(row.check_code, []).append(row)
    return found


def not_explained(found: Found, explanations: Explanations) -> int:
    """Return how many people of a gap no explanation speaks of: the last one stands for as many as it saw."""
    last = next(iter(explanations.get(found.check.code, ())), None)
    return max(found.people - (last.people if last else 0), 0)


def unexplained(found: Iterable[Found], explanations: Explanations) -> list[Found]:
    """Return the gaps that block, and the others that nobody has explained for everybody they concern."""
    return [
        each
        for each in found
        if each.people and (each.check.level is Level.BLOCKING or not_explained(each, explanations))
    ]
