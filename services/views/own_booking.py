"""The own space: book a free time with the colleague in charge, choose another, give one back (C8)."""

import datetime
import uuid
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.clock import now, today
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.policy.gate import Refused
from portal.submissions.once import already_answered, once
from portal.ui.formatting import clock, full_date
from services.domain.slots import TAKEN, TOO_LATE, TOO_MANY, BookingRefused, book, give_back, has_enough_to_come, move
from services.forms.own import SlotForm
from services.models import Appointment
from services.queries.keepers import bookable_keeper, keeps_times_of
from services.queries.own import appointment_of_own
from services.queries.slots import slots_of
from services.rules.slots import Slot

INSTEAD = "zamiast"
REFUSALS = {
    TAKEN: gettext_lazy("Somebody took this time meanwhile. Choose another."),
    TOO_MANY: gettext_lazy("You have two meetings to come. After one of them you can book another."),
    TOO_LATE: gettext_lazy("It is too late to change this here. Call us, please."),
}


@own_space("book")
@require_http_methods(["GET", "HEAD", "POST"])
def own_book(request: HttpRequest, own: Own) -> HttpResponse:
    """Show the free times of the colleague in charge; book one, or move an appointment there."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    moved = _moved(request, own)
    participation, keeper = _with_whom(own, moved)
    is_full = moved is None and has_enough_to_come(participation, now())
    but = [moved.pk] if moved else []
    free: list[Slot] = []
    if keeper and not is_full:
        free = slots_of(keeper, participation.grant_project, today(), after=now(), open_only=True, but=but)
    form = SlotForm(request.POST if request.method == "POST" else None, days=by_day(free))
    if keeper and not is_full and form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _act(request, own, participation, keeper, form, moved))
        except BookingRefused as refused:
            form.add_error(None, REFUSALS[str(refused)])
    page = {
        "own": own, "form": form, "keeper": keeper, "moved": moved, "is_free": bool(free),
        "enough": REFUSALS[TOO_MANY] if is_full else "",
    }  # fmt: skip
    return render(request, "services/own/book.html", page)


@own_space()
@require_http_methods(["POST"])
def own_give_back(request: HttpRequest, own: Own, appointment_id: uuid.UUID) -> HttpResponse:
    """Cancel one's own meeting, in time."""
    appointment = appointment_of_own(own.participations, appointment_id)
    if appointment is None:
        raise Refused("use_own_space", "appointment", str(appointment_id))
    try:
        give_back(appointment, by=own.account, now=now())
        messages.success(request, _("The meeting is cancelled."))
    except BookingRefused:
        messages.error(request, _("It is too late to cancel here. Call us, please."))
    return redirect("own_meeting", appointment_id=appointment.pk)


def by_day(free: Sequence[Slot]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return free times under their days, as choices: the moment and the hours by the clock on the wall."""
    days = groupby(free, key=lambda slot: timezone.localdate(slot.starts_at))
    return [(full_date(day), [_choice(slot) for slot in slots]) for day, slots in days]


def _choice(slot: Slot) -> tuple[str, str]:
    return slot.starts_at.isoformat(), f"{clock(slot.starts_at)}–{clock(slot.ends_at)}"


def _act(
    request: HttpRequest,
    own: Own,
    participation: Participation,
    keeper: User,
    form: SlotForm,
    moved: Appointment | None,
) -> str:
    starts_at = datetime.datetime.fromisoformat(form.cleaned_data["time"])
    if moved:
        move(moved, participation, starts_at, by=own.account, now=now())
        made = moved
    else:
        made = book(participation, keeper, starts_at, by=own.account, now=now())
    messages.success(request, _("The meeting is booked."))
    return reverse("own_meeting", args=[made.pk])


def _moved(request: HttpRequest, own: Own) -> Appointment | None:
    """Return the meeting that is to be moved; none for what is nobody's or no key."""
    with suppress(ValueError):
        return appointment_of_own(own.participations, uuid.UUID(request.GET.get(INSTEAD, "")))
    return None


def _with_whom(own: Own, moved: Appointment | None) -> tuple[Participation, User | None]:
    if not own.participations:
        raise Refused("use_own_space", "participation", "")
    first: Participation = own.participations[0]
    if moved is None:
        return first, bookable_keeper(first)
    same: Any = [each for each in own.participations if each.grant_project_id == moved.grant_project_id]
    return same[0], moved.in_charge if keeps_times_of(moved.in_charge, same[0]) else None
