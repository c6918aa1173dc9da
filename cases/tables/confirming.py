"""Findings that wait for a second person, as rows of my day (R62)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from beneficiaries.tables.worklist import care_tags, name_of
from cases.models import ExitFinding
from cases.queries.confirmations import CONFIRM, waiting_for
from portal.ui.formatting import short_date
from portal.worklist.registry import Column, Desk, NextAct, WorkList, WorkRow, WorkSection


def waiting_findings(desk: Desk) -> WorkList:
    """Return the findings that the account could confirm, the oldest first (two queries)."""
    waiting = waiting_for(desk.account)
    return WorkList([_row(each) for each in waiting[: desk.most]], waiting.count())


SECTION = WorkSection(
    "confirmations", 35, gettext_lazy("Findings to confirm as the second person"), CONFIRM, waiting_findings,
    Column.SIDE,
)  # fmt: skip
"""Left out where nothing waits, and so in every project that asks for no second person."""


def _row(finding: ExitFinding) -> WorkRow:
    participation = finding.participation
    url = reverse("confirm_finding", args=[participation.number, finding.fact_id])
    words = {"day": short_date(finding.found_on), "who": finding.assessor}
    return WorkRow(
        title=name_of(participation),
        url=reverse("person_record", args=[participation.number]),
        acts=[NextAct(pgettext("a finding", "Confirm"), url)],
        note=_("finding of %(day)s · %(who)s") % words,
        tags=care_tags(participation.person),
        subject=participation.person_id,  # type: ignore[attr-defined]
    )
