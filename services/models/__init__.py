"""What: support that was given, and appointments."""

from services.models.appointments import Appointment, AppointmentChange, AppointmentPerson
from services.models.protected_notes import NoteRequest, ProtectedNote
from services.models.support import SupportDelivery

__all__ = [
    "Appointment",
    "AppointmentChange",
    "AppointmentPerson",
    "NoteRequest",
    "ProtectedNote",
    "SupportDelivery",
]
