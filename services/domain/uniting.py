"""Two places of one person in one activity become one: of what either of them held nothing is lost (R34, C9)."""

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.crypto.ids import new_id
from services.enums import EnrolmentState, EnrolmentStep
from services.models import Enrolment, EnrolmentChange

BETTER = (EnrolmentState.TAKEN, EnrolmentState.OFFERED, EnrolmentState.WAITING, EnrolmentState.HELD)
"""States of a place that stands, the best first."""


def unite_seats(kept: Enrolment, given_up: Enrolment, *, by: User | None) -> None:
    """Let ``kept`` be the better of two places, with the earlier turn; the other is joined to it from now on.

    A place that stood on neither stays as it is. The caller holds the lock of the activity, and passes on what became
    free.
    """
    if given_up.state not in BETTER:
        return
    both_stand = kept.state in BETTER
    if not both_stand or BETTER.index(given_up.state) < BETTER.index(kept.state):  # type: ignore[arg-type]
        kept.state, kept.offered_until = given_up.state, given_up.offered_until
    kept.asked_at = min(kept.asked_at, given_up.asked_at) if both_stand else given_up.asked_at
    kept.priority = min(kept.priority, given_up.priority) if both_stand else kept.priority
    kept.level = kept.level or given_up.level
    given_up.state, given_up.offered_until = EnrolmentState.JOINED, None
    for each in (kept, given_up):
        _save(each, by)


def _save(row: Enrolment, by: User | None) -> None:
    row.version, row.settled_at = new_id(), now()
    row.save()
    people = [row.participation.person_id] if row.participation is not None else []
    record(Action.CHANGE, by=by, obj=row, subjects=people, grant_project=row.activity.grant_project)
    EnrolmentChange.objects.create(enrolment=row, at=row.settled_at, by=by, kind=EnrolmentStep.LINKED)
