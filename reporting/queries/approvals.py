"""Who may approve an edition, and whether somebody else than who froze it could."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from reporting.models import EditionApproval, ReportEdition

APPROVE = "approve_report"


def other_approvers(edition: ReportEdition, user: User, day: datetime.date) -> list[User]:
    """Return the accounts beside ``user`` that may approve the edition on a day: who froze it is never one."""
    held = [each.user for each, reach in reaching(APPROVE, edition.grant_project, day) if reach is Reach.PROJECT]
    without = {user.pk, edition.frozen_by_id}  # type: ignore[attr-defined]
    return [each for each in dict.fromkeys(held) if each.pk not in without]


def approved_alone(projects: Iterable[int]) -> QuerySet[EditionApproval]:
    """Return the approvals behind which no second person stands, the latest first."""
    rows = EditionApproval.objects.filter(edition__grant_project__in=list(projects)).exclude(alone_reason="")
    known = rows.select_related("edition__grant_project", "approved_by").defer("edition__content")
    return known.order_by("-approved_at")
