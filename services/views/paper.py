"""Attendance on paper: the list to sign when nothing else works, and entering it afterwards (L25)."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.clock import now
from portal.policy.gate import Refused, requires
from portal.printing.pdf import pdf_of
from portal.submissions.once import already_answered, once
from portal.ui.formatting import number
from services.domain.attendance import AttendanceChanged, NotYet, mark_meeting
from services.domain.support import SupportRefused
from services.forms.attendance import PaperForm
from services.models import Meeting
from services.queries.attendance import KEEP, classes_without_list, roll_of, rolls_of
from services.tables.attendance import names_on, place_of, teacher_of, when_of
from services.views.attendance import note_names, opened_class
from services.views.refusals import refused_in_words
from services.views.rolls import grid_of

LANGUAGE, COLUMNS, SPARE = "pl", 8, 3
"""The language of the list, classes in a grid, and empty rows on a list."""


@requires(KEEP)
@require_safe
def roll_sheet(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """Give the list of a class to sign as a PDF."""
    meeting = opened_class(request, class_id)
    places = roll_of(request.user, meeting) if meeting.activity.is_by_name else []  # type: ignore[arg-type]
    note_names(request, meeting, places, Action.PRINT, "roll-sheet")
    with translation.override(LANGUAGE):
        page = render_to_string("services/roll_pdf.html", _sheet(meeting, names_on(places, is_passed_around=True)))
    answer = HttpResponse(pdf_of(page), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="lista-obecnosci-{meeting.day.isoformat()}.pdf"'
    return answer


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def late_roll(request: HttpRequest, taught_id: uuid.UUID) -> HttpResponse:
    """Enter the paper lists of several classes of one group in one grid."""
    account: User = request.user  # type: ignore[assignment]
    meetings = classes_without_list(account, taught_id, now(), COLUMNS)
    if not meetings:
        raise Refused(KEEP, "activity", str(taught_id))
    found = rolls_of(account, meetings)
    rolls = {each: found[each.pk] for each in meetings}
    people = {place.enrolment.pk: place for roll in rolls.values() for place in roll}
    note_names(request, meetings[0], people.values(), Action.LIST, "late-roll")
    form = PaperForm(request.POST if request.method == "POST" else None, rolls=rolls)
    if request.method == "POST":
        answer = already_answered(request) or (_save(request, account, meetings, form) if form.is_valid() else None)
        if answer is not None:
            return answer
    activity = meetings[0].activity
    page: dict[str, Any] = {"activity": activity, "form": form, "columns": meetings, "rows": grid_of(form, rolls)}
    return render(request, "services/late_roll.html", page)


def _sheet(meeting: Meeting, names: list[tuple[str, str]]) -> dict[str, Any]:
    where, teacher = place_of(meeting), teacher_of(meeting)
    spare = range(len(names) + 1, len(names) + 1 + SPARE)
    shown = {"when": when_of(meeting), "where": where, "teacher": teacher, "names": names, "spare": spare}
    return {"meeting": meeting, "language": LANGUAGE, **shown}


def _save(request: HttpRequest, account: User, meetings: list[Meeting], form: PaperForm) -> HttpResponse | None:
    try:
        return once(request, form.token, lambda: _mark(request, account, meetings, form))
    except AttendanceChanged:
        form.add_error(None, _("Somebody marked the same people meanwhile. Load the page again."))
    except (NotYet, SupportRefused) as refused:
        words = _("A class of the grid cannot be marked: it is cancelled, to come or outside the project.")
        form.add_error(None, refused_in_words(refused, words))
    return None


def _mark(request: HttpRequest, account: User, meetings: list[Meeting], form: PaperForm) -> str:
    with transaction.atomic():
        entries = sum(mark_meeting(each, form.marks(each.pk), by=account, now=now()) for each in meetings)
    words = ngettext("%(entries)s entry is saved.", "%(entries)s entries are saved.", entries)
    messages.success(request, words % {"entries": number(entries)})
    return reverse("late_roll", args=[meetings[0].activity_id])
