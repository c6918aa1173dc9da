"""Courses, groups, events and meetings."""

import datetime
import uuid

from beneficiaries.models import Participation
from portal.clock import now
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject
from services.enums import ActivityKind, ActivityState, EnrolmentState
from services.models import Activity, Course, CourseEdition, Enrolment, Meeting, SignUp, Venue

START = datetime.datetime(2026, 9, 15, 15, tzinfo=datetime.UTC)
"""15 September 2026, 17:00 in Sopot."""
HOUR = datetime.timedelta(hours=1)


def earlier_today(back: datetime.timedelta = HOUR / 2) -> datetime.datetime:
    """Return the moment so long ago, shortly after midnight the midnight: a class that began then is one of today."""
    moment = now()
    return max(moment - back, moment.replace(hour=0, minute=0, second=0, microsecond=0))


def make_venue(project: GrantProject, name: str = "Dom Sąsiedzki", **values) -> Venue:
    """Make a place in Sopot."""
    return Venue.objects.create(grant_project=project, name=name, **{"town": "Sopot", **values})


def make_edition(project: GrantProject, name: str = "jesień 2026", **values) -> CourseEdition:
    """Make an edition of a course of Polish, September to December 2026."""
    kind = project.service_types.get(code="polish-course")
    course = Course.objects.create(grant_project=project, service_type=kind, title="Polski od podstaw")
    days = {"starts_on": datetime.date(2026, 9, 15), "ends_on": datetime.date(2026, 12, 15)}
    return CourseEdition.objects.create(course=course, name=name, **{**days, **values})


def make_activity(project: GrantProject, kind: str = ActivityKind.EVENT, *, meetings: int = 1, **values) -> Activity:
    """Make an event by name for two people, with one meeting of two hours a week from 15 September 2026, 17:00."""
    if kind == ActivityKind.COURSE:
        edition = values["edition"] = values.get("edition") or make_edition(project)
        values.setdefault("service_type", edition.course.service_type)
    if kind != ActivityKind.OPEN:
        values.setdefault("service_type", project.service_types.get(code="culture-integration"))
    defaults = {"title": "Spacer po Sopocie", "capacity": 2, "state": ActivityState.OPEN}
    activity = Activity.objects.create(grant_project=project, kind=kind, **{**defaults, **values})
    for week in range(meetings):
        make_meeting(activity, starts_at=START + datetime.timedelta(weeks=week))
    return activity


def make_group(project: GrantProject, **values) -> Activity:
    """Make a group of a course of Polish without a limit and without classes."""
    return make_activity(project, ActivityKind.COURSE, meetings=0, **{"title": "Polish A1", "capacity": None, **values})


def make_meeting(activity: Activity, starts_at: datetime.datetime = START, minutes: int = 120, **values) -> Meeting:
    """Make a meeting of two hours on 15 September 2026 at 17:00."""
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    return Meeting.objects.create(activity=activity, starts_at=starts_at, ends_at=ends_at, **values)


def make_sign_up(activity: Activity, code: str = "AAAA-BBBB-CCCC", **values) -> SignUp:
    """Make a sign-up with a phone number."""
    key = DataKey.fresh()
    key.save()
    said = {"language": "uk", "phone": "+48 512 334 218", "code": code}
    return SignUp.objects.create(activity=activity, data_key=key, **{**said, **values})


def make_place(activity: Activity, participation: Participation | None = None, **values) -> Enrolment:
    """Give a person a place, or what ``state`` says; without one, somebody who signed up alone under ``name``."""
    if participation is None and "sign_up" not in values:
        values["sign_up"] = make_sign_up(activity, code=str(uuid.uuid4()))
    said = {"state": EnrolmentState.TAKEN, "asked_at": START - datetime.timedelta(days=30)}
    return Enrolment.objects.create(activity=activity, participation=participation, **{**said, **values})
