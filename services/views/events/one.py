"""One event: what it says, its meetings, who has a place or how many visitors came; each act is a small form."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.queries.choosing import people_by_number
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import now
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged
from services.domain.events import EventRefused, add_meeting, cancel_meeting, note_visitors, settle_event
from services.domain.seats import Asked, SeatRefused, ask_for_seat, give_seat, give_up_seat
from services.domain.sign_ups import let_in, turn_away
from services.domain.times import StillFree
from services.enums import ActivityState, MeetingState
from services.forms.events import MeetingForm, NumberForm, StepForm, VisitorsForm
from services.models import Activity, Enrolment, Meeting
from services.queries.attendance import rolls_kept
from services.queries.events import (
    MANAGE,
    SEE_PERSON,
    VIEW,
    enrolments_of,
    event_for,
    meetings_of_event,
    people_seen,
    reaches,
)
from services.tables.events import STATE_TONES, facts_of, held_stays, meeting_rows, place_rows, seats_line, steps_of
from services.views.clashes import once_while_free, what_is_in_the_way

DO, MEETING, PLACE = "do", "meeting", "place"
STEP, OFF, VISITORS, ADD, ENROL, GIVE, GIVE_UP, LET_IN, TURN_AWAY = (
    "step", "off", "visitors", "add", "enrol", "give", "give-up", "let-in", "turn-away"
)  # fmt: skip
Shown = dict[str, Any]
Act = Callable[[HttpRequest, Activity, User], tuple[Any, Callable[[], str] | None]]


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Show one event; do one of its acts."""
    account: User = request.user  # type: ignore[assignment]
    found = event_for(account, VIEW if request.method != "POST" else MANAGE, activity_id)
    if request.method != "POST":
        return _page(request, account, found, {})
    if (answer := already_answered(request)) is not None:
        return answer
    if request.POST.get(DO) == ADD:
        return _add(request, account, found)
    form, act = _acts().get(request.POST.get(DO, ""), _step)(request, found, account)
    if form.is_valid() and act is not None:
        try:
            return once(request, form.token, lambda: _done(found, act))
        except FactChanged:
            form.add_error(None, _("Somebody changed this meanwhile. See what it says now and answer again."))
        except (EventRefused, SeatRefused) as refused:
            form.add_error(None, _words(str(refused)))
    return _page(request, account, event_for(account, VIEW, activity_id), {"failed": form})


def _done(found: Activity, act: Callable[[], str]) -> str:
    act()
    return reverse("event", args=[found.pk])


def _acts() -> dict[str, Act]:
    return {OFF: _off, VISITORS: _visitors, ENROL: _enrol, GIVE: _place_act, GIVE_UP: _place_act,
            LET_IN: _place_act, TURN_AWAY: _place_act}  # fmt: skip


def _step(request: HttpRequest, found: Activity, account: User) -> tuple[Any, Callable[[], str] | None]:
    state = request.POST.get(STEP, "")
    form = StepForm(request.POST, must_say_why=state == ActivityState.CANCELLED)

    def act() -> str:
        data = form.cleaned_data
        held = settle_event(found, data["version"], state, by=account, why=data["why"])
        words = _("The event is now: %(state)s.") % {"state": ActivityState(state).label}
        if state == ActivityState.CANCELLED and held:
            words = f"{words} {held_stays(held)}"
        return _told(request, words)

    return form, act if state in ActivityState.values else None


def _off(request: HttpRequest, found: Activity, account: User) -> tuple[Any, Callable[[], str] | None]:
    form, meeting = StepForm(request.POST, must_say_why=True), _meeting(request, found)

    def act() -> str:
        was_held = meeting.state == MeetingState.HELD  # type: ignore[union-attr]
        cancel_meeting(meeting, form.cleaned_data["version"], by=account, why=form.cleaned_data["why"])  # type: ignore[arg-type]
        if was_held:
            return _told(request, _("The meeting is cancelled."))
        return _told(request, _("The meeting is cancelled. Who has a place is told, where we may write."))

    return form, act if meeting else None


def _visitors(request: HttpRequest, found: Activity, account: User) -> tuple[Any, Callable[[], str] | None]:
    form, meeting = VisitorsForm(request.POST), _meeting(request, found)

    def act() -> str:
        data = form.cleaned_data
        note_visitors(meeting, data["version"], data["count"], by=account, now=now())  # type: ignore[arg-type]
        return _told(request, _("The number of visitors is noted."))

    return form, act if meeting else None


def _add(request: HttpRequest, account: User, found: Activity) -> HttpResponse:
    form = MeetingForm(request.POST)

    def act(still_free: StillFree) -> str:
        add_meeting(found, by=account, still_free=still_free, **form.meeting())
        messages.success(request, _("The meeting is added."))
        return reverse("event", args=[found.pk])

    if form.is_valid():
        said = form.meeting()
        span = (said["starts_at"], said["ends_at"])
        try:
            answer = once_while_free(
                request, form, lambda: what_is_in_the_way(span, found.teacher, found.venue, found), act
            )
            if answer is not None:
                return answer
        except EventRefused as refused:
            form.add_error(None, _words(str(refused)))
    return _page(request, account, event_for(account, VIEW, found.pk), {"failed": form, "meeting_form": form})


def _enrol(request: HttpRequest, found: Activity, account: User) -> tuple[Any, Callable[[], str] | None]:
    form = NumberForm(request.POST)
    people = []
    if form.is_valid():
        number = form.cleaned_data["number"].strip().upper()
        people = people_by_number(account, SEE_PERSON, found.grant_project, [number])
        if not people:
            form.add_error("number", _("There is nobody with this number whom you may see."))

    def act() -> str:
        row = ask_for_seat(found, Asked(participation=people[0]), by=account)
        return _told(request, _("Written down: %(state)s.") % {"state": row.get_state_display()})  # type: ignore[attr-defined]

    return form, act if people else None


def _place_act(request: HttpRequest, found: Activity, account: User) -> tuple[Any, Callable[[], str] | None]:
    what = request.POST[DO]
    form = StepForm(request.POST, must_say_why=what == GIVE)
    row = _place(request, found, account)

    def act() -> str:
        why = form.cleaned_data["why"]
        if what == GIVE:
            give_seat(row, by=account, why=why)  # type: ignore[arg-type]
        elif what == GIVE_UP:
            give_up_seat(row, by=account, why=why)  # type: ignore[arg-type]
        else:
            (let_in if what == LET_IN else turn_away)(row, by=account)  # type: ignore[arg-type]
        return _told(request, _("Done. The list shows it."))

    return form, act if row else None


def _meeting(request: HttpRequest, found: Activity) -> Meeting | None:
    asked = request.POST.get(MEETING, "")
    return next((each for each in meetings_of_event(found) if str(each.pk) == asked), None)


def _place(request: HttpRequest, found: Activity, account: User) -> Enrolment | None:
    """Return the place that is meant, unless it is somebody's whom the account may not see."""
    rows = enrolments_of(found)
    seen = people_seen(account, rows)
    asked = request.POST.get(PLACE, "")
    return next(
        (row for row in rows if str(row.pk) == asked and (row.participation is None or row.participation.pk in seen)),
        None,
    )


def _told(request: HttpRequest, words: str) -> str:
    messages.success(request, words)
    return ""


def _words(code: str) -> str:
    return {
        "gone": _("No place is free, or it was given up meanwhile."),
        "not-open": _("The event is over or cancelled."),
        "twice": _("There is a meeting at this time already."),
        "visitors": _("Visitors are noted after an open event has begun."),
    }.get(code, _("That is not possible any more. See what it says now."))


def _page(request: HttpRequest, account: User, found: Activity, shown: Shown) -> HttpResponse:
    rows = enrolments_of(found) if found.is_by_name else []
    seen = people_seen(account, rows)
    places, moment, meetings = place_rows(rows, seen), now(), meetings_of_event(found)
    kept = rolls_kept(account, meetings) if found.is_by_name else set()
    note_read(
        request, Action.VIEW, subjects=[each.subject for each in places if each.subject], obj=found,
        detail={"page": "event"}, grant_project=found.grant_project,
    )  # fmt: skip
    page = {
        "event": found,
        "tone": STATE_TONES.get(ActivityState(found.state), ""),
        "facts": facts_of(found),
        "meetings": meeting_rows(found, meetings, moment, kept),
        "from_paper": any(each.pk in kept and each.starts_at <= moment for each in meetings),
        "places": places,
        "seats": seats_line(found, rows),
        "steps": steps_of(found),
        "stays": held_stays(held) if (held := sum(each.state == MeetingState.HELD for each in meetings)) else "",
        "may_manage": reaches(account, MANAGE, found),
        "step_form": StepForm(initial={"version": found.version}),
        "meeting_form": MeetingForm(),
        "number_form": NumberForm(),
    }
    return render(request, "services/events/event.html", page | shown)
