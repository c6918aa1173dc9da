"""Diagnoses, the finding and the events after leaving of a story."""

import datetime
import random
from collections.abc import Iterator

from beneficiaries.models import Participation
from cases.enums import Outcome, Stage
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules.evidence import written
from cases.rules.results import finding_is_complete
from portal.accounts.models import User
from tryout.domain.participations import UNKNOWN_COLLEAGUE
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, at_the_desk, open_day
from tryout.rules.exits import Exit, Finding
from tryout.rules.families import CHILD
from tryout.rules.stories import Story
from tryout.rules.talks import TOLD_SINCE, seen_by

_DIAGNOSED_AT_EXIT = 0.9
_REVIEWED, _LONG_ENOUGH = 0.25, datetime.timedelta(days=40)
_WITH_EVIDENCE = 0.2


def add_results(
    pen: Pen, story: Story, participation: Participation, first: dict[str, int], after: Exit | None, by: User | None,
    registered: datetime.datetime,
) -> None:  # fmt: skip
    """Let what is known of needs and results wait in the ledger."""
    own = random.Random(f"needs {participation.number}")  # noqa: S311 - invention, not secrecy
    diagnoses: list[tuple[Stage, datetime.date, dict[str, int]]] = []
    if story.start:
        diagnoses.append((Stage.ENTRY, story.start, first))
    if after and story.end and pen.dice.random() < _DIAGNOSED_AT_EXIT:
        diagnoses.append((Stage.EXIT, story.end, after.scores))
    for stage, day, scores in diagnoses:
        diagnosis = _diagnosis(story, participation, stage, day, scores, by, own)
        pen.ledger.add(max(at_the_desk(day, pen.dice), registered), diagnosis)
    for day, scores in _reviews(story, first, after, own):
        diagnosis = _diagnosis(story, participation, Stage.REVIEW, day, scores, by, own)
        pen.ledger.add(max(at_the_desk(day, own), registered), diagnosis)
    for day, kind in after.events if after else ():
        event = ExitEvent(participation=participation, occurred_on=day, kind=kind, recorded_by=by)
        pen.ledger.add(at_the_desk(min(day + pen.days(1, 6), TODAY), pen.dice), event)
    if after and after.finding:
        pen.ledger.add(at_the_desk(after.finding.on, pen.dice), _finding(participation, after.finding, by))


def _reviews(
    story: Story, first: dict[str, int], after: Exit | None, own: random.Random
) -> Iterator[tuple[datetime.date, dict[str, int]]]:
    """Yield the assessment in between of some who stay long enough: levels between the first and the last ones."""
    last = story.end if story.end and story.end < TODAY else TODAY
    if story.start is None or (last - story.start) < _LONG_ENOUGH or own.random() > _REVIEWED:
        return
    later = after.scores if after else {area: min(level + own.choice((0, 1)), 5) for area, level in first.items()}
    day = open_day(story.start + (last - story.start) * 2 / 3, saturdays=False)
    yield day, {area: own.choice((level, later[area])) for area, level in first.items()}


def _diagnosis(
    story: Story, participation: Participation, stage: Stage, day: datetime.date, scores: dict[str, int],
    by: User | None, own: random.Random,
) -> NeedsDiagnosis:  # fmt: skip
    is_child = story.person.generation == CHILD
    is_seen = day >= TOLD_SINCE or own.random() < _WITH_EVIDENCE
    return NeedsDiagnosis(
        participation=participation, stage=stage, taken_on=day, scores=scores, recorded_by=by,
        assessor=by.name if by else "", evidence=written(seen_by(scores, own, is_child=is_child)) if is_seen else "",
    )  # fmt: skip


def _finding(participation: Participation, found: Finding, by: User | None) -> ExitFinding:
    outcome = Outcome.IMPROVED if found.improved else Outcome.NOT_IMPROVED
    assessor = (by.name if by else UNKNOWN_COLLEAGUE) if found.is_signed else ""
    return ExitFinding(
        participation=participation, found_on=found.on, categories="; ".join(found.categories), outcome=outcome,
        category_count=len(found.categories), reason=found.reason, assessor=assessor, recorded_by=by,
        is_complete=finding_is_complete(
            found_on=found.on, outcome=outcome, category_count=len(found.categories), has_reason=True,
            assessor=assessor,
        ),
    )  # fmt: skip
