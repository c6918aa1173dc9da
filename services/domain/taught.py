"""Who taught what has begun stays who taught it, when an activity gets another teacher or another holder."""

import datetime
from collections.abc import Iterable

from services.enums import MeetingState
from services.models import Activity, Meeting

WHO = frozenset({"teacher", "teacher_name", "organisation"})
"""Fields of an activity that say who teaches it and for whom."""


def keep_who_taught(activity: Activity, different: Iterable[str], now: datetime.datetime) -> int:
    """Write down who taught the meetings that have begun, before who teaches the activity is changed; return how many.

    Called inside the act, with the activity as it was. Support of these meetings that is recorded or corrected later
    goes on being theirs.
    """
    if not WHO & set(different):
        return 0
    begun = Meeting.objects.filter(activity=activity.pk, as_taught=False, starts_at__lte=now)
    return begun.exclude(state=MeetingState.CANCELLED).update(
        as_taught=True,
        then_teacher=activity.teacher_id,  # type: ignore[attr-defined]
        then_teacher_name=activity.teacher_name,
        then_organisation=activity.organisation_id,  # type: ignore[attr-defined]
    )
