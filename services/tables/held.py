"""What is held of a person here, as told to that person: support, appointments, protected notes (GDPR 15, S67)."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from portal.rights import HeldItem, item_of
from portal.ui.formatting import short_date
from services.models import (
    Appointment,
    AppointmentPerson,
    Assistance,
    Attendance,
    Meeting,
    NoteRequest,
    ProtectedNote,
    SupportDelivery,
)
from services.rules.appointments import state_of_person

SUPPORT = {
    "delivered_on": gettext_lazy("Day"),
    "service_type": gettext_lazy("Kind of support"),
    "hours": gettext_lazy("Hours"),
    "place": gettext_lazy("Place"),
    "language": gettext_lazy("Language"),
    "note": gettext_lazy("Note"),
    "authority": gettext_lazy("Office"),
    "next_step": gettext_lazy("What comes next"),
    "next_step_on": gettext_lazy("What comes next, on"),
}
APPOINTMENT = {
    "starts_at": gettext_lazy("Day"),
    "purpose": gettext_lazy("Purpose"),
    "place_kind": gettext_lazy("Kind of place"),
    "venue": gettext_lazy("Which place"),
    "place": gettext_lazy("Place"),
    "state": gettext_lazy("State"),
    "note": gettext_lazy("Note"),
}
ASSISTANCE = {
    "kind": gettext_lazy("Kind"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("Last day"),
    "monthly_hours": gettext_lazy("Hours a month"),
    "language": gettext_lazy("Language"),
}
ATTENDANCE = {
    "is_present": gettext_lazy("You were there"),
    "absence": gettext_lazy("Absence"),
}
NOTE = "view_protected_note"


def support(participation: Participation) -> Sequence[HeldItem]:
    """Return the support that was given; notes are read before they are handed out."""
    rows = SupportDelivery.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("participation__person__data_key", "service_type").order_by("-delivered_on", "-id")
    return [item_of(row, _("Support"), SUPPORT, free=["note", "next_step"]) for row in rows]


def appointments(participation: Participation) -> Sequence[HeldItem]:
    """Return the person's appointments; the words of one made for several people belong to who was named first."""
    rows = Appointment.objects.filter(people__person=participation.person_id).distinct()  # type: ignore[misc]
    places = AppointmentPerson.objects.filter(appointment=OuterRef("pk"), participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.annotate(stayed_away=Exists(places.filter(stayed_away=True)))
    rows = rows.select_related("participation__person__data_key", "venue").order_by("starts_at")
    return [_appointment(row, participation) for row in rows]


def assistance(participation: Participation) -> Sequence[HeldItem]:
    """Return who assists the person; a peer is not named to the other."""
    rows = Assistance.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    return [_assisted(row) for row in rows.select_related("assistant").order_by("starts_on", "pk")]


def attendance(participation: Participation) -> Sequence[HeldItem]:
    """Return the classes of the person, and whether they were there."""
    rows = Attendance.objects.filter(enrolment__participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("meeting__activity__edition__course").order_by("meeting__starts_at", "recorded_at")
    return [item_of(row, _class(row.meeting), ATTENDANCE) for row in rows]


def protected_notes(participation: Participation) -> Sequence[HeldItem]:
    """Return protected notes: only the caseworker in charge reviews them (C13)."""
    rows = ProtectedNote.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("participation__person__data_key").order_by("-recorded_at")
    notes = [item_of(row, _("Protected note"), {"text": _("Note")}, free=["text"], action=NOTE) for row in rows]
    asked = NoteRequest.objects.filter(participation__person=participation.person_id).count()  # type: ignore[misc]
    return [*notes, *([HeldItem(_("Colleagues asked to read a protected note"), [("", str(asked))])] if asked else [])]


def _appointment(row: Appointment, participation: Participation) -> HeldItem:
    is_own = row.participation.person_id == participation.person_id  # type: ignore[attr-defined]
    labels = APPOINTMENT if is_own else {name: APPOINTMENT[name] for name in ("starts_at", "state")}
    row.state = state_of_person(row.state, stayed_away=row.stayed_away)  # type: ignore[attr-defined]
    return item_of(row, _("Appointment"), labels, free=["note"])


def _assisted(row: Assistance) -> HeldItem:
    who = row.assistant.name if row.assistant else row.assistant_name
    return item_of(row, who or _("a participant"), ASSISTANCE)


def _class(meeting: Meeting) -> str:
    return f"{meeting.activity.called}, {short_date(meeting.day)}"
