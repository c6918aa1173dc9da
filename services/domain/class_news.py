"""News and reminders of a class for those who have a place: only day and hour, through the one gate (S24)."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.messages.sending import ask_for_message, asked_when, withdraw_message
from portal.ui.formatting import clock
from services.domain.reminding import AHEAD
from services.domain.seat_news import SIGN_UP
from services.enums import SEATED, ActivityKind, EnrolmentState, MeetingState
from services.models import Enrolment, Meeting
from services.queries.told import standing_for, those_told

MOVED, CANCELLED, ADDED, REMINDER = "class-moved", "class-cancelled", "class-added", "class-reminder"


def remind_of_classes(now: datetime.datetime) -> int:
    """Remind of what begins within the next day; each time once. Return how many messages that is.

    Of an event who has a place is reminded, of a course only of the first class: the others are every week. Who signed
    up, or was told of the time, since a reminder was due needs no second message (one query, three more for each class,
    beside the messages).
    """
    return sum(_remind(meeting) for meeting in _to_be_reminded_of(now))


def _to_be_reminded_of(now: datetime.datetime) -> Iterator[Meeting]:
    classes = Meeting.objects.not_off()  # type: ignore[attr-defined]
    earlier = classes.filter(activity=OuterRef("activity"), starts_at__lt=OuterRef("starts_at"))
    first = Q(activity__kind=ActivityKind.COURSE) & ~Exists(earlier)
    soon = classes.filter(starts_at__gt=now, starts_at__lte=now + AHEAD, state=MeetingState.PLANNED)
    found = soon.filter(Q(activity__kind=ActivityKind.EVENT) | first).select_related("activity__grant_project")
    return iter(found.order_by("starts_at", "pk"))


def _remind(meeting: Meeting) -> int:
    due = meeting.starts_at - AHEAD
    held = Enrolment.objects.filter(activity=meeting.activity, state=EnrolmentState.TAKEN, asked_at__lt=due)
    to = {each: _reminder_key(meeting, each[1], meeting.starts_at) for each in _recipients(meeting, held)}
    news = {each: [_news_key(kind, meeting, each[1]) for kind in (MOVED, ADDED)] for each in to}
    asked = asked_when([*to.values(), *(key for keys in news.values() for key in keys)])
    fresh = [
        each for each, key in to.items()
        if key not in asked and not any(asked[one] >= due for one in news[each] if one in asked)
    ]  # fmt: skip
    for each in fresh:
        _tell(REMINDER, meeting, each, to[each], meeting.starts_at)
    return len(fresh)


def tell_enrolled(kind: str, meeting: Meeting, *, before: datetime.datetime | None = None) -> int:
    """Ask for the message to everybody with a place on the group; return to how many (two queries beside the messages).

    Of an event also who waits is told. For a child it goes to those who stand for it, for who signed up alone to that
    sign-up. Whether and where somebody may be reached is asked at the moment of sending; after the class has begun
    nobody is told any more.
    """
    states = SEATED if meeting.activity.kind == ActivityKind.COURSE else SEATED | {EnrolmentState.WAITING}
    to = _recipients(meeting, Enrolment.objects.filter(activity=meeting.activity, state__in=states))
    useless_at = min(meeting.starts_at, before or meeting.starts_at)
    if kind != ADDED:
        withdraw_message(*(_reminder_key(meeting, key, before or meeting.starts_at) for _recipient, key in to))
    for each in to:
        _tell(kind, meeting, each, _news_key(kind, meeting, each[1]), useless_at)
    return len(to)


def _recipients(meeting: Meeting, held: QuerySet[Enrolment]) -> list[tuple[str, Any]]:
    rows = list(held.order_by("asked_at", "pk").select_related("participation__person"))
    people = [each.participation.person for each in rows if each.participation]
    alone = dict.fromkeys(each.sign_up_id for each in rows if not each.participation)  # type: ignore[attr-defined]
    told = those_told(people, standing_for(people, meeting.day), meeting.day)
    return [*told, *((SIGN_UP, key) for key in alone)]


def _tell(kind: str, meeting: Meeting, to: tuple[str, Any], dedup_key: str, useless_at: datetime.datetime) -> None:
    ask_for_message(
        kind, *to, context={"day": f"{meeting.day:%d.%m.%Y}", "time": clock(meeting.starts_at)},
        grant_project=meeting.activity.grant_project, useless_at=useless_at, dedup_key=dedup_key,
    )  # fmt: skip


def _news_key(kind: str, meeting: Meeting, key: Any) -> str:
    """Name news: once for each change."""
    return f"{kind}-{meeting.version}-{key}"


def _reminder_key(meeting: Meeting, key: Any, starts_at: datetime.datetime) -> str:
    """Name a reminder: once for each time."""
    return f"{REMINDER}-{meeting.pk}-{key}-{starts_at.astimezone(datetime.UTC):%Y%m%d%H%M}"
