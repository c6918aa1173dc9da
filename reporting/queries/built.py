"""Reads about built reports: those of an edition, the state of their files, the frozen counts they are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from beneficiaries.models import Participation
from portal.jobs.domain import latest_job
from portal.jobs.models import Job
from reporting.enums import BUILT, BuiltKind
from reporting.models import BuiltFile, BuiltReport, EvidenceRow, ReportEdition
from reporting.queries.behind import PEOPLE

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW = "build_report"
STRETCH = 1000


@dataclass(frozen=True)
class BuiltFiles:
    """The files of a built report; ``job`` is the last one that was to make them."""

    made: Sequence[BuiltKind]
    job: Job | None = None

    @property
    def is_complete(self) -> bool:
        """Tell whether every file is made."""
        return len(self.made) == len(BuiltKind)

    @property
    def are_awaited(self) -> bool:
        """Tell whether a job is to make the missing ones."""
        return self.job is not None and self.job.is_unfinished


@dataclass(frozen=True)
class AnnexRow:
    """One number, and for what it counts since when; by the codes of the indicators."""

    number: str
    counted: Sequence[tuple[str, Any]]


def built_of(edition: ReportEdition, user: "User") -> QuerySet[BuiltReport]:
    """Return the reports built from an edition that ``user`` may open: those with an annex only of one's own (S38)."""
    rows = BuiltReport.objects.filter(edition=edition).select_related("made_by", "edition")
    return rows.filter(Q(made_by=user.pk) | ~Q(definition__has_annex=True))


def files_of_built(report: BuiltReport) -> BuiltFiles:
    """Return the state of a built report's files: one query, two while some are missing."""
    kinds = set(BuiltFile.objects.filter(report=report).values_list("kind", flat=True))
    made = [kind for kind in BuiltKind if kind in kinds]
    if len(made) == len(BuiltKind):
        return BuiltFiles(made)
    job = latest_job(BUILT, grant_project=report.edition.grant_project, params={"built": str(report.pk)})
    return BuiltFiles(made, job)


def group_counts(edition: ReportEdition, indicators: Sequence[str]) -> dict[tuple[str, str, str], int]:
    """Return how many count by indicator, group and sex, as frozen (one query)."""
    rows = EvidenceRow.objects.filter(edition=edition, indicator__in=list(indicators)).order_by()
    counted = rows.values_list("indicator", "target_group", "sex").annotate(count=Count("pk"))
    return {(indicator, group, sex): count for indicator, group, sex, count in counted}


def annex_rows(edition: ReportEdition, user: "User", size: int) -> Iterator[list[AnnexRow]]:
    """Yield the numbers behind an edition that ``user`` may see, ``size`` at a time.

    Read in stretches of a thousand people, two queries each, so that memory does not grow with their number.
    """
    waiting: list[AnnexRow] = []
    for numbers in _seen_in_stretches(edition, user):
        found: dict[str, list[tuple[str, Any]]] = {}
        facts = EvidenceRow.objects.filter(edition=edition, number__in=numbers).order_by("number", "indicator")
        for number, indicator, day in facts.values_list("number", "indicator", "counted_on"):
            found.setdefault(number, []).append((indicator, day))
        waiting += [AnnexRow(number, counted) for number, counted in found.items()]
        while len(waiting) >= size:
            yield waiting[:size]
            waiting = waiting[size:]
    if waiting:
        yield waiting


def _seen_in_stretches(edition: ReportEdition, user: "User") -> Iterator[list[str]]:
    seen = Participation.objects.visible_to(user, PEOPLE).filter(grant_project=edition.grant_project_id)
    last = ""
    while numbers := list(seen.filter(number__gt=last).order_by("number").values_list("number", flat=True)[:STRETCH]):
        yield numbers
        last = numbers[-1]


def annex_size(edition: ReportEdition, user: "User") -> tuple[int, int]:
    """Return how many numbers stand behind an edition, and how many of them ``user`` may see (two queries)."""
    rows = EvidenceRow.objects.filter(edition=edition)
    seen = Participation.objects.visible_to(user, PEOPLE).filter(grant_project=edition.grant_project_id)
    every = rows.order_by().values("number").distinct()
    return every.count(), every.filter(number__in=seen.values("number")).count()


def lists_hidden(report: BuiltReport) -> bool:
    """Tell whether the annex lists somebody whom its owner may not see any more (two queries)."""
    file = BuiltFile.objects.filter(report=report, kind=BuiltKind.CSV).first() if report.has_annex else None
    if file is None:
        return False
    here = Participation.objects.filter(grant_project=report.edition.grant_project_id, person__merged_into=None)
    numbers = EvidenceRow.objects.filter(edition=report.edition_id).values("number")
    seen = Participation.objects.visible_to(report.made_by, PEOPLE).values("pk")
    hidden = here.filter(number__in=numbers).exclude(pk__in=seen).values_list("number", flat=True)
    lines = bytes(file.content).decode("utf-8-sig")
    return any(f";{number};" in lines for number in hidden)


def annex_subjects(report: BuiltReport) -> list[Any]:
    """Return the people whose numbers the annex of a report lists, as far as its owner sees them now (one query)."""
    seen = Participation.objects.visible_to(report.made_by, PEOPLE).filter(
        grant_project=report.edition.grant_project_id
    )
    numbers = EvidenceRow.objects.filter(edition=report.edition_id).values("number")
    return list(seen.filter(number__in=numbers).values_list("person", flat=True))
