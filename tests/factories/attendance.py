"""Groups, classes, people with a place in them, and who assists them."""

import datetime

from django.utils import timezone

from beneficiaries.models import Participation
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject
from services.enums import ActivityKind, ActivityState, AssistanceKind, EnrolmentState
from services.models import Activity, Assistance, Course, CourseEdition, Enrolment, Meeting, SignUp

START = datetime.datetime(2026, 9, 15, 15, tzinfo=datetime.UTC)
"""15 September 2026, 17:00 in Sopot."""
HOUR = datetime.timedelta(hours=1)


def make_group(grant_project: GrantProject, service_type: str = "polish-course", **values) -> Activity:
    """Make an open group of a course of that kind of support, ``Polish A1``, unless told otherwise."""
    kind = grant_project.service_types.get(code=service_type)
    if values.get("kind", ActivityKind.COURSE) == ActivityKind.COURSE and "edition" not in values:
        course = Course.objects.create(grant_project=grant_project, service_type=kind, title="Polish")
        days = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 12, 18)}
        values["edition"] = CourseEdition.objects.create(course=course, name="autumn", **days)
    defaults = {"kind": ActivityKind.COURSE, "title": "Polish A1", "state": ActivityState.OPEN, "service_type": kind}
    return Activity.objects.create(grant_project=grant_project, **{**defaults, **values})


def make_class(activity: Activity, starts_at: datetime.datetime = START, minutes: int = 120, **values) -> Meeting:
    """Make a class of two hours on 15 September 2026 at 17:00, unless told otherwise."""
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    return Meeting.objects.create(activity=activity, starts_at=starts_at, ends_at=ends_at, **values)


def make_place(activity: Activity, participation: Participation | None = None, **values) -> Enrolment:
    """Give a person a place; without one, somebody who signed up from the public page under ``name``."""
    if participation is None and "sign_up" not in values:
        key = DataKey.fresh()
        key.save()
        values["sign_up"] = SignUp.objects.create(
            data_key=key, activity=activity, code=f"code {timezone.now().timestamp()}", language="uk"
        )
    defaults = {"state": EnrolmentState.TAKEN, "asked_at": timezone.now()}
    return Enrolment.objects.create(activity=activity, participation=participation, **{**defaults, **values})


def make_assistance(participation: Participation, **values) -> Assistance:
    """Give a person a personal assistant from 1 September 2026, unless told otherwise."""
    defaults = {"kind": AssistanceKind.PERSONAL, "starts_on": datetime.date(2026, 9, 1)}
    return Assistance.objects.create(participation=participation, **{**defaults, **values})
