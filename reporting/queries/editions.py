"""Reads about frozen editions: the list, the one before, what has changed since."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from portal.programmes.models import GrantProject
from reporting.enums import Purpose
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
    editions = ReportEdition.objects.filter(grant_project=project)
    return editions.select_related("frozen_by", "approval__approved_by").defer("content")


def next_version(project: GrantProject, starts_on: datetime.date, ends_on: datetime.date, purpose: str) -> int:
    """Return the version that an edition of this period and purpose would have."""
    same = ReportEdition.objects.filter(grant_project=project, starts_on=starts_on, ends_on=ends_on, purpose=purpose)
    return (same.aggregate(last=Max("version"))["last"] or 0) + 1


def last_version(
    project: GrantProject, starts_on: datetime.date, ends_on: datetime.date, purpose: str
) -> ReportEdition | None:
    """Return the last edition of exactly this period and purpose; ``None`` when there is none."""
    same = ReportEdition.objects.filter(grant_project=project, starts_on=starts_on, ends_on=ends_on, purpose=purpose)
    return same.order_by("-version").first()


def edition_before(
    project: GrantProject, starts_on: datetime.date, ends_on: datetime.date, purpose: str
) -> ReportEdition | None:
    """Return the edition to compare with: the last of the same period and purpose, else of the latest earlier period.

    A final payment claim follows the payment claims before it (R69); other purposes follow their own alone.
    """
    line = ReportEdition.objects.filter(grant_project=project, purpose__in=Purpose(purpose).line)
    same = last_version(project, starts_on, ends_on, purpose)
    return same or line.filter(ends_on__lt=starts_on).order_by("-ends_on", "-starts_on", "-known_on").first()


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


def editions_beside(edition: ReportEdition, most: int) -> list[ReportEdition]:
    """Return the editions with which one can be compared: of the same line of purposes, the latest first."""
    beside = editions_of(edition.grant_project).filter(purpose__in=Purpose(edition.purpose).line)
    return list(beside.exclude(pk=edition.pk).order_by("-known_on")[:most])
