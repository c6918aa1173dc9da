"""The card of „my day” with plans that wait for a talk."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.tables.worklist import care_tags
from cases.models import IntegrationPlan
from cases.queries.plans import plans_to_review
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow

AHEAD = datetime.timedelta(days=7)
"""How long before its day a talk is shown."""


def due_reviews(desk: Desk) -> WorkList:
    """Return the plans of people in the account's charge whose review is due within a week, overdue ones first."""
    plans = plans_to_review(desk.account, desk.day + AHEAD)
    rows = list(plans[: desk.most + 1])
    total = len(rows) if len(rows) <= desk.most else plans.count()
    return WorkList([_row(plan) for plan in rows[: desk.most]], total)


def _row(plan: IntegrationPlan) -> WorkRow:
    participation = plan.participation
    person, number = participation.person, participation.number
    return WorkRow(
        title=person.full_name or person.original_name or number,
        url=reverse("person_plan", args=[number]),
        acts=[NextAct(_("Record the review"), reverse("new_review", args=[number]))],
        note=_("Plan review"),
        due_on=plan.review_on,  # type: ignore[attr-defined]
        tags=care_tags(person),
        subject=participation.person_id,  # type: ignore[attr-defined]
        original=person.original_name,
    )
