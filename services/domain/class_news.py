"""News about a class for those who have a place: only day and hour, through the one gate for messages (S24)."""

import datetime
from typing import Any

from portal.messages.sending import ask_for_message
from portal.ui.formatting import clock
from services.domain.seat_news import SIGN_UP
from services.enums import SEATED, ActivityKind, EnrolmentState
from services.models import Enrolment, Meeting
from services.queries.told import standing_for, those_told

MOVED, CANCELLED, ADDED = "class-moved", "class-cancelled", "class-added"


def tell_enrolled(kind: str, meeting: Meeting, *, before: datetime.datetime | None = None) -> int:
    """Ask for the message to everybody with a place on the group; return to how many (two queries beside the messages).

    Of an event also who waits is told. For a child it goes to those who stand for it, for who signed up alone to that
    sign-up. Whether and where somebody may be reached is asked at the moment of sending; after the class has begun
    nobody is told any more.
    """
    moments = [meeting.starts_at, *([before] if before else [])]
    to = _recipients(meeting)
    for recipient, key in to:
        ask_for_message(
            kind, recipient, key, context={"day": f"{meeting.day:%d.%m.%Y}", "time": clock(meeting.starts_at)},
            grant_project=meeting.activity.grant_project, useless_at=min(moments),
            dedup_key=f"{kind}-{meeting.version}-{key}",
        )  # fmt: skip
    return len(to)


def _recipients(meeting: Meeting) -> list[tuple[str, Any]]:
    states = SEATED if meeting.activity.kind == ActivityKind.COURSE else SEATED | {EnrolmentState.WAITING}
    held = Enrolment.objects.filter(activity=meeting.activity, state__in=states).order_by("asked_at", "pk")
    rows = list(held.select_related("participation__person"))
    people = [each.participation.person for each in rows if each.participation]
    alone = dict.fromkeys(each.sign_up_id for each in rows if not each.participation)  # type: ignore[attr-defined]
    told = those_told(people, standing_for(people, meeting.day), meeting.day)
    return [*told, *((SIGN_UP, key) for key in alone)]
