"""Diagnoses, the finding and the events after leaving of a story."""

import datetime

from beneficiaries.models import Participation
from cases.enums import Outcome, Stage
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules import finding_is_complete
from portal.accounts.models import User
from tryout.domain.participations import UNKNOWN_COLLEAGUE
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, at_the_desk
from tryout.rules.exits import Exit, Finding
from tryout.rules.stories import Story

_DIAGNOSED_AT_EXIT = 0.9


def add_results(
    pen: Pen, story: Story, participation: Participation, first: dict[str, int], after: Exit | None, by: User | None,
    registered: datetime.datetime,
) -> None:  # fmt: skip
    """Let what is known of needs and results wait in the ledger."""
    diagnoses: list[tuple[Stage, datetime.date, dict[str, int]]] = []
    if story.start:
        diagnoses.append((Stage.ENTRY, story.start, first))
    if after and story.end and pen.dice.random() < _DIAGNOSED_AT_EXIT:
        diagnoses.append((Stage.EXIT, story.end, after.scores))
    for stage, day, scores in diagnoses:
        diagnosis = NeedsDiagnosis(
            participation=participation, stage=stage, taken_on=day, scores=scores, recorded_by=by
        )  # fmt: skip
        pen.ledger.add(max(at_the_desk(day, pen.dice), registered), diagnosis)
    for day, kind in after.events if after else ():
        event = ExitEvent(participation=participation, occurred_on=day, kind=kind, recorded_by=by)
        pen.ledger.add(at_the_desk(min(day + pen.days(1, 6), TODAY), pen.dice), event)
    if after and after.finding:
        pen.ledger.add(at_the_desk(after.finding.on, pen.dice), _finding(participation, after.finding, by))


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
