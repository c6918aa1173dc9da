"""Reads about built reports: those of an edition, the state of their files, the frozen counts they are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from beneficiaries.models import Participation
from beneficiaries.queries.expressions import SEPARATOR, InOne
from portal.jobs.domain import latest_job
from portal.jobs.models import Job
from reporting.enums import BUILT, BuiltKind
from reporting.models import BuiltFile, BuiltReport, EvidenceRow, ReportEdition
from reporting.queries.behind import PEOPLE

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW = "build_report"
STRETCH = 5000
"""People of an annex that are read at a time."""


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
    """One number, and for what it counts since when: codes of indicators with a day each, as „EECO01 2026-03-05”."""

    number: str
    counted: Sequence[str]


@dataclass(frozen=True)
class AnnexStretch:
    """So many numbers of an annex; the last one also says how many behind the edition are not listed."""

    rows: Sequence[AnnexRow]
    hidden: int | None = None


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


def annex_stretches(edition: ReportEdition, user: "User", size: int) -> Iterator[AnnexStretch]:
    """Yield the numbers behind an edition that ``user`` may see, ``size`` at a time; at least one stretch.

    Read in stretches of people, two queries each, so that memory does not grow with their number; the database puts
    together what stands behind a number, so that a person is one row. Who is left out is counted on the way.
    """
    waiting: list[AnnexRow] = []
    hidden, first, is_over = 0, "", False
    numbers = _seen_in(edition, user).order_by().values_list("number", flat=True)
    while not is_over:
        behind = list(_behind(edition, first)[:STRETCH])
        is_over = len(behind) < STRETCH
        if behind:
            last = behind[-1][0]
            seen = set(numbers.filter(number__gt=first, number__lte=last))
            listed = [AnnexRow(each, sorted(counted.split(SEPARATOR))) for each, counted in behind if each in seen]
            hidden += len(behind) - len(listed)
            waiting += listed
            first = last
        while len(waiting) > size:
            yield AnnexStretch(waiting[:size])
            waiting = waiting[size:]
    yield AnnexStretch(waiting, hidden)


def _behind(edition: ReportEdition, after: str) -> QuerySet:
    """Return the numbers after one, in order, each with all it counts for, in one text.

    Asked for as a stretch of the index, not by thousands of numbers: an edition frozen a minute ago is one of which
    the database knows no statistics yet.
    """
    stretch = EvidenceRow.objects.filter(edition=edition, number__gt=after).order_by("number")
    counted = Concat("indicator", Value(" "), Cast("counted_on", TextField()), output_field=TextField())
    return stretch.values("number").annotate(counted=InOne(counted)).values_list("number", "counted")


def annex_size(edition: ReportEdition, user: "User") -> int:
    """Return how many of the numbers behind an edition ``user`` may see (one query)."""
    behind = EvidenceRow.objects.filter(edition=edition, number=OuterRef("number"))
    return _seen_in(edition, user).filter(Exists(behind)).count()


def _seen_in(edition: ReportEdition, user: "User") -> QuerySet[Participation]:
    return Participation.objects.visible_to(user, PEOPLE).filter(grant_project=edition.grant_project_id)  # type: ignore[no-any-return]


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


def annex_subjects(report: BuiltReport) -> list[UUID]:
    """Return the people whose numbers the annex of a report lists, as far as its owner sees them now (one query)."""
    seen = Participation.objects.visible_to(report.made_by, PEOPLE).filter(
        grant_project=report.edition.grant_project_id
    )
    numbers = EvidenceRow.objects.filter(edition=report.edition_id).values("number")
    return list(seen.filter(number__in=numbers).values_list("person", flat=True))
