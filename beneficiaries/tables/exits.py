"""The situation after leaving in words: who lacks what of it, and until when the result counts (R21, R40)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.exits import ended_by, last_day_of, version_of, without_situation
from beneficiaries.tables.worklist import name_of, person_row
from portal.ui.formatting import number, short_date
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow


@dataclass(frozen=True)
class ExitLine:
    """One person without the situation: by which version the form knows them, what is missing, until when it counts."""

    key: str
    name: str
    original: str
    number: str
    url: str
    end_on: datetime.date
    status: str
    missing: Sequence[str]
    last_day: datetime.date
    is_over: bool


def exit_line(participation: Participation, day: datetime.date) -> ExitLine:
    """Return one person as the list shows them on ``day``."""
    version, name = version_of(participation), name_of(participation)
    assert version.end_on is not None  # noqa: S101 - only who ended is listed
    last_day = last_day_of(participation)
    original = participation.person.original_name
    return ExitLine(
        str(version.pk), name, original if original != name else "", participation.number,
        reverse("end_participation", args=[participation.number]), version.end_on,
        version.get_labour_status_display(), missing_of(version), last_day, last_day < day,
    )  # fmt: skip


def missing_of(version: ParticipationVersion) -> list[str]:
    """Return what SM EFS lacks."""
    found = [] if version.exit_situation else [_("situation after leaving")]
    return found if version.path_completed is not None else [*found, _("left as planned or earlier")]


def work_list(desk: Desk) -> WorkList:
    """Return those in the account's care who ended without the situation, the earliest end first."""
    people = ended_by(without_situation(desk.account, mine=True), desk.day)
    found = list(people[: desk.most])
    total = people.count() if len(found) == desk.most else len(found)
    return WorkList([_row(each) for each in found], total, reverse("exit_situations"))


def filled_in_words(people: int) -> str:
    """Say for how many people the situation was written down."""
    said = ngettext(
        "The situation after leaving is written down for %(people)s person.",
        "The situation after leaving is written down for %(people)s people.", people,
    )  # fmt: skip
    return said % {"people": number(people)}


def _row(participation: Participation) -> WorkRow:
    act = NextAct(_("Add the situation"), reverse("end_participation", args=[participation.number]))
    return person_row(
        participation, act, note=_("ended %(end)s") % {"end": short_date(version_of(participation).end_on)}
    )
