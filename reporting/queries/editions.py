"""Reads about frozen editions: the list, the one before, what has changed since."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from portal.programmes.models import GrantProject
from reporting.models import EvidenceRow, ReportEdition
from reporting.queries.evidence import Evidence


@dataclass(frozen=True)
class Change:
    """Somebody who counts now and did not in an earlier edition, or the reverse, although the day was known to both."""

    indicator: str
    number: str
    came: bool


def editions_of(project: GrantProject) -> QuerySet[ReportEdition]:
    """Return the editions of a project, the latest period first, without their content."""
    return ReportEdition.objects.filter(grant_project=project).select_related("frozen_by").defer("content")


def next_version(project: GrantProject, starts_on: datetime.date, ends_on: datetime.date) -> int:
    """Return the version that an edition of this period would have."""
    same = ReportEdition.objects.filter(grant_project=project, starts_on=starts_on, ends_on=ends_on)
    return (same.aggregate(last=Max("version"))["last"] or 0) + 1


def last_version(project: GrantProject, starts_on: datetime.date, ends_on: datetime.date) -> ReportEdition | None:
    """Return the last edition of exactly this period; ``None`` when there is none."""
    same = ReportEdition.objects.filter(grant_project=project, starts_on=starts_on, ends_on=ends_on)
    return same.order_by("-version").first()


def edition_before(project: GrantProject, starts_on: datetime.date, ends_on: datetime.date) -> ReportEdition | None:
    """Return the edition to compare with: the last of the same period, else of the latest period that ended earlier."""
    editions = ReportEdition.objects.filter(grant_project=project)
    same = last_version(project, starts_on, ends_on)
    return same or editions.filter(ends_on__lt=starts_on).order_by("-ends_on", "-starts_on", "-version").first()


def changes_since(earlier: ReportEdition, now: Iterable[Evidence], versions: Mapping[str, int]) -> list[Change]:
    """Return who came and who went for days that the earlier edition already covered (R69): one query.

    ``versions`` are those of the indicators now: one that the earlier edition did not have, or had by another rule, is
    not compared – its people differ by the rule and not by what became known of them.
    """
    known = {(line["code"], line.get("version", 1)) for line in earlier.content["indicators"]}
    same = {code for code, version in versions.items() if (code, version) in known}
    before = set(EvidenceRow.objects.filter(edition=earlier).values_list("indicator", "number"))
    after = {(each.indicator, each.number) for each in now if each.counted_on <= earlier.ends_on}
    came = [Change(indicator, number, True) for indicator, number in after - before if indicator in same]
    went = [Change(indicator, number, False) for indicator, number in before - after if indicator in same]
    return sorted([*came, *went], key=lambda change: (change.indicator, change.number))


def evidence_of(edition: ReportEdition) -> list[Evidence]:
    """Return the evidence that was frozen with an edition, in order: one query."""
    columns = ("indicator", "number", "sex", "target_group", "counted_on", "in_period")
    return sorted(Evidence(*row) for row in EvidenceRow.objects.filter(edition=edition).values_list(*columns))
