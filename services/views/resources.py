"""Interpreters and childcare of one appointment or class: who is booked, who is free; book, release, say how long."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.clock import now
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from services.domain.resources import ResourceRefused, book_resource, note_used, release_booking
from services.enums import ActivityKind, AppointmentState, MeetingState
from services.forms.resources import BookingForm, UsedForm
from services.models import Activity, Appointment, Meeting, ResourceBooking
from services.queries.appointments import MAKE
from services.queries.courses import KEEP
from services.queries.resources import Thing, bookings_of, live_of, offered_for
from services.tables.appointments import hours_of, when
from services.tables.resources import REFUSED, booked_row, choices_of, others_of

METHODS = ["GET", "HEAD", "POST"]
DO, BOOK, RELEASE, USED, BOOKING = "do", "book", "release", "used", "booking"


@dataclass(frozen=True)
class Desk:
    """What is booked for: the appointment or class, how it is called, and where its page is."""

    thing: Thing
    project: GrantProject
    language: str
    title: str
    home: str
    here: str
    is_over: bool

    @property
    def has_begun(self) -> bool:
        """Tell whether it has begun: then somebody may say how long it was."""
        return self.thing.starts_at <= now()


@requires(MAKE)
@require_http_methods(METHODS)
def appointment_resources(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Book interpreters and childcare for an appointment; for who may see everybody at it."""
    everybody = Appointment.objects.wholly_visible_to(_account(request), MAKE)  # type: ignore[attr-defined]
    found = get_visible_or_404(everybody.select_related("grant_project"), _account(request), MAKE, pk=appointment_id)
    return _answer(
        request,
        Desk(
            found, found.grant_project, found.language, f"{when(found)} ({hours_of(found)})",
            reverse("appointment", args=[found.pk]), reverse("appointment_resources", args=[found.pk]),
            found.state == AppointmentState.CANCELLED,
        ),
    )  # fmt: skip


@requires(KEEP)
@require_http_methods(METHODS)
def class_resources(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Book interpreters and childcare for a class of a group or a meeting of an event."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        raise Refused(KEEP, "meeting", str(meeting_id))
    rows = Activity.objects.select_related("grant_project", "edition__course")
    activity = meeting.activity = get_visible_or_404(rows, _account(request), KEEP, pk=meeting.activity_id)  # type: ignore[attr-defined]
    home = (
        reverse("class_meeting", args=[meeting.pk])
        if activity.kind == ActivityKind.COURSE
        else reverse("event", args=[activity.pk])
    )
    title = f"{activity.called}, {when(meeting)} ({hours_of(meeting)})"  # type: ignore[arg-type]
    here, is_over = reverse("class_resources", args=[meeting.pk]), meeting.state == MeetingState.CANCELLED
    return _answer(request, Desk(meeting, activity.grant_project, activity.language, title, home, here, is_over))


def _answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    act = request.POST.get(DO, "") if request.method == "POST" else ""
    if act == BOOK and (answer := already_answered(request)) is not None:
        return answer
    if act in (RELEASE, USED):
        booking = _booking(request, desk)
        if act == RELEASE and booking:
            release_booking(booking, by=_account(request))
            messages.success(request, _("Released."))
        if act == RELEASE or booking is None:
            return HttpResponseRedirect(desk.here)
        return _used(request, desk, booking)
    return _booked(request, desk) if act == BOOK else _page(request, desk)


def _booked(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _form(desk, request.POST)
    if form.is_valid():
        try:
            return once(request, form.token, lambda: _book(request, desk, form))
        except ResourceRefused as refused:
            form = _form(desk, request.POST)
            form.is_valid()
            form.add_error("resource", REFUSED[str(refused)])
    return _page(request, desk, form=form)


def _book(request: HttpRequest, desk: Desk, form: BookingForm) -> str:
    book_resource(desk.thing, form.chosen, form.asked, by=_account(request))
    messages.success(request, _("Booked."))
    return desk.here


def _used(request: HttpRequest, desk: Desk, booking: ResourceBooking) -> HttpResponse:
    form = UsedForm(request.POST, prefix=str(booking.pk))
    if not desk.has_begun or not form.is_valid():
        return _page(request, desk, used={booking.pk: form})
    note_used(booking, form.cleaned_data["minutes"], by=_account(request))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(desk.here)


def _booking(request: HttpRequest, desk: Desk) -> ResourceBooking | None:
    """Return a booking of this very thing; none for anything else."""
    try:
        key = uuid.UUID(request.POST.get(BOOKING, ""))
    except ValueError:
        return None
    found: ResourceBooking | None = live_of(desk.thing).select_related("resource").filter(pk=key).first()
    return found


def _form(desk: Desk, sent: Any = None) -> BookingForm:
    return BookingForm(
        sent, offered=choices_of(offered_for(desk.thing, desk.project), bookings_of(desk.thing), desk.language)
    )


def _page(
    request: HttpRequest, desk: Desk, form: BookingForm | None = None, used: dict[Any, UsedForm] | None = None
) -> HttpResponse:
    booked, offered = bookings_of(desk.thing), offered_for(desk.thing, desk.project)
    sent = used or {}
    rows = [(booked_row(each), sent.get(each.pk) or _used_form(each)) for each in booked]
    free = choices_of(offered, booked, desk.language)
    page = {
        "desk": desk, "rows": rows, "others": others_of(offered, booked), "is_known": bool(offered),
        "form": form or (BookingForm(offered=free) if free and not desk.is_over else None),
        "failed": next(iter(sent.values()), None),
    }  # fmt: skip
    return render(request, "services/resources.html", page)


def _used_form(booking: ResourceBooking) -> UsedForm:
    return UsedForm(prefix=str(booking.pk), initial={"minutes": booking.used_minutes})


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
