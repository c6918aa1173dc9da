"""What of support goes at the end of the case; that it was given stays, under a number."""

import datetime
import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from beneficiaries.models import Participation
from portal.accounts.keeping import over_accounts
from portal.retention.people import CASE, RECORD, PeopleEnd
from services.models import (
    Appointment,
    AppointmentPerson,
    Assistance,
    Attendance,
    CalendarFeed,
    Certificate,
    ConsultationHours,
    DaysAway,
    Enrolment,
    EnrolmentChange,
    NoteRequest,
    ProtectedNote,
    WorkEntry,
)


def end_cases(people: Collection[uuid.UUID]) -> None:
    """Remove notes, appointments, assistance, and places that nobody came to.

    An appointment at which somebody else is expected stays for them, without its words.
    """
    parts = Participation.objects.filter(person__in=people).values("pk")
    NoteRequest.objects.filter(participation__in=parts).delete()
    QuerySet(ProtectedNote).filter(participation__person__in=people).delete()
    Assistance.objects.filter(participation__person__in=people).delete()
    AppointmentPerson.objects.filter(participation__person__in=people).delete()
    others = AppointmentPerson.objects.filter(appointment=OuterRef("pk"))
    Appointment.objects.filter(~Exists(others), participation__person__in=people).delete()
    EnrolmentChange.objects.filter(enrolment__participation__person__in=people).delete()
    came, proved = (model.objects.filter(enrolment=OuterRef("pk")) for model in (Attendance, Certificate))
    Enrolment.objects.filter(~Exists(came), ~Exists(proved), participation__person__in=people).delete()


def work_of_closed(now: datetime.datetime, model: type = WorkEntry) -> QuerySet:
    """Return hours, calendars and working times of accounts that were over a year ago."""
    field = "account" if model in (ConsultationHours, DaysAway, CalendarFeed) else "user"
    return model.objects.filter(**{f"{field}__in": over_accounts(now).values("pk")})  # type: ignore[attr-defined]


ENDS = (
    PeopleEnd(
        "support", CASE,
        tuple(f"services.{name}" for name in (
            "Appointment", "AppointmentPerson", "AppointmentChange", "ResourceBooking", "Assistance", "Enrolment",
            "EnrolmentChange", "ProtectedNote", "NoteRequest", "SupportDelivery",
        )),
        end_cases,
    ),
    PeopleEnd(
        "support-given", RECORD, ("services.SupportDelivery", "services.Attendance", "services.Certificate"),
        lambda people: None,
    ),
)  # fmt: skip
