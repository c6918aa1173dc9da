"""Attendance: the classes of a day, and the roll of one class for one thumb."""

import datetime
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import now, today
from portal.policy.access import access_of
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.drafts import as_query, draft_content, drop_draft
from portal.submissions.once import already_answered, once
from services.domain.attendance import (
    AttendanceChanged,
    NotYet,
    ReasonNeeded,
    count_visitors,
    mark_meeting,
    say_what_was_done,
)
from services.domain.support import SupportRefused
from services.enums import ActivityKind
from services.forms.attendance import RollForm, VisitorsForm, mark_of, reason_of, seen_of
from services.models import Activity, Meeting
from services.queries import courses, events
from services.queries.attendance import (
    KEEP,
    NO_ENTRY,
    PRESENT,
    RELATED,
    Place,
    classes_between,
    reasons_of,
    roll_of,
    seen_entries,
)
from services.rules.appointments import span_of_days
from services.rules.attendance import is_late, may_be_marked
from services.tables.attendance import class_row, place_of, teacher_of, when_of
from services.views.refusals import refused_in_words
from services.views.rolls import conflicts, roll_rows, tallies

DAY, DO, ALL, DISCARD, DRAFT = "dzien", "do", "all", "discard", "roll"
BEFORE, AFTER = 14, 7
"""Days back in which a roll without entries is named, and days ahead that are shown."""
Answer = tuple[HttpResponse | None, dict[str, Any]]


@requires(KEEP)
@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    """Show the classes of a day; of today also what is not marked yet, and what comes."""
    account: User = request.user  # type: ignore[assignment]
    day = _day(request)
    is_today = day == today()
    first, days = (day - datetime.timedelta(days=BEFORE), BEFORE + 1 + AFTER) if is_today else (day, 1)
    begins, ends = span_of_days(first, days, timezone.get_default_timezone())
    rows = [class_row(each) for each in classes_between(account, begins, ends)]
    step = datetime.timedelta(days=1)
    return render(
        request,
        "services/attendance.html",
        {
            "day": day,
            "is_today": is_today,
            "rows": [row for row in rows if row.day == day],
            "open": [row for row in reversed(rows) if row.day < day and not row.is_done],
            "coming": [row for row in rows if row.day > day],
            "earlier": f"{reverse('attendance')}?{DAY}={(day - step).isoformat()}",
            "later": f"{reverse('attendance')}?{DAY}={(day + step).isoformat()}",
        },
    )


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """Show the roll of one class and take what is marked: all of it or nothing."""
    account: User = request.user  # type: ignore[assignment]
    meeting = opened_class(request, class_id)
    places = [] if meeting.activity.kind == ActivityKind.OPEN else roll_of(account, meeting)
    note_names(request, meeting, places, Action.VIEW, "roll")
    answer, shown = None, {}
    if request.method == "POST":
        answer = already_answered(request)
        if answer is None and request.POST.get(DO) == DISCARD:
            drop_draft(account, DRAFT, meeting.pk.hex)
            answer = redirect("roll", meeting.pk)
        if answer is None:
            answer, shown = _take(request, account, meeting, places)
    return answer or _page(request, account, meeting, places, shown)


def opened_class(request: HttpRequest, class_id: uuid.UUID) -> Meeting:
    """Return the class of an address when its roll is the account's to keep; otherwise there is none."""
    account: User = request.user  # type: ignore[assignment]
    return get_visible_or_404(Meeting.objects.select_related(*RELATED), account, KEEP, pk=class_id)


def note_names(request: HttpRequest, meeting: Meeting, places: Iterable[Place], action: Action, page: str) -> None:
    """Leave the mark of reading: whose names the roll shows."""
    people = [each.enrolment.participation for each in places if each.is_known and each.enrolment.participation]
    note_read(
        request, action, subjects={each.person_id for each in people}, obj=meeting, detail={"page": page},
        grant_project=meeting.activity.grant_project,
    )  # fmt: skip


def _take(request: HttpRequest, account: User, meeting: Meeting, places: list[Place]) -> Answer:
    if meeting.activity.kind == ActivityKind.OPEN:
        return _take_number(request, account, meeting)
    form = RollForm(request.POST, **_about(meeting, places))
    if request.POST.get(DO) == ALL:
        return None, {"form": _all_here(form, request), "is_unsaved": True}
    if not form.is_valid():
        return None, {"form": form}
    marks = form.marks(seen_entries(meeting, form.seen()))
    try:
        return once(request, form.token, lambda: _save(request, account, meeting, form, marks)), {}
    except AttendanceChanged as conflict:
        return None, {"form": form, **_conflict(form, conflict)}
    except ReasonNeeded:
        form.add_error("why", _("The day of this class is over. Write why you change what was marked."))
    except NotYet:
        form.add_error(None, _("This class has not begun yet, or it is cancelled. Nothing was saved."))
    except SupportRefused as refused:
        words = _("The day of this class lies outside the project. Nothing was saved.")
        form.add_error(None, refused_in_words(refused, words))
    return None, {"form": form}


def _save(request: HttpRequest, account: User, meeting: Meeting, form: RollForm, marks: list) -> str:
    mark_meeting(meeting, marks, by=account, now=now(), why=form.reason)
    say_what_was_done(meeting, form.cleaned_data["class_note"], by=account)
    drop_draft(account, DRAFT, meeting.pk.hex)
    count = tallies(form)
    words = _("Saved: here %(here)s, not here %(away)s, no entry %(none)s.")
    messages.success(request, words % {"here": count["present"], "away": count["absent"], "none": count["none"]})
    return reverse("roll", args=[meeting.pk])


def _take_number(request: HttpRequest, account: User, meeting: Meeting) -> Answer:
    form = VisitorsForm(request.POST)
    if not form.is_valid():
        return None, {"form": form}
    try:
        return once(request, form.token, lambda: _save_number(request, account, meeting, form)), {}
    except NotYet:
        form.add_error(None, _("This class has not begun yet, or it is cancelled. Nothing was saved."))
    return None, {"form": form}


def _save_number(request: HttpRequest, account: User, meeting: Meeting, form: VisitorsForm) -> str:
    count_visitors(meeting, form.cleaned_data["visitors"], by=account, now=now())
    say_what_was_done(meeting, form.cleaned_data["class_note"], by=account)
    messages.success(request, _("The number of visitors is saved."))
    return reverse("roll", args=[meeting.pk])


def _all_here(form: RollForm, request: HttpRequest) -> RollForm:
    """Return the form with everybody here who had no entry; nothing is saved yet."""
    typed = request.POST.copy()
    for place in form.places:
        if typed.get(mark_of(place), NO_ENTRY) == NO_ENTRY:
            typed[mark_of(place)] = PRESENT
    form.data = typed
    return form


def _conflict(form: RollForm, conflict: AttendanceChanged) -> dict[str, Any]:
    form.renew(conflict.entries)
    entries = [each for each in conflict.entries.values() if each]
    last = max(entries, key=lambda each: each.recorded_at, default=None)
    return {
        "differences": conflicts(form, dict(conflict.entries)),
        "changed_by": last.recorded_by.name if last and last.recorded_by else "",
        "changed_at": last.recorded_at if last else now(),
    }


def _page(
    request: HttpRequest, account: User, meeting: Meeting, places: list[Place], shown: dict[str, Any]
) -> HttpResponse:
    is_open = meeting.activity.kind == ActivityKind.OPEN
    may_mark = may_be_marked(meeting.starts_at, now(), is_off=meeting.is_off)
    page = {
        "meeting": meeting,
        "when": when_of(meeting),
        "where": place_of(meeting),
        "teacher": teacher_of(meeting),
        "is_open": is_open,
        "may_mark": may_mark,
        "is_cancelled": meeting.is_off,
        "is_late": is_late(meeting.day, today()),
        "subject": meeting.pk.hex,
        "back": _back(account, meeting.activity),
    }
    if "form" not in shown:
        shown = {**shown, **_fresh(account, meeting, places)}
    if not is_open:
        page |= {"rows": roll_rows(shown["form"]), "tally": tallies(shown["form"])}
    return render(request, "services/roll.html", page | shown)


def _back(account: User, activity: Activity) -> str:
    """Return the page of the group or event of a class; blank for whoever may not open it."""
    if activity.kind == ActivityKind.COURSE:
        seen = access_of(account).may(courses.SEE_COURSES, activity.grant_project)
        return reverse("course_group", args=[activity.pk]) if seen else ""
    return reverse("event", args=[activity.pk]) if events.reaches(account, events.VIEW, activity) else ""


def _fresh(account: User, meeting: Meeting, places: list[Place]) -> dict[str, Any]:
    """Return the form as it stands in the portal, with what was marked and not sent, if anything was."""
    said = {"class_note": meeting.class_note}
    if meeting.activity.kind == ActivityKind.OPEN:
        return {"form": VisitorsForm(initial={**said, "visitors": meeting.head_count})}
    kept = draft_content(account, DRAFT, meeting.pk.hex)
    typed = as_query(kept[0]) if kept else {}
    for place in places:
        entry = str(place.entry.pk) if place.entry else ""
        if mark_of(place) in typed and typed.get(seen_of(place), "") == entry:
            said[mark_of(place)] = typed[mark_of(place)]
            said[reason_of(place)] = typed.get(reason_of(place), "")
    said["class_note"] = typed.get("class_note", meeting.class_note)
    form = RollForm(initial=said, **_about(meeting, places))
    return {"form": form, "kept_at": kept[1] if kept else None, "is_unsaved": bool(kept)}


def _about(meeting: Meeting, places: list[Place]) -> dict[str, Any]:
    reasons = reasons_of(meeting.activity.grant_project, places)
    return {"places": places, "is_late": is_late(meeting.day, today()), "reasons": reasons}


def _day(request: HttpRequest) -> datetime.date:
    """Return the day asked for; today for anything that is no day."""
    with suppress(ValueError):
        day = datetime.date.fromisoformat(request.GET.get(DAY, ""))
        if datetime.date(2000, 1, 1) <= day <= datetime.date(2999, 12, 31):
            return day
    return today()
