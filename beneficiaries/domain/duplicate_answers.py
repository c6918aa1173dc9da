"""What people say of a pair of records: different people, or nobody knows yet (S70)."""

import datetime

from django.db import transaction
from django.utils import timezone

from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicatePair, Participation
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.errands import ask_errand
from portal.versions.actions import FactChanged

DAYS_TO_ASK = 7


@transaction.atomic
def say_different(pair: DuplicatePair, *, by: User) -> None:
    """Settle that these are two people: nobody is asked again. Raises ``FactChanged`` when somebody was faster (L5)."""
    waiting = DuplicatePair.objects.filter(pk=pair.pk, state=DuplicateState.OPEN)
    if not waiting.update(state=DuplicateState.DIFFERENT, decided_by=by, decided_at=timezone.now()):
        raise FactChanged(str(pair.pk))
    _note(pair, by, "different")


@transaction.atomic
def ask_about(pair: DuplicatePair, participation: Participation, text: str, *, day: datetime.date, by: User) -> bool:
    """Let the pair wait and give oneself the task to ask the person; return whether there is a task."""
    asked = ask_errand(participation, text, day + datetime.timedelta(days=DAYS_TO_ASK), by)
    _note(pair, by, "ask")
    return asked


def _note(pair: DuplicatePair, by: User, what: str) -> None:
    subjects = [pair.first_id, pair.second_id]  # type: ignore[attr-defined]
    record(Action.CHANGE, by=by, obj=pair, subjects=subjects, detail={"records": what})
