"""Emergency accesses that wait for a review, as rows of „my day” (S28)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beneficiaries.models import EmergencyAccess
from beneficiaries.queries.breakglass import waiting_for
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow


def waiting_reviews(desk: Desk) -> WorkList:
    """Return what the account oversees and has not reviewed, the most urgent first (two queries)."""
    waiting, page = waiting_for(desk.account), reverse("emergency_reviews")
    return WorkList([_row(each, page) for each in waiting[: desk.most]], waiting.count(), page)


def _row(access: EmergencyAccess, page: str) -> WorkRow:
    return WorkRow(
        title=_("Emergency access: %(colleague)s") % {"colleague": access.account.name},
        url=page,
        acts=[NextAct(pgettext("an emergency access", "Review"), page)],
        note=access.get_category_display(),
        due_on=access.review_due,
    )
