"""Classes of a group: one more class, another time, cancelled, planned again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import clock, full_date
from portal.versions.actions import FactChanged
from services.domain import meetings as acts
from services.domain.support import SupportRefused
from services.domain.times import StillFree
from services.enums import MeetingState
from services.forms.meetings import MeetingChangeForm, MeetingForm, OutcomeForm
from services.models import Activity, Meeting
from services.queries.courses import KEEP
from services.queries.staffing import teachers_of, venues_of
from services.views.clashes import once_while_free, what_is_in_the_way
from services.views.groups import group_of
from services.views.refusals import refused_in_words

METHODS = ["GET", "HEAD", "POST"]
DO, CANCEL, RESTORE = "do", "cancel", "restore"
OUTCOME = "outcome"


@requires(KEEP)
@require_http_methods(METHODS)
def new_meeting(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Add one class to a group."""
    group = group_of(_account(request), KEEP, group_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = MeetingForm(request.POST or None, **_choices(group))
    if form.is_bound and form.is_valid():
        try:
            answer = once_while_free(
                request, form, lambda: _questions(group, form, None), lambda free: _add(request, group, form, free)
            )
            if answer is not None:
                return answer
        except acts.MeetingRefused:
            form.add_error("begins", _("The group has a class at this time."))
    return render(request, "services/meeting_new.html", {"form": form, "group": group})


@requires(KEEP)
@require_http_methods(METHODS)
def class_meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Show one class to move or change it, to cancel it or plan it again."""
    account = _account(request)
    meeting = Meeting.objects.select_related("venue", "teacher", "changed_by").filter(pk=meeting_id).first()
    if meeting is None:
        raise Refused(KEEP, "meeting", str(meeting_id))
    group = meeting.activity = group_of(account, KEEP, meeting.activity_id)  # type: ignore[attr-defined]
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    shown: dict[str, Any] = {
        "form": MeetingChangeForm(
            initial=MeetingChangeForm.initial_of(meeting), was_held=_was_held(meeting), **_choices(group, meeting)
        ),
        "outcome": OutcomeForm(
            prefix=OUTCOME, initial={"version": meeting.version, "tell": True}, was_held=_was_held(meeting)
        ),
    }
    answer = None
    if request.method == "POST":
        act = _settle if request.POST.get(DO) in (CANCEL, RESTORE) else _change
        answer, said = act(request, group, meeting)
        shown |= said
    return answer or _page(request, group, meeting, shown)


def _page(request: HttpRequest, group: Activity, meeting: Meeting, shown: dict[str, Any]) -> HttpResponse:
    page = {
        "group": group, "meeting": meeting, "when": _when(meeting),
        "is_planned": meeting.state == MeetingState.PLANNED, "is_held": _was_held(meeting),
        "is_cancelled": meeting.state == MeetingState.CANCELLED, **shown,
    }  # fmt: skip
    return render(request, "services/meeting.html", page)


def _change(request: HttpRequest, group: Activity, meeting: Meeting) -> tuple[HttpResponse | None, dict[str, Any]]:
    form = MeetingChangeForm(request.POST, was_held=_was_held(meeting), **_choices(group, meeting))
    if form.is_valid():
        try:
            return once_while_free(
                request, form, lambda: _questions(group, form, meeting),
                lambda free: _move(request, meeting, form, free),
            ), {"form": form}  # fmt: skip
        except FactChanged:
            form.renew(meeting.version)
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        except acts.MeetingRefused as refused:
            form.add_error(*refusal_of(str(refused)))
        except SupportRefused as refused:
            words = _("The day of this class lies outside the project. Nothing was saved.")
            form.add_error("day", refused_in_words(refused, words))
    return None, {"form": form}


def _settle(request: HttpRequest, group: Activity, meeting: Meeting) -> tuple[HttpResponse | None, dict[str, Any]]:
    form = OutcomeForm(request.POST, prefix=OUTCOME, was_held=_was_held(meeting))
    if form.is_valid():
        try:
            if request.POST[DO] == CANCEL:
                return once(request, form.token, lambda: _cancel(request, meeting, form)), {}
            return once_while_free(
                request, form, lambda: _in_the_way_of(meeting), lambda free: _restore(request, meeting, form, free)
            ), {"outcome": form}  # fmt: skip
        except (FactChanged, acts.MeetingRefused):
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {"outcome": form}


def _add(request: HttpRequest, group: Activity, form: MeetingForm, still_free: StillFree) -> str:
    acts.add_meeting(
        group, form.values(), tell=form.cleaned_data["tell"], by=_account(request), still_free=still_free
    )  # fmt: skip
    messages.success(request, _("The class is added."))
    return reverse("course_group", args=[group.pk])


def _move(request: HttpRequest, meeting: Meeting, form: MeetingChangeForm, still_free: StillFree) -> str:
    data = form.cleaned_data
    said: dict[str, Any] = {
        "tell": data.get("tell", False), "why": data.get("why", ""), "still_free": still_free
    }  # fmt: skip
    if acts.change_meeting(meeting, data["version"], form.values(), by=_account(request), **said):
        messages.success(request, _("The class is changed."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return reverse("course_group", args=[meeting.activity_id])  # type: ignore[attr-defined]


def _cancel(request: HttpRequest, meeting: Meeting, form: OutcomeForm) -> str:
    data = form.cleaned_data
    acts.cancel_meeting(meeting, data["version"], data["why"], tell=data.get("tell", False), by=_account(request))
    messages.success(request, _("The class is cancelled."))
    return reverse("course_group", args=[meeting.activity_id])  # type: ignore[attr-defined]


def _restore(request: HttpRequest, meeting: Meeting, form: OutcomeForm, still_free: StillFree) -> str:
    data = form.cleaned_data
    acts.restore_meeting(
        meeting, data["version"], tell=data.get("tell", False), by=_account(request), still_free=still_free
    )  # fmt: skip
    messages.success(request, _("The class is planned again."))
    return reverse("course_group", args=[meeting.activity_id])  # type: ignore[attr-defined]


def _was_held(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.HELD


def refusal_of(code: str, twice: str = "") -> tuple[str, str]:
    """Return the field and the words of what a class cannot become; ``twice`` says that its time is taken."""
    if code in ("not-yet", MeetingState.CANCELLED):
        return "day", _("This class has not begun yet, or it is cancelled. Nothing was saved.")
    return "begins", twice or _("The group has a class at this time.")


def _questions(group: Activity, form: MeetingForm, meeting: Meeting | None) -> list[str]:
    return what_is_in_the_way(form.span, form.stand_in or group.teacher, form.place or group.venue, group, meeting)


def _in_the_way_of(meeting: Meeting) -> list[str]:
    group: Activity = meeting.activity
    span = (meeting.starts_at, meeting.ends_at)
    return what_is_in_the_way(span, meeting.teacher or group.teacher, meeting.venue or group.venue, group, meeting)


def _choices(group: Activity, meeting: Meeting | None = None) -> dict[str, Any]:
    teachers = [account for account, _languages, _teaches in teachers_of(group.grant_project, today())]
    venues = venues_of(group.grant_project)
    if meeting and meeting.teacher and meeting.teacher not in teachers:
        teachers.append(meeting.teacher)
    if meeting and meeting.venue and meeting.venue not in venues:
        venues.append(meeting.venue)
    return {"teachers": teachers, "venues": venues}


def _when(meeting: Meeting) -> str:
    hours = f"{clock(meeting.starts_at)}–{clock(meeting.ends_at)}"
    return _("%(day)s, %(time)s") % {"day": full_date(meeting.day), "time": hours}


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
