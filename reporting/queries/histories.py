"""What happened to people between two moments: the versions of their facts, and merges (R38).

A version knows why it stands there, which tells a merge and its undoing from a correction.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from beneficiaries.models import Participation, ParticipationVersion, PersonMerge
from cases.models import ExitEvent, ExitFinding, FindingConfirmation
from portal.programmes.models import GrantProject
from services.models import SupportDelivery

VALUES: dict[Any, tuple[str, ...]] = {
    SupportDelivery: ("delivered_on", "service_type_id", "hours"),
    ExitFinding: ("found_on", "outcome", "is_complete"),
    FindingConfirmation: ("finding_id",),
    ExitEvent: ("occurred_on", "kind"),
}
"""The facts beside the participation on which figures rest, each with what it says."""


@dataclass(frozen=True)
class Between:
    """Two moments: the first is known to the earlier side, everything up to the second to the later."""

    first: datetime.datetime
    last: datetime.datetime

    def holds(self, moment: datetime.datetime) -> bool:
        """Tell whether a moment lies between them."""
        return self.first < moment <= self.last

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Return both moments."""
        return (self.first, self.last)

    def at_first(self) -> Q:
        """Return the condition that a version is in force at the first moment."""
        later = Q(superseded_at__isnull=True) | Q(superseded_at__gt=self.first)
        return later & Q(recorded_at__lte=self.first)

    def touched(self) -> Q:
        """Return the condition that a version was recorded or superseded between the moments."""
        inside = (self.first, self.last)
        return Q(recorded_at__gt=inside[0], recorded_at__lte=inside[1]) | Q(
            superseded_at__gt=inside[0], superseded_at__lte=inside[1]
        )


@dataclass
class History:
    """Everything about one participation between the two moments; of each fact all versions, wherever they stand."""

    key: Any
    between: Between
    versions: list[Any]
    facts: dict[Any, list[list[Any]]]
    merged_at: datetime.datetime | None = None

    def ends(self, versions: Iterable[Any]) -> tuple[Any, Any]:
        """Return the version in force with this participation at the first moment, and at the last."""
        own = [row for row in versions if row.participation_id == self.key]
        first, last = (next((row for row in own if is_in_force(row, at)), None) for at in self.between.moments)
        return first, last

    def steps(self, versions: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        """Return each version that was recorded between the moments, with the one before it."""
        before = None
        for version in versions:
            if self.between.holds(version.recorded_at):
                yield before, version
            before = version


def histories_of(project: GrantProject, between: Between, numbers: set[str]) -> dict[str, History]:
    """Return the history of each of these numbers that still has a participation: seven queries."""
    taking_part = list(Participation.objects.filter(grant_project=project, number__in=numbers))
    keys = [each.pk for each in taking_part]
    asked = ParticipationVersion.objects.filter(between.touched() | between.at_first(), participation__in=keys)
    versions: dict[Any, list[Any]] = defaultdict(list)
    for row in asked.order_by("recorded_at", "id"):
        versions[row.participation_id].append(row)
    facts = {model: _facts(model, between, keys) for model in VALUES}
    merges = _merges(between, {each.person_id for each in taking_part})  # type: ignore[attr-defined]
    return {
        each.number: History(
            each.pk,
            between,
            versions[each.pk],
            {model: found[each.pk] for model, found in facts.items()},
            merges.get(each.person_id),  # type: ignore[attr-defined]
        )
        for each in taking_part
    }


def _facts(model: Any, between: Between, keys: Sequence[Any]) -> dict[Any, list[list[Any]]]:
    """Return by participation the facts that changed between the moments, each with all its versions (one query)."""
    changed = model.objects.filter(between.touched(), participation__in=keys).values("fact_id")
    columns = ("id", "fact_id", "participation_id", "recorded_at", "superseded_at", "why", *VALUES[model])
    by_fact: dict[Any, list[Any]] = defaultdict(list)
    for row in model.objects.filter(fact_id__in=changed).only(*columns).order_by("recorded_at", "id"):
        by_fact[row.fact_id].append(row)
    found: dict[Any, list[list[Any]]] = defaultdict(list)
    for versions in by_fact.values():
        for key in {row.participation_id for row in versions}:
            found[key].append(versions)
    return found


def _merges(between: Between, people: set[Any]) -> dict[Any, datetime.datetime]:
    """Return when somebody's record was merged between the moments, where that stands at the last (one query)."""
    stands = Q(undone_at=None) | Q(undone_at__gt=between.last)
    merges = PersonMerge.objects.filter(
        stands, Q(kept__in=people) | Q(gone__in=people), at__gt=between.first, at__lte=between.last
    )
    return {
        person: merge.at
        for merge in merges.order_by("at")
        for person in (merge.kept_id, merge.gone_id)  # type: ignore[attr-defined]
    }


def is_in_force(row: Any, at: datetime.datetime) -> bool:
    """Tell whether a version is in force at a moment."""
    return row.recorded_at <= at and (row.superseded_at is None or row.superseded_at > at)
