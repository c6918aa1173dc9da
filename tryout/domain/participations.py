"""The participation of a story in its versions: registered, started, ended – each in force until the next."""

import datetime
from dataclasses import dataclass
from typing import Any

from beneficiaries.domain.characteristics import derived
from beneficiaries.enums import CitizenshipClass, Eligibility
from beneficiaries.models import Participation, ParticipationVersion
from portal.accounts.models import User
from tryout.domain.pen import MINUTE, Pen
from tryout.rules import gaps
from tryout.rules.calendar import TODAY, at_the_desk
from tryout.rules.exits import Exit
from tryout.rules.facts import written_group
from tryout.rules.stories import Story

UNKNOWN_COLLEAGUE = "A. Wymyślona"
WHY_FROM_LIST = "import"
_FROM_PROJECT = ("country", "voivodeship", "county", "commune", "degurba")


@dataclass(frozen=True)
class Step:
    """What became known at a moment, and why a new version took the place of the old one."""

    at: datetime.datetime
    changes: dict[str, Any]
    why: str


def add_versions(
    pen: Pen, story: Story, participation: Participation, values: dict[str, Any], steps: list[Step], by: User | None
) -> None:
    """Let a version wait in the ledger for every step; what follows from the values is worked out as ever (R30)."""
    before: ParticipationVersion | None = None
    code, reason = written_group(story)
    group = next((each for each in pen.groups if each.code == code), None)
    known = {**values, "target_group_reason": reason}
    for step in steps:
        known |= step.changes
        follows = derived(pen.project, pen.groups, values, known.get("start_on"), group)
        version = ParticipationVersion(
            participation=participation, grant_project=pen.project, why=step.why, recorded_by=by,
            **(known | follows | _contradiction(story)),
        )  # fmt: skip
        if before is not None:
            version.fact_id = before.fact_id
            pen.ledger.supersede(step.at, before)
        pen.ledger.add(step.at, version)
        before = version


def steps_of(
    pen: Pen, story: Story, after: Exit | None, registered: datetime.datetime, recorded: list[datetime.datetime],
    by: User | None,
) -> list[Step]:  # fmt: skip
    """Return what became known of a participation, in the order of time."""
    steps = [Step(registered, _evidence(pen, story, registered, by), WHY_FROM_LIST if story.listed_on else "")]
    if recorded:
        first = min(delivery.on for delivery in story.deliveries)
        steps.append(Step(recorded[0], {"start_on": first}, "first support"))
    if story.end:
        day = min(story.end + pen.days(0, 2), TODAY)
        why = "Zakończenie udziału, rozmowa końcowa." if after else WHY_FROM_LIST
        steps.append(Step(max(at_the_desk(day, pen.dice), recorded[0] + MINUTE), _end(story, after), why))
    return steps


def _evidence(pen: Pen, story: Story, registered: datetime.datetime, by: User | None) -> dict[str, Any]:
    """Return the project's own place, the day of the notice, and how stay and residence are evidenced."""
    values: dict[str, Any] = {name: getattr(pen.project, name) for name in _FROM_PROJECT}
    values["notice_on"] = registered.date()
    if gaps.NOT_SEEN in story.gaps:
        return values
    if story.listed_on and story.start:
        differs = gaps.WRITTEN_START in story.gaps
        return values | {
            "eligibility": Eligibility.ASSERTED,
            "eligibility_source": f"{pen.staff.organisations[story.organisation].name}, {story.listed_on}",
            "written_start": story.start - pen.days(2, 6) if differs else story.start,
        }
    seen = f"{by.name if by else UNKNOWN_COLLEAGUE}, {registered.date()}"
    return values | {"eligibility": Eligibility.SEEN, "eligibility_source": seen}


def _end(story: Story, after: Exit | None) -> dict[str, Any]:
    if after is None:
        return {"end_on": story.end, "written_end": story.end}
    if not after.situation:
        return {"end_on": story.end}
    return {"end_on": story.end, "path_completed": story.path_completed, "exit_situation": after.situation}


def _contradiction(story: Story) -> dict[str, Any]:
    """Return values that contradict each other, as lists of other systems bring them (R17, R19)."""
    if gaps.THIRD_COUNTRY in story.gaps:
        return {"third_country": False}
    if gaps.POLISH_TOO in story.gaps:
        return {"citizenships": "PL UA", "citizenship_class": CitizenshipClass.POLISH}
    return {}
