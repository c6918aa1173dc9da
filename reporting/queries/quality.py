"""What may be wrong behind a report: every check of every app, counted in two statements (contracts §3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from beneficiaries.models import Care, Participation, Person
from beneficiaries.queries.people import in_force
from portal.programmes.models import GrantProject
from portal.quality import Level, QualityCheck, quality_checks
from reporting.queries.people import people_counted
from reporting.rules import Indicator, Period

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Found:
    """A check and how many people it found.

    ``owners``: the account in charge → how many of them; ``None`` for people of whom nobody is in charge. Only where
    it was asked for.
    """

    check: QualityCheck
    people: int
    owners: Mapping[int | None, int] = field(default_factory=dict)


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


def found_by_owner(project: GrantProject, participants: Indicator, period: Period, user: "User") -> list[Found]:
    """Weigh every check as ``quality_found`` does, by who is in charge of the people (two queries).

    People whom ``user`` may not know of are counted, but nobody is named for them (S26, S27).
    """
    checks = quality_checks()
    owners = {}
    for level in Level:
        people = with_owner(_looked_at(project, participants, period, level), project, seen_by=user)
        owners[level] = _counts_by_owner(people, _of(checks, level), project, period)
    return [_with_owners(check, owners[check.level]) for check in checks]


def people_found(project: GrantProject, participants: Indicator, period: Period, check: QualityCheck) -> QuerySet:
    """Return the participations that a check finds; the caller narrows them to what the user may see."""
    looked_at = _looked_at(project, participants, period, check.level)
    return looked_at.filter(check.condition(project, period.ends_on))


def with_owner(people: QuerySet, project: GrantProject, *, seen_by: "User | None" = None) -> QuerySet:
    """Let each participation know who mends its gaps: ``owner`` is the key of the account in charge, if any.

    Of several organisations that look after a person, the first that has somebody in charge. With ``seen_by`` it stays
    blank for people behind a wall to that account.
    """
    care = Care.objects.filter(person=OuterRef("person"), grant_project=project, caseworker__isnull=False)
    if seen_by is not None:
        care = care.filter(_in_sight(seen_by))
    return people.annotate(owner=Subquery(care.order_by("pk").values("caseworker")[:1]))


def of_owner(people: QuerySet, project: GrantProject, owner: int | None, user: "User") -> QuerySet:
    """Return those whose gaps this account mends, as ``user`` may know it; ``None``: of whom nobody is in charge."""
    owned = with_owner(people, project, seen_by=user)
    return owned.filter(owner__isnull=True) if owner is None else owned.filter(owner=owner)


def _in_sight(user: "User") -> Q:
    denied = Person.denied_to.through._default_manager.filter(person=OuterRef("person"), user=user.pk)
    named = Person.confidential_to.through._default_manager.filter(person=OuterRef("person"), user=user.pk)
    return (Q(person__is_confidential=False) | Q(Exists(named))) & ~Q(Exists(denied))


def _with_owners(check: QualityCheck, rows: Iterable[Mapping[str, Any]]) -> Found:
    owners = {row["owner"]: row[_name(check)] for row in rows if row[_name(check)]}
    return Found(check, sum(owners.values()), owners)


def _counts_by_owner(
    people: QuerySet, checks: Iterable[QualityCheck], project: GrantProject, period: Period
) -> list[dict[str, Any]]:
    counted = {_name(check): Count("pk", filter=check.condition(project, period.ends_on)) for check in checks}
    return list(people.order_by().values("owner").annotate(**counted)) if counted else []


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
