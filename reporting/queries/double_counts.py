"""How many times one person would have been counted twice, had each list been counted by itself (R34, R35).

Of the people whom the reader may know (contracts §3, S26, S27).
"""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.people import in_force
from portal.programmes.models import GrantProject
from reporting.queries.people import people_counted
from reporting.rules import Indicator, Period
from services.models import SupportDelivery

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class DoubleCounts:
    """How often the same person was met again and counted once.

    ``merged``: records of the project that turned out to be somebody else's. ``returned``: people supported again after
    they had left. ``shared``: organisations beyond the first that supported the same person. ``elsewhere``: counted
    people who take part in another project too; that one counts them for itself.
    """

    merged: int
    returned: int
    shared: int
    elsewhere: int

    @property
    def avoided(self) -> int:
        """How many too many this project would have reported."""
        return self.merged + self.returned + self.shared


def double_counts(project: GrantProject, participants: Indicator, period: Period, seen_by: "User") -> DoubleCounts:
    """Count what was counted once (four queries, whatever the number of people)."""
    here = Participation.objects.filter(grant_project=project)
    counted = people_counted(project, participants, period).not_hidden_from(seen_by)  # type: ignore[attr-defined]
    known = here.not_hidden_from(seen_by).order_by().values("person")
    return DoubleCounts(
        merged=here.filter(person__merged_into__in=known).count(),
        returned=_returned(counted, period).count(),
        shared=_shared(counted, period),
        elsewhere=_elsewhere(counted, project).count(),
    )


def _returned(counted: QuerySet, period: Period) -> QuerySet:
    """Who had left, was supported again after that day, and whose end is no longer that one (R35)."""
    support = SupportDelivery.objects.filter(
        participation=OuterRef("participation"), superseded_at__isnull=True, delivered_on__gt=OuterRef("end_on"),
        delivered_on__lte=period.ends_on,
    )  # fmt: skip
    never = Value(datetime.date.max, DateField())
    left = ParticipationVersion.objects.filter(
        Exists(support), participation=OuterRef("pk"), superseded_at__isnull=False,
        end_on__lt=Coalesce(OuterRef("in_force__end_on"), never),
    )  # fmt: skip
    return counted.annotate(in_force=in_force()).filter(Exists(left))


def _shared(counted: QuerySet, period: Period) -> int:
    given = Q(
        support__superseded_at__isnull=True, support__delivered_on__lte=period.ends_on,
        support__organisation__isnull=False,
    )  # fmt: skip
    bodies = counted.order_by().annotate(bodies=Count("support__organisation", filter=given, distinct=True))
    return bodies.filter(bodies__gt=1).aggregate(more=Sum(F("bodies") - 1))["more"] or 0


def _elsewhere(counted: QuerySet, project: GrantProject) -> QuerySet:
    others = ParticipationVersion.objects.filter(
        participation__person=OuterRef("person"), superseded_at__isnull=True, start_on__isnull=False
    )
    return counted.filter(Exists(others.exclude(grant_project=project)))
