"""Legalisation in words: the page of the record, reminders of deadlines, the card of „my day”."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from beneficiaries.tables.worklist import care_tags
from cases.models import LegalisationCase
from cases.queries.legalisation import (
    RIGHT,
    Checklist,
    Dictionary,
    checklists_of,
    deadlines_of,
    dictionary,
    open_deadlines,
)
from portal.clock import today
from portal.records import Alert, may
from portal.ui.formatting import number, short_date
from portal.ui.parts import Fact
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow

WRITE = "record_legalisation"


@dataclass(frozen=True)
class CaseShown:
    """A case as the record lists it."""

    name: str
    url: str
    progress: str
    facts: list[Fact]
    is_open: bool


def legalisation_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return the cases of a person, those that go on first."""
    shown = [case_shown(each) for each in checklists_of(participation, today())]
    may_record = may(participation, WRITE)
    return {
        "cases": shown,
        "new_url": reverse("new_legalisation", args=[participation.number]) if may_record else "",
    }


def case_shown(checklist: Checklist) -> CaseShown:
    """Return one case in words."""
    case = checklist.case
    facts = [
        Fact(_("Office"), case.office),
        Fact(_("Filed on"), short_date(case.filed_on)),
        Fact(_("Case number"), case.case_number),
        Fact(_("Deadline"), deadline_in_words(case)),
        Fact(_("Decision"), decision_in_words(case)),
    ]
    url = reverse("legalisation_case", args=[case.participation.number, case.fact_id])
    name = kind_in_words(case, checklist.kind)
    return CaseShown(name, url, progress_in_words(checklist), facts, not case.decision)


def kind_in_words(case: LegalisationCase, kind: Any) -> str:
    """Return what is applied for: the dictionary’s name in the language of the page, or the one written by hand."""
    return str(kind.name) if kind else case.other_name or case.kind


def progress_in_words(checklist: Checklist) -> str:
    """Say how far the checklist is: 5 of 8."""
    collected, needed = checklist.progress
    words = ngettext(
        "%(collected)s of %(needed)s document collected", "%(collected)s of %(needed)s documents collected", needed
    )
    return words % {"collected": number(collected), "needed": number(needed)}


def deadline_in_words(case: LegalisationCase) -> str:
    """Return the deadline and what is due by then."""
    return " · ".join(part for part in (short_date(case.deadline), case.deadline_for) if part)


def decision_in_words(case: LegalisationCase) -> str:
    """Return the decision and its day."""
    decision = str(case.get_decision_display()) if case.decision else ""  # type: ignore[attr-defined]
    return " · ".join(part for part in (decision, short_date(case.decided_on)) if part)


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say which deadlines are near or have passed; an expired day warns and refuses nothing (R100)."""
    if not may(participation, RIGHT):
        return
    day = today()
    cases = open_deadlines(participation, day)
    words = dictionary(participation) if cases else None
    for case in cases:
        case.participation = participation
        url = reverse("legalisation_case", args=[participation.number, case.fact_id])
        yield Alert(_reminder(case, words, day), url=url, label=_("Go to the case"))


def _reminder(case: LegalisationCase, words: Dictionary | None, day: datetime.date) -> str:
    deadline: datetime.date = case.deadline  # type: ignore[assignment]
    left = (deadline - day).days
    kind = words.kinds.get(case.kind) if words else None
    said = {"kind": kind_in_words(case, kind), "day": short_date(deadline), "days": number(abs(left))}
    if left > 0:
        sentence = ngettext(
            "%(kind)s: deadline %(day)s, %(days)s day left.", "%(kind)s: deadline %(day)s, %(days)s days left.", left
        )
    elif left == 0:
        sentence = _("%(kind)s: the deadline is today.")
    else:
        sentence = _("%(kind)s: the deadline passed on %(day)s.")
    return sentence % said


def deadlines_section(desk: Desk) -> WorkList:
    """Return the near deadlines of the people whom the account is in charge of (three queries)."""
    found = deadlines_of(desk.account, desk.day)
    cases = list(found[: desk.most])
    kinds = dictionary().kinds if cases else {}
    rows = [_row(each, kinds.get(each.kind)) for each in cases]
    return WorkList(rows, found.count() if len(rows) == desk.most else len(rows))


def _row(case: LegalisationCase, kind: Any) -> WorkRow:
    participation, person = case.participation, case.participation.person
    url = reverse("legalisation_case", args=[participation.number, case.fact_id])
    return WorkRow(
        title=person.full_name or person.original_name or participation.number,
        url=url,
        acts=[NextAct(_("Open the checklist"), url)],
        note=str(kind.name) if kind else _("another legalisation case"),
        due_on=case.deadline,
        tags=care_tags(person),
        subject=person.pk,
        original=person.original_name,
    )
