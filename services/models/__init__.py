"""What: support that was given, appointments, activities with their places and attendance."""

from services.models.absences import AbsenceReason
from services.models.activities import Activity, Course, CourseEdition, Meeting, OpeningHours, Venue
from services.models.appointments import Appointment, AppointmentChange, AppointmentPerson
from services.models.assistance import Assistance
from services.models.beyond import Institution, Product, TrainedPerson, Training
from services.models.enrolments import Attendance, Certificate, Enrolment, EnrolmentChange, SignUp
from services.models.feeds import CalendarFeed
from services.models.head_counts import HeadCount
from services.models.planning import DayOff, StaffSkill
from services.models.protected_notes import NoteRequest, ProtectedNote
from services.models.resources import Resource, ResourceAway, ResourceBooking, ResourceHours
from services.models.slots import ConsultationHours, DaysAway
from services.models.support import SupportDelivery
from services.models.work_log import HoursNorm, WorkEntry

__all__ = [
    "AbsenceReason",
    "HoursNorm",
    "WorkEntry",
    "Activity",
    "Appointment",
    "AppointmentChange",
    "AppointmentPerson",
    "Assistance",
    "Attendance",
    "CalendarFeed",
    "Certificate",
    "ConsultationHours",
    "Course",
    "CourseEdition",
    "DaysAway",
    "DayOff",
    "Enrolment",
    "EnrolmentChange",
    "HeadCount",
    "Institution",
    "Meeting",
    "NoteRequest",
    "OpeningHours",
    "Product",
    "ProtectedNote",
    "Resource",
    "ResourceAway",
    "ResourceBooking",
    "ResourceHours",
    "SignUp",
    "StaffSkill",
    "SupportDelivery",
    "TrainedPerson",
    "Training",
    "Venue",
]
