"""Reads of an inspection: who can be drawn, samples with their results, questions; people by number alone."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from beneficiaries.models import Care, Participation
from beneficiaries.queries.people import in_force
from portal.programmes.models import GrantProject
from reporting.enums import ReviewResult, Stratum
from reporting.models import (
    EvidenceRow,
    InspectedRecord,
    InspectionSample,
    NameOpening,
    RecordReview,
    ReportEdition,
)

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, ANSWER = "view_inspection", "answer_inspection"


@dataclass
class Inspected:
    """A record of a sample with its last review and the answers to it; ``participation`` is ``None`` out of reach."""

    record: InspectedRecord
    participation: Participation | None
    review: RecordReview | None = None
    answers: list[Any] = field(default_factory=list)


def people_of(edition: ReportEdition, indicator: str, narrowed: dict[str, Any]) -> QuerySet[Participation]:
    """Return the participations behind a figure of an edition, narrowed by fields of its evidence."""
    numbers = EvidenceRow.objects.filter(edition=edition, indicator=indicator, **narrowed).values("number")
    return Participation.objects.filter(grant_project=edition.grant_project_id, number__in=numbers)


def evidence_rows(edition: ReportEdition, numbers: Sequence[str], indicator: str = "") -> dict[str, list[EvidenceRow]]:
    """Return the frozen rows of these numbers, by number and in the order of the indicators (one query)."""
    rows = EvidenceRow.objects.filter(edition=edition, number__in=list(numbers))
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    for row in rows.filter(indicator=indicator) if indicator else rows:
        found[row.number].append(row)
    return found


def record_in(edition: ReportEdition) -> QuerySet[Participation]:
    """Return the participations that stand behind any figure of an edition, with person and version in force."""
    numbers = EvidenceRow.objects.filter(edition=edition).values("number")
    rows = Participation.objects.filter(grant_project=edition.grant_project_id, number__in=numbers)
    return rows.annotate(in_force=in_force()).select_related("person", "grant_project")  # type: ignore[no-any-return]


def frame_of(edition: ReportEdition, indicator: str, user: "User", stratum: str = "") -> dict[str, str]:
    """Return the numbers that ``user`` may draw behind a figure, each with its part (one query, by partner two)."""
    people = people_of(edition, indicator, {}).visible_to(user, VIEW)  # type: ignore[attr-defined]
    rows = EvidenceRow.objects.filter(edition=edition, indicator=indicator, number__in=people.values("number"))
    if stratum == Stratum.PARTNER:
        return _by_partner(edition, people, list(rows.values_list("number", flat=True)))
    part = {Stratum.SEX: "sex", Stratum.GROUP: "target_group"}.get(stratum)  # type: ignore[call-overload]
    return {row.number: getattr(row, part) if part else "" for row in rows}


def _by_partner(edition: ReportEdition, people: QuerySet, numbers: list[str]) -> dict[str, str]:
    care = Care.objects.filter(grant_project=edition.grant_project_id, person__in=people.values("person"))
    bodies: dict[Any, list[str]] = defaultdict(list)
    for person, name in care.order_by("organisation__code").values_list("person", "organisation__code"):
        bodies[person].append(name)
    whose = dict(people.values_list("number", "person"))
    return {number: " + ".join(bodies[whose[number]]) for number in numbers}


def samples_of(project: GrantProject) -> QuerySet[InspectionSample]:
    """Return the samples of a project, the latest first, with how many records and reviewed ones each has."""
    reviewed = Count("records", filter=Exists(RecordReview.objects.filter(record=OuterRef("records"))), distinct=True)
    rows = InspectionSample.objects.filter(edition__grant_project=project).select_related("edition", "drawn_by")
    return rows.defer("edition__content").annotate(size_drawn=Count("records", distinct=True), reviewed=reviewed)


def inspected_in(sample: InspectionSample, user: "User", number: str = "") -> list[Inspected]:
    """Return the records of a sample in the order of the draw, with results and answers (four queries at most)."""
    records = list(sample.records.filter(number=number) if number else sample.records.all())
    seen = {each.number: each for each in _reached(sample, user, [each.number for each in records])}
    reviews = _last_reviews(sample, [each.pk for each in records])
    lines = [Inspected(each, seen.get(each.number), reviews.get(each.pk)) for each in records]
    for line in lines:
        line.record.sample = sample
        if line.review is not None:
            line.review.record = line.record
            line.answers = list(line.review.answers.all())
            for answer in line.answers:
                answer.review = line.review
    return lines


def _reached(sample: InspectionSample, user: "User", numbers: list[str]) -> QuerySet[Participation]:
    rows = Participation.objects.visible_to(user, VIEW)
    rows = rows.filter(grant_project=sample.edition.grant_project_id, number__in=numbers)
    return rows.annotate(in_force=in_force()).select_related("person", "grant_project")  # type: ignore[return-value]


def _last_reviews(sample: InspectionSample, records: list[Any]) -> dict[Any, RecordReview]:
    rows = RecordReview.objects.filter(record__in=records).select_related("made_by")
    last: dict[Any, RecordReview] = {}
    for review in rows.prefetch_related("answers__made_by"):
        last.setdefault(review.record_id, review)
    return last


def questions_for(user: "User", project: GrantProject) -> list[Inspected]:
    """Return the questions of auditors about people whom ``user`` may see, the latest first (three queries).

    A later review of the same record takes the place of an earlier question.
    """
    later = RecordReview.objects.filter(record=OuterRef("record"), pk__gt=OuterRef("pk"))
    seen = Participation.objects.visible_to(user, ANSWER).filter(grant_project=project)
    asked = RecordReview.objects.filter(
        ~Exists(later), result=ReviewResult.QUESTION, record__sample__edition__grant_project=project,
        record__number__in=seen.values("number"),
    )  # fmt: skip
    asked = asked.select_related("made_by", "record__sample__data_key", "record__sample__edition__grant_project")
    rows = list(asked.defer("record__sample__edition__content").prefetch_related("answers__made_by"))
    people = {each.number: each for each in seen.filter(number__in=[each.record.number for each in rows])}
    return [_question(each, people.get(each.record.number)) for each in rows]


def project_of_question(user: "User", key: uuid.UUID) -> GrantProject | None:
    """Return the project in which an auditor asked, if ``user`` sees the person (one query)."""
    here = {"number": OuterRef("record__number"), "grant_project": OuterRef("record__sample__edition__grant_project")}
    seen = Participation.objects.visible_to(user, ANSWER).filter(**here)
    rows = RecordReview.objects.filter(Exists(seen), pk=key).select_related("record__sample__edition__grant_project")
    review = rows.first()
    return review.record.sample.edition.grant_project if review else None


def _question(review: RecordReview, participation: Participation | None) -> Inspected:
    answers = list(review.answers.all())  # type: ignore[attr-defined]
    for answer in answers:
        answer.review = review
    return Inspected(review.record, participation, review, answers)


def opening_of(project: GrantProject, number: str, user: "User") -> NameOpening | None:
    """Return the opening through which ``user`` may read the name of a number now, if there is one."""
    rows = NameOpening.objects.filter(edition__grant_project=project, number=number, opened_by=user.pk)
    return rows.filter(until__gt=timezone.now()).first()
