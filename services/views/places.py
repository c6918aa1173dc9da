"""One person’s place on a group: what happened to it; accept, give up, move, give out of turn, the level check."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged
from services.domain import seats
from services.domain.places import describe_place
from services.enums import SEATED, ActivityKind, EnrolmentState
from services.forms.places import LevelForm, MoveForm, PlaceForm
from services.models import Activity, Enrolment
from services.queries.courses import ENROL, Seat, history_of_place, other_groups
from services.queries.events import MANAGE, reaches
from services.tables.courses import change_of_place, seat_row
from services.views.enrolling import line_of
from services.views.groups import note_seats

DO, MOVE, LEVEL, ACCEPT, GIVE, GIVE_UP = "do", "move", "level", "accept", "give", "give-up"
ACTIVE = SEATED | {EnrolmentState.WAITING}
Forms = dict[str, Any]


@requires(ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def course_place(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    """Show a place with its history; say what becomes of it."""
    account: User = request.user  # type: ignore[assignment]
    place = _place(account, place_id)
    seat = _seat(account, place)
    note_seats(request, place.activity, [seat], "course-place")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    forms, answer = _forms(place), None
    if request.method == "POST":
        answer = _answer(request, place, forms)
    turn = seats.turn_of(place) if place.state == EnrolmentState.WAITING else 0
    page = {
        "place": place, "group": place.activity, "row": seat_row(seat, turn=turn),
        "history": [change_of_place(each) for each in history_of_place(place)],
        "may_join": place.participation is None and place.state in ACTIVE and reaches(account, MANAGE, place.activity),
        "is_active": place.state in ACTIVE, "is_offered": place.state == EnrolmentState.OFFERED,
        "may_give": place.state in (EnrolmentState.WAITING, EnrolmentState.LAPSED), **forms,
    }  # fmt: skip
    return answer or render(request, "services/course_place.html", page)


def _place(account: User, place_id: uuid.UUID) -> Enrolment:
    rows = Enrolment.objects.filter(activity__kind=ActivityKind.COURSE).select_related(
        "activity__edition__course", "activity__grant_project", "participation__person", "sign_up__data_key"
    )
    return get_visible_or_404(rows, account, ENROL, pk=place_id)


def _seat(account: User, place: Enrolment) -> Seat:
    known = place.participation
    if known is not None:
        known = Participation.objects.visible_to(account, ENROL).select_related("person").get(pk=known.pk)  # type: ignore[attr-defined]
    return Seat(place, known)


def _forms(place: Enrolment) -> Forms:
    version = {"version": place.version}
    groups = _groups(place)
    return {
        "outcome": PlaceForm(initial=version, prefix=GIVE_UP),
        "move": MoveForm(initial=version, prefix=MOVE, groups=groups) if groups and place.state in ACTIVE else None,
        "level": LevelForm(initial={**version, "level": place.level, "priority": place.priority}, prefix=LEVEL),
    }


def _groups(place: Enrolment) -> list[tuple[Activity, str]]:
    return [(each, line_of(each)) for each in other_groups(place.activity) if each.pk != place.activity_id]  # type: ignore[attr-defined]


def _answer(request: HttpRequest, place: Enrolment, forms: Forms) -> HttpResponse | None:
    """Do what was asked for; a form that cannot be carried out comes back with the reason."""
    asked = request.POST.get(DO, "")
    if asked == MOVE and forms["move"] is not None:
        name, form = "move", MoveForm(request.POST, prefix=MOVE, groups=_groups(place))
    elif asked == LEVEL:
        name, form = "level", LevelForm(request.POST, prefix=LEVEL)  # type: ignore[assignment]
    else:
        name, form = "outcome", PlaceForm(request.POST, prefix=GIVE_UP, must_say_why=asked in (GIVE, GIVE_UP))  # type: ignore[assignment]
    forms[name] = form
    act = ACTS.get(asked)
    if act is None or not form.is_valid():
        return None
    if form.cleaned_data["version"] != place.version:
        form.renew(place.version)
        form.add_error(None, _("Somebody changed this place meanwhile. See what it is now and answer again."))
        return None
    try:
        return once(request, form.token, lambda: _done(request, act(request, place, form)))
    except (seats.SeatRefused, FactChanged):
        form.add_error(None, _("That is not possible any more. See what the place is now."))
    return None


def _done(request: HttpRequest, told: tuple[Enrolment, str]) -> str:
    place, said = told
    messages.success(request, said)
    return reverse("course_place", args=[place.pk])


def _accept(request: HttpRequest, place: Enrolment, form: Any) -> tuple[Enrolment, str]:
    return seats.accept_seat(place, by=_account(request)), _("The place is taken.")


def _give(request: HttpRequest, place: Enrolment, form: Any) -> tuple[Enrolment, str]:
    why = form.cleaned_data["why"]
    return seats.give_seat(place, by=_account(request), why=why), _("The place is given.")


def _give_up(request: HttpRequest, place: Enrolment, form: Any) -> tuple[Enrolment, str]:
    why = form.cleaned_data["why"]
    return seats.give_up_seat(place, by=_account(request), why=why), _("The place is given up.")


def _move(request: HttpRequest, place: Enrolment, form: Any) -> tuple[Enrolment, str]:
    new = seats.move_seat(place, form.chosen, by=_account(request), why=form.cleaned_data["why"])
    has_place = new.state == EnrolmentState.TAKEN
    return new, _("Moved to the other group.") if has_place else _("Moved; in the other group there is no place yet.")


def _level(request: HttpRequest, place: Enrolment, form: Any) -> tuple[Enrolment, str]:
    data = form.cleaned_data
    describe_place(place, data["version"], data["level"], data["priority"], by=_account(request))
    return place, _("Saved.")


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


Act = Callable[[HttpRequest, Enrolment, Any], tuple[Enrolment, str]]
ACTS: dict[str, Act] = {ACCEPT: _accept, GIVE: _give, GIVE_UP: _give_up, MOVE: _move, LEVEL: _level}
