"""Results that are due as rows: the days that are left, and which reminder is due (R40, R43)."""

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from beneficiaries.tables.worklist import Tags, person_row
from cases.queries.radar import DIAGNOSIS, FINDING, without_assessment, without_finding
from cases.querysets.tasks import OVERSEE
from cases.rules.reminders import reminders_due
from cases.rules.results import window_end
from portal.policy.access import access_of
from portal.ui.formatting import short_date
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow, WorkSection

REMINDERS = (
    (),
    (gettext_lazy("first reminder is due"), "info"),
    (gettext_lazy("second reminder is due"), "info"),
    (gettext_lazy("last reminder is due"), "danger"),
)


def due_results(desk: Desk) -> WorkList:
    """Return who in one's care still has days left for the finding; whoever oversees sees all (two queries)."""
    in_care = not access_of(desk.account).may(OVERSEE)
    still_open, _closed = without_finding(desk.account, desk.day, in_care=in_care)
    return WorkList(result_rows(still_open[: desk.most], desk.day), still_open.count(), reverse("result_radar"))


def missing_assessments(desk: Desk) -> WorkList:
    """Return who in one's care takes part without a first assessment (two queries)."""
    people = without_assessment(desk.account, desk.day)
    return WorkList([_unassessed(each) for each in people[: desk.most]], people.count())


SECTIONS = (
    WorkSection(
        "results", 30, gettext_lazy("Findings that are due"), FINDING, due_results,
        empty=gettext_lazy("Nobody here has ended without a finding in the days that count."),
    ),
    WorkSection("no-assessment", 60, gettext_lazy("Without a first assessment"), DIAGNOSIS, missing_assessments),
)  # fmt: skip


def result_rows(people: Iterable[Participation], day: datetime.date) -> Sequence[WorkRow]:
    """Return the rows of people who ended without a finding that counts."""
    return [_result(each, day) for each in people]


def _result(participation: Participation, day: datetime.date) -> WorkRow:
    end_on = participation.in_force.end_on  # type: ignore[attr-defined]
    last = window_end(end_on, participation.grant_project.result_window_days)
    act = NextAct(_("Record the finding"), reverse("record_finding", args=[participation.number]))
    words = {"end": short_date(end_on), "last": short_date(last)}
    if last < day:
        return person_row(participation, act, note=_("ended %(end)s · the last day was %(last)s") % words)
    reminder = REMINDERS[reminders_due(end_on, day)]
    tags: Tags = [reminder] if reminder else []  # type: ignore[list-item]
    note = _("ended %(end)s · counts until %(last)s") % words
    return person_row(participation, act, note=note, due_on=last, tags=tags)


def _unassessed(participation: Participation) -> WorkRow:
    act = NextAct(_("Assess the needs"), reverse("new_diagnosis", args=[participation.number]))
    start = short_date(participation.in_force.start_on)  # type: ignore[attr-defined]
    return person_row(participation, act, note=_("supported since %(start)s") % {"start": start})
