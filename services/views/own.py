"""The own space: meetings, one meeting, and the wish for another time."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.clock import now
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.policy.gate import Refused
from portal.submissions.once import already_answered, once
from services.domain.slots import may_be_given_back
from services.domain.wishes import wish_about
from services.forms.own import CANNOT_COME, MeetingForm
from services.models import Appointment
from services.queries.keepers import has_open_hours
from services.queries.own import appointment_of_own, appointments_of_own
from services.tables.own import can_book, meeting_of

MOST_PAST = 20


@own_space("meetings")
@require_safe
def own_meetings(request: HttpRequest, own: Own) -> HttpResponse:
    """List what comes, and what was."""
    found, moment = list(appointments_of_own(own.participations)), now()
    coming = [meeting_of(each) for each in found if each.ends_at > moment]
    past = [meeting_of(each) for each in reversed(found) if each.ends_at <= moment][:MOST_PAST]
    page = {"own": own, "coming": coming, "past": past}
    return render(request, "services/own/meetings.html", {**page, "can_book": can_book(own)})


@own_space("meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def own_meeting(request: HttpRequest, own: Own, appointment_id: uuid.UUID) -> HttpResponse:
    """Show one meeting, with the way there; take a wish about one that is to come."""
    appointment = appointment_of_own(own.participations, appointment_id)
    if appointment is None:
        raise Refused("use_own_space", "appointment", str(appointment_id))
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    may_wish = appointment.is_planned and appointment.ends_at > now()
    form = MeetingForm(request.POST if request.method == "POST" else None) if may_wish else None
    if form is not None and form.is_bound and form.is_valid():
        return once(request, form.token, lambda: _wish(request, own, appointment, form))
    page = {"own": own, "meeting": meeting_of(appointment), "form": form, "project": appointment.grant_project}
    page["can_move"] = may_wish and may_be_given_back(appointment, now()) and has_open_hours(appointment)
    return render(request, "services/own/meeting.html", page)


def _wish(request: HttpRequest, own: Own, appointment: Appointment, form: MeetingForm) -> str:
    participation = next(each for each in own.participations if each.grant_project_id == appointment.grant_project_id)  # type: ignore[attr-defined]
    told = wish_about(
        appointment, participation, cannot_come=form.cleaned_data["wish"] == CANNOT_COME,
        words=form.cleaned_data["words"], by=own.account,
    )  # fmt: skip
    if told:
        messages.success(
            request, _("Sent. We answer as you like to be reached. Until then the meeting stays as it is.")
        )
    else:
        messages.error(request, _("This did not work. Call us, please."))
    return reverse("own_meeting", args=[appointment.pk])
