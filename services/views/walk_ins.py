"""Somebody came who stands on no roll: found by number or name, marked as here, with a place where one is free."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.tables.choosing import choice_of
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal, search_mark
from portal.clock import now, today
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from services.domain.attendance import NotYet, mark_who_came
from services.domain.support import SupportRefused
from services.enums import EnrolmentState
from services.forms.attendance import WalkInForm
from services.models import Meeting
from services.queries.attendance import KEEP
from services.queries.walk_ins import one_to_add, to_add
from services.tables.attendance import when_of
from services.views.attendance import opened_class
from services.views.refusals import refused_in_words

ADD, MOST_FOUND = "add", 8


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_roll(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """Find somebody who is there and add them to the roll of a class: one search, one tap."""
    account: User = request.user  # type: ignore[assignment]
    meeting = opened_class(request, class_id)
    if not meeting.activity.is_by_name:
        raise Refused(KEEP, "meeting", str(class_id))
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = WalkInForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        number = request.POST.get(ADD, "")[: WalkInForm.LONGEST]
        answer = _added(request, meeting, form, number) if number else None
        if answer is not None:
            return answer
        shown = {} if number else _found(request, account, meeting, form.cleaned_data["who"])
    return render(
        request, "services/roll_add.html", {"form": form, "meeting": meeting, "when": when_of(meeting), **shown}
    )


def _added(request: HttpRequest, meeting: Meeting, form: WalkInForm, number: str) -> HttpResponse | None:
    person = one_to_add(request.user, meeting, number)  # type: ignore[arg-type]
    if person is None:
        note_refusal(request, KEEP, "participation", number)
        form.add_error("who", _("There is nobody with this number whom you may see."))
        return None
    try:
        return once(request, form.token, lambda: _add(request, meeting, person))
    except NotYet:
        form.add_error(None, _("This class has not begun yet, or it is cancelled. Nothing was saved."))
    except SupportRefused as refused:
        words = _("The day of this class lies outside the project. Nothing was saved.")
        form.add_error(None, refused_in_words(refused, words))
    return None


def _add(request: HttpRequest, meeting: Meeting, person: Participation) -> str:
    place = mark_who_came(meeting, person, by=request.user, now=now())  # type: ignore[arg-type]
    if place.state == EnrolmentState.TAKEN:
        messages.success(request, _("Marked as here, with a place."))
    elif place.state == EnrolmentState.WAITING:
        messages.success(request, _("Marked as here; the turn in the waiting list stays."))
    else:
        messages.success(request, _("Marked as here, as a guest of this day: no place is free."))
    return reverse("roll", args=[meeting.pk])


def _found(request: HttpRequest, account: User, meeting: Meeting, words: str) -> dict[str, Any]:
    found = to_add(account, meeting, words, MOST_FOUND + 1)
    note_read(
        request, Action.SEARCH, subjects=[each.person_id for each in found], obj=meeting,  # type: ignore[attr-defined]
        detail={"page": "roll-add", "search": search_mark(words)}, grant_project=meeting.activity.grant_project,
    )  # fmt: skip
    offered = [choice_of(each, today()) for each in found[:MOST_FOUND]]
    return {"searched": words, "offered": offered, "more": len(found) > MOST_FOUND}
