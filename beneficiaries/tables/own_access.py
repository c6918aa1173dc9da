"""What people sent from their own space, for staff: the card on a record and the rows of my day."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext

from beneficiaries.models import Participation
from beneficiaries.queries.own_space import sent_files_of, waiting_files
from beneficiaries.tables.worklist import person_row
from portal.records import may
from portal.ui.formatting import number
from portal.worklist.registry import Column, Desk, NextAct, WorkList, WorkRow, WorkSection

TAKE = "view_sent_files"


def panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card about photos that wait; no card without one."""
    if not may(participation, TAKE):
        return None
    files = sent_files_of(participation)
    return {"files": files, "url": reverse("person_sent_files", args=[participation.number])} if files else None


def waiting(desk: Desk) -> WorkList:
    """Return who sent something that nobody has looked at, of the account's people and of nobody's."""
    rows = waiting_files(desk.account)
    found = list(rows[: desk.most])
    total = rows.count() if len(found) == desk.most else len(found)
    return WorkList([_row(each) for each in found], total)


def _row(participation: Participation) -> WorkRow:
    files: int = participation.files  # type: ignore[attr-defined]
    note = ngettext("sent %(count)s photo", "sent %(count)s photos", files) % {"count": number(files)}
    act = NextAct(pgettext("photos", "Look at them"), reverse("person_sent_files", args=[participation.number]))
    return person_row(participation, act, note=note)


SECTION = WorkSection("sent-files", 55, gettext_lazy("Photos that people sent"), TAKE, waiting, Column.SIDE)
