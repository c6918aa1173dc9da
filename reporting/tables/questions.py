"""Questions of auditors that wait for an answer, as a card of „my day”."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.policy.access import access_of
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from reporting.queries.inspection import ANSWER, Inspected, questions_for


def work_list(desk: Desk) -> WorkList:
    """Return the questions without an answer, the oldest first; one query for a project that has none."""
    projects = access_of(desk.account).projects(ANSWER)
    lines = [line for project in projects for line in questions_for(desk.account, project) if not line.answers]
    lines.sort(key=lambda line: line.review.made_at)  # type: ignore[union-attr]
    return WorkList([_row(line) for line in lines[: desk.most]], len(lines), reverse("inspection_questions"))


def _row(line: Inspected) -> WorkRow:
    url = reverse("inspection_answer", args=[line.review.pk])  # type: ignore[union-attr]
    return WorkRow(line.record.number, url, [NextAct(_("Answer"), url)], note=line.review.note[:160])  # type: ignore[union-attr]
