"""Where a project is steered: open result windows, people near to counting, what each organisation did.

None of these counts is a statutory figure, so they are of the people whom the reader may know (contracts §3, S26, S27);
deliveries and hours are those of the report.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from beneficiaries.models import Care, Participation
from beneficiaries.queries.people import in_force, views
from cases.models import IntegrationPlan
from cases.queries.facts import has_no_finding
from portal.programmes.models import GrantProject, TargetGroup
from reporting.queries.facts import in_force as version_in_force
from reporting.queries.facts import parameters, rows
from reporting.queries.people import people_counted, people_meeting
from reporting.rules import Indicator, Period, Rule
from services.models import SupportDelivery

if TYPE_CHECKING:
    from portal.accounts.models import User

WEEK = 7


@dataclass(frozen=True)
class Nearest:
    """People from whom a figure can still grow, whatever the reason why they do not count yet.

    ``waiting`` have no support yet, ``planned`` of them have a plan that was agreed. ``taking_part`` have not left.
    ``windows``: who has left without a finding and can still have one, by the weeks that are left (the first: at most
    seven days). ``closed``: whose days are over.
    """

    waiting: int
    planned: int
    taking_part: int
    windows: Sequence[int]
    closed: int

    @property
    def open(self) -> int:
        """How many can still have a finding that counts."""
        return sum(self.windows)


@dataclass(frozen=True)
class PartnerLine:
    """What one organisation did: people it supported, deliveries, hours, and of the people in its care who counts.

    A person supported by two stands in both lines; lines are never added up (R34).
    """

    code: str
    name: str
    supported: int = 0
    deliveries: int = 0
    hours: Decimal = Decimal(0)
    in_care: int = 0
    counted: int = 0
    improved: int = 0


def nearest(project: GrantProject, day: datetime.date, seen_by: "User") -> Nearest:
    """Count the people near to counting of whom the reader may know: one query."""
    people = Participation.objects.filter(grant_project=project).not_hidden_from(seen_by)
    people = people.annotate(in_force=in_force()).order_by()
    of_days = views(day)
    plan = IntegrationPlan.objects.filter(participation=OuterRef("pk"), superseded_at__isnull=True, closed_on=None)
    no_finding = has_no_finding(project, day)
    weeks = -(-(project.result_window_days + 1) // WEEK)
    last = day - datetime.timedelta(days=project.result_window_days)
    bounds = [last + datetime.timedelta(days=WEEK * week) for week in range(weeks + 1)]
    windows = {
        f"week_{week}": Count(
            "pk", filter=no_finding & Q(in_force__end_on__gte=bounds[week], in_force__end_on__lt=bounds[week + 1])
        )
        for week in range(weeks)
    }
    found = people.aggregate(
        waiting=Count("pk", filter=of_days["not-started"]),
        planned=Count("pk", filter=of_days["not-started"] & Q(Exists(plan))),
        taking_part=Count("pk", filter=of_days["taking-part"]),
        closed=Count("pk", filter=no_finding & Q(in_force__end_on__lt=last)),
        **windows,
    )
    return Nearest(
        found["waiting"], found["planned"], found["taking_part"],
        [found[f"week_{week}"] for week in range(weeks)], found["closed"],
    )  # fmt: skip


def partners(
    project: GrantProject,
    period: Period,
    bodies: Sequence[tuple[str, str]],
    base: Sequence[Rule],
    headline: Sequence[Indicator],
    seen_by: "User",
) -> list[PartnerLine]:
    """Compare the organisations of a project: five queries, whatever the number of people.

    ``bodies`` are code and name, ``base`` the rules that make a participant count, ``headline`` the two targets.
    People are those of whom the reader may know; deliveries and hours are the whole ones of the report.
    """
    work, supported = _work(project, period, base), _supported(project, period, base, seen_by)
    known = Participation.objects.filter(grant_project=project).not_hidden_from(seen_by)
    in_care = _cared_for(project, known)
    participants, improved = (
        _cared_for(project, people_counted(project, each, period).not_hidden_from(seen_by))  # type: ignore[attr-defined]
        for each in headline
    )
    return [
        PartnerLine(
            code, name, supported.get(code, 0), *work.get(code, (0, Decimal(0))),
            in_care.get(code, 0), participants.get(code, 0), improved.get(code, 0),
        )
        for code, name in bodies
    ]  # fmt: skip


def _work(project: GrantProject, period: Period, base: Sequence[Rule]) -> dict[str, tuple[int, Decimal]]:
    known = period.known_on is not None
    conditions = [version_in_force("p", known=known), version_in_force("x", known=known)]
    conditions += [f"({rule.sql})" for rule in base]
    found = rows(
        "SELECT o.code, COUNT(*), SUM(x.hours) FROM services_supportdelivery x"
        " JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id"
        " JOIN accounts_organisation o ON o.id = x.organisation_id"
        " WHERE p.grant_project_id = %(project)s AND x.delivered_on BETWEEN %(from)s AND %(to)s"
        f" AND {' AND '.join(conditions)} GROUP BY 1",
        parameters(period, project),
    )
    return {code: (deliveries, Decimal(str(hours or 0)).quantize(Decimal("0.01"))) for code, deliveries, hours in found}


def _supported(project: GrantProject, period: Period, base: Sequence[Rule], seen_by: "User") -> dict[str, int]:
    """Return how many counted people of whom the reader may know each organisation supported (one query)."""
    people = people_meeting(project, period, base).not_hidden_from(seen_by)  # type: ignore[attr-defined]
    support = SupportDelivery.objects.current() if period.known_on is None else SupportDelivery.objects.known_on(
        period.known_on
    )  # fmt: skip
    given = support.filter(
        participation__in=people.order_by().values("pk"), delivered_on__range=(period.starts_on, period.ends_on),
        organisation__isnull=False,
    )  # fmt: skip
    found = given.order_by().values("organisation__code").annotate(people=Count("participation", distinct=True))
    return {row["organisation__code"]: row["people"] for row in found}


def _cared_for(project: GrantProject, people: QuerySet) -> dict[str, int]:
    """Return how many of these people each organisation looks after (one query)."""
    care = Care.objects.filter(grant_project=project, person__in=people.order_by().values("person"))
    found = care.values("organisation__code").annotate(people=Count("person", distinct=True)).order_by()
    return {row["organisation__code"]: row["people"] for row in found}


def groups_of(project: GrantProject) -> list[TargetGroup]:
    """Return the target groups of a project in their order (one query)."""
    return list(TargetGroup.objects.filter(grant_project=project))
