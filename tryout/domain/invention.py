"""The one action: invent the whole grant project of Sopot – people, two years of work, editions, last week's list."""

import datetime
import random
from collections import Counter

from django.db import transaction
from django.db.models import Max, Min

from beneficiaries.domain.caseload import share_caseload
from beneficiaries.domain.duplicate_keys import rebuild_keys
from beneficiaries.models import Participation, Person
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import recording_as_if_at
from portal.programmes.models import GrantProject
from reporting.domain.approvals import ALONE_AFTER, approve_edition
from reporting.domain.editions import freeze_edition
from reporting.models import ReportEdition
from reporting.rules import Period
from tryout.domain.applications import write_applications
from tryout.domain.assistance import assist
from tryout.domain.beyond import reach_beyond
from tryout.domain.calendars import fill_calendars
from tryout.domain.casework import add_casework
from tryout.domain.consents import add_consents, fill_contact_page
from tryout.domain.courses import hold_courses
from tryout.domain.events import hold_events
from tryout.domain.households import write_households
from tryout.domain.ledger import CHUNK
from tryout.domain.pen import Pen
from tryout.domain.record import complete_records
from tryout.domain.rights import add_rights
from tryout.domain.sent_list import import_list
from tryout.domain.staff import Staff
from tryout.domain.writing import registered_at, write_story
from tryout.rules.calendar import DAY, WARSAW
from tryout.rules.cast import protected, tell
from tryout.rules.families import Families
from tryout.rules.last_week import SENT_ON, last_weeks_list
from tryout.rules.stories import CITY, Story

EDITIONS = (
    (DAY(2025, 1, 1), DAY(2025, 3, 31), DAY(2025, 4, 10)), (DAY(2025, 4, 1), DAY(2025, 6, 30), DAY(2025, 7, 10)),
    (DAY(2025, 7, 1), DAY(2025, 9, 30), DAY(2025, 10, 9)), (DAY(2025, 10, 1), DAY(2025, 12, 31), DAY(2026, 1, 12)),
    (DAY(2026, 1, 1), DAY(2026, 3, 31), DAY(2026, 4, 10)), (DAY(2026, 4, 1), DAY(2026, 6, 30), DAY(2026, 7, 9)),
)  # fmt: skip
"""Periods that were reported, and when; the third quarter of 2026 is left for whoever tries the portal."""

LEFT_TO_APPROVE = DAY(2026, 6, 30)
ALONE = "W projekcie po stronie miasta pracuje jedna osoba koordynująca."
"""Why one account froze and approved: nobody else had the right. The last report waits for whoever tries the portal."""


@transaction.atomic
def invent(project: GrantProject, seed: int) -> dict[str, int]:
    """Fill an empty project with invented people and their two years; return how many rows of each table.

    Accounts with a role in the project act in it. The same seed gives the same people and facts.
    """
    dice = random.Random(seed)  # noqa: S311 - invented people, not keys
    families = Families(dice)
    pen = Pen.for_project(project, dice)
    told = tell(dice, families)
    people = _write(pen, told)
    written = _chapters(pen)
    _protect(pen.staff, told, people)
    write_households(told, people)
    complete_records(people.values())
    sent = last_weeks_list(dice, families, told)
    import_list(project, sent, min(_noon(SENT_ON), pen.ledger.latest), pen.staff.coordinator)
    share_caseload(project, by=None)
    rebuild_keys()
    fill_calendars(pen)
    written.update(add_casework(pen))
    written.update(add_consents(pen))
    fill_contact_page(project, pen.staff.coordinator)
    add_rights(pen)
    written["Registration"] = write_applications(pen)
    written["group"] = hold_courses(pen)
    written["event"] = hold_events(pen)
    written["assistance"] = assist(pen)
    written["training"] = reach_beyond(pen)
    record(Action.CREATE, by=None, obj=project, grant_project=project, detail={"invented": dict(written)})
    return dict(written)


def _write(pen: Pen, told: list[Story]) -> dict[int, Person]:
    """Let everybody wait in the ledger, numbered in the order in which they came; return the people by story."""
    confidential, _denied = protected(told)
    came = [(registered_at(pen, story), story) for story in told if not story.from_list]
    return {
        id(story): write_story(pen, story, place, registered, confidential=story is confidential)
        for place, (registered, story) in enumerate(sorted(came, key=lambda each: each[0]), start=1)
    }


def _chapters(pen: Pen) -> Counter[str]:
    """Write the past chapter by chapter and freeze each report with what was known on its day."""
    ledger, written = pen.ledger, Counter[str]()
    for first, last, day in EDITIONS:
        moment = min(_noon(day), ledger.latest)
        written.update(ledger.write_until(moment))
        edition = freeze_edition(pen.project, Period(first, last, known_on=moment), by=pen.staff.coordinator)
        if last < LEFT_TO_APPROVE:
            _approve(pen, edition, min(moment + ALONE_AFTER, ledger.latest))
    written.update(ledger.write_until(ledger.latest))
    _date_those_who_wait(pen.project)
    return written


def _approve(pen: Pen, edition: ReportEdition, moment: datetime.datetime) -> None:
    """Let the one coordinator of the city approve a report a day later and say why no second person does."""
    coordinator = pen.staff.coordinator
    if coordinator is not None:
        with recording_as_if_at(moment):
            approve_edition(edition, by=coordinator, alone_reason=ALONE)


def _date_those_who_wait(project: GrantProject) -> None:
    """Let those who wait for their first support have been added when their first version was recorded.

    The last number that was handed out belongs to the entry that was added last, so the others stay as they are.
    """
    waiting = project.participations.annotate(first=Min("versions__recorded_at"), start=Max("versions__start_on"))
    entries = list(waiting.filter(start__isnull=True))
    for entry in entries:
        entry.created_at = entry.first
    Participation.objects.bulk_update(entries, ["created_at"], batch_size=CHUNK)


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=WARSAW)


def _protect(staff: Staff, told: list[Story], people: dict[int, Person]) -> None:
    """Name who may see the confidential person, and hide another one from an account (S26, S27)."""
    confidential, denied = protected(told)
    in_charge = [staff.caseworker(code, confidential.person.family) for code in confidential.organisations]
    named = [each for each in (*in_charge, staff.coordinator) if each is not None]
    people[id(confidential)].confidential_to.set(named)
    people[id(denied)].denied_to.set(staff.caseworkers[CITY][-1:])
