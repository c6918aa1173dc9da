"""What may be wrong behind a report: every check of every app, counted in two statements (contracts §3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.people import in_force
from portal.programmes.models import GrantProject
from portal.quality import Level, QualityCheck, quality_checks
from reporting.queries.people import people_counted
from reporting.rules import Indicator, Period


@dataclass(frozen=True)
class Found:
    """A check and how many people it found."""

    check: QualityCheck
    people: int


def quality_found(project: GrantProject, participants: Indicator, period: Period) -> list[Found]:
    """Weigh every check up to the end of the period: two queries, whatever the number of people.

    Blocking checks look at those whom ``participants`` counts up to the end of the period, notes at everybody
    who started by then or has not started (contracts §3).
    """
    checks = quality_checks()
    counts = {
        level: _counts(_looked_at(project, participants, period, level), _of(checks, level), project, period)
        for level in Level
    }
    return [Found(check, counts[check.level][_name(check)]) for check in checks]


def people_found(project: GrantProject, participants: Indicator, period: Period, check: QualityCheck) -> QuerySet:
    """Return the participations that a check finds; the caller narrows them to what the user may see."""
    looked_at = _looked_at(project, participants, period, check.level)
    return looked_at.filter(check.condition(project, period.ends_on))


def _looked_at(project: GrantProject, participants: Indicator, period: Period, level: Level) -> QuerySet:
    if level is Level.BLOCKING:
        return people_counted(project, participants, period).annotate(in_force=in_force())
    by_then = Q(in_force__start_on__isnull=True) | Q(in_force__start_on__lte=period.ends_on)
    here = Participation.objects.filter(grant_project=project, person__merged_into__isnull=True)
    return here.annotate(in_force=in_force()).filter(by_then)


def _counts(people: QuerySet, checks: Iterable[QualityCheck], project: GrantProject, period: Period) -> dict[str, int]:
    counted = {_name(check): Count("pk", filter=check.condition(project, period.ends_on)) for check in checks}
    return people.order_by().aggregate(**counted) if counted else {}


def _of(checks: Iterable[QualityCheck], level: Level) -> list[QualityCheck]:
    return [check for check in checks if check.level is level]


def _name(check: QualityCheck) -> str:
    return f"check_{check.code.replace('-', '_')}"
