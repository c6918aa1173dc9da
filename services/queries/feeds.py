"""When an account is busy, for calendars of other programs: times and a neutral word, nothing about anybody."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.clock import now, today
from portal.crypto.sealing import fingerprint
from portal.own.registry import own_door
from portal.policy.access import access_of
from services.enums import ActivityState, AppointmentState, EnrolmentState, MeetingState
from services.models import Appointment, CalendarFeed, Meeting
from services.queries.appointments import VIEW

BACK, AHEAD = datetime.timedelta(days=60), datetime.timedelta(days=400)
MOST = 1000
OWN = "use_own_space"


@dataclass(frozen=True)
class OwnTime:
    """One time that is taken; ``uid`` says nothing, not even the key of what is held then."""

    uid: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    title: str
    is_cancelled: bool


def feed_held_by(account: User) -> CalendarFeed | None:
    """Return the address that an account has (one query)."""
    return CalendarFeed.objects.filter(account=account).first()


def own_times(account: User) -> list[OwnTime] | None:
    """Return the times of the account: of the staff, what they keep and teach; of a participant, what they come to.

    ``None`` for an account whose rights have ended: its address leads nowhere. At most five queries.
    """
    if access_of(account).may(VIEW):
        appointments, meetings = _kept_by(account), _taught_by(account)
    elif access_of(account).may(OWN):
        own = [each for subject in own_door().subjects(account, today()) for each in subject.participations]
        if not own:
            return None
        appointments, meetings = _come_to(own), _attended_by(own)
    else:
        return None
    times = [*_of_appointments(appointments), *_of_meetings(meetings)]
    return sorted(times, key=lambda each: each.starts_at)


def _of_appointments(rows: "Iterator[Appointment]") -> Iterator[OwnTime]:
    title = _("Meeting")
    for each in rows:
        is_off = each.state == AppointmentState.CANCELLED
        yield OwnTime(_uid("appointment", each.pk), each.starts_at, each.ends_at, title, is_off)


def _of_meetings(rows: "Iterator[Meeting]") -> Iterator[OwnTime]:
    title = _("Class")
    for each in rows:
        is_off = each.state == MeetingState.CANCELLED or each.activity.state == ActivityState.CANCELLED
        yield OwnTime(_uid("meeting", each.pk), each.starts_at, each.ends_at, title, is_off)


def _kept_by(account: User):  # noqa: ANN202 - rows
    return _around(Appointment.objects.of_colleague(account))


def _taught_by(account: User):  # noqa: ANN202 - rows
    mine = Q(teacher=account) | Q(teacher=None, activity__teacher=account)
    rows = Meeting.objects.filter(mine).exclude(activity__state=ActivityState.DRAFT)
    return _around(rows.select_related("activity"))


def _come_to(own: list[Participation]):  # noqa: ANN202 - rows
    return _around(Appointment.objects.filter(people__in=own).distinct())


def _attended_by(own: list[Participation]):  # noqa: ANN202 - rows
    seated = Q(activity__enrolments__participation__in=own, activity__enrolments__state=EnrolmentState.TAKEN)
    return _around(Meeting.objects.filter(seated).distinct().select_related("activity"))


def _around(rows):  # noqa: ANN001, ANN202 - rows of either model
    moment = now()
    return rows.filter(ends_at__gt=moment - BACK, starts_at__lt=moment + AHEAD).order_by("starts_at", "pk")[:MOST]


def _uid(kind: str, key: uuid.UUID) -> str:
    return f"{fingerprint('calendar entry', f'{kind} {key}').hex()[:32]}@portal"
