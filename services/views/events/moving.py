"""A meeting of an event at another day, time or place; who signed up is told through the outbox (C14)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered
from portal.versions.actions import FactChanged
from services.domain import meetings as acts
from services.domain.support import SupportRefused
from services.domain.times import StillFree
from services.enums import MeetingState
from services.forms.meetings import EventMeetingForm
from services.models import Activity, Meeting
from services.queries.events import MANAGE, event_for
from services.queries.staffing import venues_of
from services.tables.catalogue import when_of
from services.views.clashes import once_while_free, what_is_in_the_way
from services.views.meetings import refusal_of
from services.views.refusals import refused_in_words


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def event_meeting(request: HttpRequest, date_id: uuid.UUID) -> HttpResponse:
    """Move or change one meeting of an event; one that was held needs a reason, and nobody is told then."""
    account: User = request.user  # type: ignore[assignment]
    meeting = Meeting.objects.select_related("venue", "teacher").filter(pk=date_id).first()
    if meeting is None:
        raise Refused(MANAGE, "meeting", str(date_id))
    event = meeting.activity = event_for(account, MANAGE, meeting.activity_id)  # type: ignore[attr-defined]
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = _form(request, event, meeting)
    if form.is_bound and form.is_valid():
        try:
            answer = once_while_free(
                request, form, lambda: _questions(event, form, meeting),
                lambda free: _move(request, event, meeting, form, free),
            )  # fmt: skip
            if answer is not None:
                return answer
        except FactChanged:
            form.renew(Meeting.objects.get(pk=meeting.pk).version)
            form.add_error(None, _("Somebody changed this meanwhile. See what it says now and answer again."))
        except acts.MeetingRefused as refused:
            form.add_error(*refusal_of(str(refused), _("There is a meeting at this time already.")))
        except SupportRefused as refused:
            words = _("The day of this class lies outside the project. Nothing was saved.")
            form.add_error("day", refused_in_words(refused, words))
    shown: dict[str, Any] = {"form": form, "event": event, "meeting": meeting, "when": when_of(meeting)}
    return render(request, "services/events/meeting.html", {**shown, "is_held": meeting.state == MeetingState.HELD})


def _form(request: HttpRequest, event: Activity, meeting: Meeting) -> EventMeetingForm:
    venues = venues_of(event.grant_project)
    if meeting.venue and meeting.venue not in venues:
        venues.append(meeting.venue)
    return EventMeetingForm(
        request.POST if request.method == "POST" else None, initial=EventMeetingForm.initial_of(meeting),
        was_held=meeting.state == MeetingState.HELD, is_by_name=event.is_by_name, venues=venues,
    )  # fmt: skip


def _questions(event: Activity, form: EventMeetingForm, meeting: Meeting) -> list[str]:
    return what_is_in_the_way(form.span, meeting.teacher or event.teacher, form.place or event.venue, event, meeting)


def _move(
    request: HttpRequest, event: Activity, meeting: Meeting, form: EventMeetingForm, still_free: StillFree
) -> str:
    data = form.cleaned_data
    said: dict[str, Any] = {
        "tell": data.get("tell", False), "why": data.get("why", ""), "still_free": still_free
    }  # fmt: skip
    account: User = request.user  # type: ignore[assignment]
    if not acts.change_meeting(meeting, data["version"], form.values(), by=account, **said):
        messages.info(request, _("Nothing was different, so nothing was changed."))
    elif said["tell"]:
        messages.success(request, _("The meeting is changed. Who signed up is told, where we may write."))
    else:
        messages.success(request, _("The meeting is changed."))
    return reverse("event", args=[event.pk])
