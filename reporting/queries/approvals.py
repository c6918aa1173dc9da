"""Who may approve an edition, and whether somebody else than who froze it could."""

import datetime

from portal.accounts.models import User
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from reporting.models import ReportEdition

APPROVE = "approve_report"


def other_approvers(edition: ReportEdition, user: User, day: datetime.date) -> list[User]:
    """Return the accounts beside ``user`` that may approve the edition on a day: who froze it is never one."""
    held = [each.user for each, reach in reaching(APPROVE, edition.grant_project, day) if reach is Reach.PROJECT]
    without = {user.pk, edition.frozen_by_id}  # type: ignore[attr-defined]
    return [each for each in dict.fromkeys(held) if each.pk not in without]
