"""Acts of an inspection: draw a sample, note a result, answer a question, open one name; each leaves an event."""

import datetime
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.models import DataKey
from reporting.domain.sampling import drawn, drawn_by_part, frame_hash
from reporting.enums import ReviewResult
from reporting.models import (
    InspectedRecord,
    InspectionSample,
    NameOpening,
    RecordReview,
    ReportEdition,
    ReviewAnswer,
)
from reporting.queries.inspection import frame_of

NAME_SHOWN = datetime.timedelta(minutes=30)


class NobodyToDraw(ValueError):
    """Nobody whom the account may inspect stands behind the figure."""


@transaction.atomic
def draw_sample(
    edition: ReportEdition, indicator: str, size: int, *, by: User, stratum: str = "", seed: str = ""
) -> InspectionSample:
    """Draw ``size`` records behind a figure and keep the draw; without a ``seed`` one is made.

    Raises ``NobodyToDraw`` when nobody can be drawn.
    """
    frame = frame_of(edition, indicator, by, stratum)
    if not frame:
        raise NobodyToDraw(indicator)
    key = DataKey.fresh()
    key.save()
    sample = InspectionSample.objects.create(
        edition=edition, indicator=indicator, stratum=stratum, seed=seed or secrets.token_hex(8), size=size,
        frame_size=len(frame), frame_sha256=frame_hash(list(frame)), data_key=key, drawn_by=by, drawn_at=timezone.now(),
    )  # fmt: skip
    InspectedRecord.objects.bulk_create(
        InspectedRecord(sample=sample, place=place, number=number, part=part)
        for place, (number, part) in enumerate(again(sample, frame), start=1)
    )
    detail = {"edition": edition.label, "indicator": indicator, "size": size, "seed": sample.seed}
    record(Action.CREATE, by=by, obj=sample, grant_project=edition.grant_project, detail=detail)
    return sample


def again(sample: InspectionSample, frame: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Return the draw of a sample from a frame, number and part, as it was or would be made."""
    if sample.stratum:
        return drawn_by_part(frame, sample.seed, sample.size)
    return [(number, "") for number in drawn(frame, sample.seed, sample.size)]


@transaction.atomic
def review_record(
    inspected: InspectedRecord, person_id: object, *, result: ReviewResult, seen: Iterable[str], note: str, by: User
) -> RecordReview:
    """Note what an auditor says of a record; a question goes to the coordinators of the project."""
    review = RecordReview(
        record=inspected, result=result, seen=sorted(seen), note=note, made_by=by, made_at=timezone.now()
    )
    review.save(force_insert=True)
    project = inspected.sample.edition.grant_project
    record(Action.CREATE, by=by, obj=review, subjects=[person_id], grant_project=project, detail={"result": result})
    return review


@transaction.atomic
def answer_question(review: RecordReview, person_id: object, *, text: str, by: User) -> ReviewAnswer:
    """Answer the question of an auditor about a record."""
    answer = ReviewAnswer(review=review, text=text, made_by=by, made_at=timezone.now())
    answer.save(force_insert=True)
    project = review.record.sample.edition.grant_project
    record(Action.CREATE, by=by, obj=answer, subjects=[person_id], grant_project=project)
    return answer


@transaction.atomic
def open_name(edition: ReportEdition, participation: Participation, *, purpose: str, by: User) -> NameOpening:
    """Let an auditor read one name for half an hour; the purpose is kept, in the trail too, where the person reads it.

    The caller has looked the participation up through ``visible_to``.
    """
    now = timezone.now()
    opening = NameOpening.objects.create(
        edition=edition, number=participation.number, purpose=purpose, opened_by=by, opened_at=now,
        until=now + NAME_SHOWN,
    )  # fmt: skip
    record(
        Action.VIEW, by=by, obj=opening, subjects=[participation.person_id], grant_project=edition.grant_project,
        reason=purpose, detail={"page": "inspection-name"},
    )  # fmt: skip
    return opening
