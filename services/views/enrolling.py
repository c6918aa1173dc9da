"""Give people a place on a group: from the page of the group, from the record of a person."""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_number, people_found
from beneficiaries.rules.age import completed_years
from beneficiaries.tables.choosing import choice_of
from beneficiaries.views.record import opened_record
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal, search_mark
from portal.clock import today
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import number as shown_number
from services.domain.seats import Asked, SeatRefused, ask_for_seats
from services.enums import EnrolmentState, Priority
from services.forms.places import MOST_PEOPLE, EnrolForm, GroupChoiceForm
from services.models import Activity, Enrolment
from services.queries.courses import ENROL, open_groups
from services.queries.turns import turns_of
from services.tables.appointments import named
from services.tables.courses import DOT, ages_of, seats_in_words
from services.tables.meant_for import not_meant_for
from services.tables.support import has_left, is_after_end
from services.views.groups import group_of

METHODS = ["GET", "HEAD", "POST"]
PEOPLE, WHO, DO, FIND, SAVE = "people", "who", "do", "find", "save"
MOST_FOUND, LONGEST_SEARCH, LONGEST_NUMBER = 8, 100, 20


class Choosing:
    """People while they are being chosen for a group."""

    def __init__(self, account: User, group: Activity) -> None:
        """Begin with nobody."""
        self.account, self.group = account, group
        self.people: list[Participation] = []
        self.unknown: list[str] = []
        self.offered: list[Participation] = []
        self.searched: str | None = None

    def choose(self, numbers: Iterable[str]) -> None:
        """Choose the people with these numbers, each once; unknown and out of reach are kept apart (S6)."""
        asked = list(dict.fromkeys(clean for each in numbers if (clean := _clean(each))))[: MOST_PEOPLE + 1]
        self.people = people_by_number(self.account, ENROL, self.group.grant_project, asked) if asked else []
        known = {each.number for each in self.people}
        self.unknown = [each for each in asked if each not in known]

    def offer(self, words: str | None) -> None:
        """Offer who fits the words."""
        self.searched = words
        project = self.group.grant_project
        found = people_found(self.account, ENROL, project, words, MOST_FOUND + 1) if words else []
        chosen = {each.pk for each in self.people}
        self.offered = [each for each in found if each.pk not in chosen]


@requires(ENROL)
@require_http_methods(METHODS)
def enrol_in_group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Give people a place on a group, or a turn when it is full."""
    account: User = request.user  # type: ignore[assignment]
    choosing = Choosing(account, group_of(account, ENROL, group_id))
    initial = {"priority": Priority.USUAL, "level": ""}
    form = EnrolForm(initial=initial)
    if request.method == "POST" and request.POST.get(DO) == SAVE:
        answer = already_answered(request)
        form, answer = (form, answer) if answer else _saved(request, choosing)
        if answer is not None:
            return answer
    elif request.method == "POST":
        gone = request.POST.get("remove")
        wanted = [*request.POST.getlist(PEOPLE), *request.POST.getlist("add")]
        choosing.choose(each for each in wanted if each != gone)
        typed = {name: request.POST.get(name, initial[name]) for name in initial}
        form = EnrolForm(initial=typed)
    choosing.offer(_words(request))
    return _page(request, choosing, form)


@requires(ENROL)
@require_http_methods(METHODS)
def enrol_person_in_group(request: HttpRequest, number: str) -> HttpResponse:
    """Give the person whose record is open a place on a group that is not over."""
    participation = opened_record(request, ENROL, number, "enrol-in-group")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    groups = [(each, line_of(each)) for each in open_groups(participation.grant_project, today())]
    form = GroupChoiceForm(request.POST or None, groups=groups)
    if form.is_bound and form.is_valid() and form.is_answered(questions_about(form.chosen, [participation])):
        goal = reverse("person_classes", args=[participation.number])
        answer = _seated(request, form, form.chosen, [participation], goal)
        if answer is not None:
            return answer
    page = {"form": form, "participation": participation, "who": named(participation), "groups": groups}
    return render(request, "services/enrol_person.html", page)


def line_of(group: Activity) -> str:
    """Return a group as a choice: course, group, level, age, seats."""
    course = group.edition.course.title if group.edition else ""
    seats = seats_in_words(group.seated, group.capacity)  # type: ignore[attr-defined]
    return DOT.join(part for part in (course, group.title, group.level, ages_of(group), seats) if part)


def questions_about(group: Activity, people: Sequence[Participation]) -> list[str]:
    """Return what to ask: somebody has left, an age does not fit the group, or its support is meant for others."""
    first = group.edition.starts_on if group.edition else today()
    asked = [has_left(each) for each in people if is_after_end(max(first, today()), each)]
    asked += not_meant_for(group.service_type, people, first)
    for each in people:
        age = completed_years(each.person.birth_date, first)
        if (group.age_from is not None and age < group.age_from) or (group.age_to is not None and age > group.age_to):
            said = {"name": named(each).name, "age": shown_number(age), "ages": ages_of(group)}
            asked.append(_("%(name)s will be %(age)s years old; the group is for: %(ages)s.") % said)
    return asked


def _saved(request: HttpRequest, choosing: Choosing) -> tuple[EnrolForm, HttpResponseRedirect | None]:
    choosing.choose(request.POST.getlist(PEOPLE))
    for number in choosing.unknown:
        note_refusal(request, ENROL, "participation", number)
    form = EnrolForm(request.POST, people=len(choosing.people), unknown=choosing.unknown)
    if not form.is_valid() or not form.is_answered(questions_about(choosing.group, choosing.people)):
        return form, None
    goal = reverse("course_group", args=[choosing.group.pk])
    return form, _seated(request, form, choosing.group, choosing.people, goal)


def _seated(
    request: HttpRequest, form: EnrolForm | GroupChoiceForm, group: Activity, people: Sequence[Participation], goal: str
) -> HttpResponseRedirect | None:
    data = form.cleaned_data
    turns = turns_of(people, group)
    asked = [
        Asked(each, priority=Priority(min(data["priority"], turns[each.pk])), level=data["level"]) for each in people
    ]

    def act() -> str:
        rows = ask_for_seats(group, asked, by=request.user)  # type: ignore[arg-type]
        _say(request, rows)
        return goal

    try:
        return once(request, form.token, act)
    except SeatRefused:
        form.add_error(None, _("The group takes nobody any more: it is over or cancelled."))
    return None


def _say(request: HttpRequest, rows: Sequence[Enrolment]) -> None:
    taken = sum(each.state == EnrolmentState.TAKEN for each in rows)
    if taken:
        said = ngettext("%(people)s person has a place.", "%(people)s people have a place.", taken)
        messages.success(request, said % {"people": shown_number(taken)})
    if taken < len(rows):
        waits = len(rows) - taken
        said = ngettext("%(people)s person waits for a place.", "%(people)s people wait for a place.", waits)
        messages.warning(request, said % {"people": shown_number(waits)})


def _words(request: HttpRequest) -> str | None:
    moved = "add" in request.POST or "remove" in request.POST
    if moved or request.POST.get(DO) != FIND:
        return None
    return request.POST.get(WHO, "").replace("\0", "").strip()[:LONGEST_SEARCH]


def _page(request: HttpRequest, choosing: Choosing, form: EnrolForm) -> HttpResponse:
    shown = [each.person_id for each in (*choosing.people, *choosing.offered)]  # type: ignore[attr-defined]
    if shown or choosing.searched:
        action = Action.SEARCH if choosing.searched else Action.LIST
        detail: dict[str, Any] = {"page": "enrol-in-group"}
        if choosing.searched:
            detail["search"] = search_mark(choosing.searched)
        note_read(request, action, subjects=shown, detail=detail, grant_project=choosing.group.grant_project)
    day = today()
    found = [choice_of(each, day) for each in choosing.offered]
    page = {
        "form": form, "group": choosing.group, "picked": [choice_of(each, day) for each in choosing.people],
        "searched": choosing.searched, "offered": found[:MOST_FOUND], "more": len(found) > MOST_FOUND,
    }  # fmt: skip
    return render(request, "services/enrol_group.html", page)


def _clean(number: str) -> str:
    return re.sub(r"\s", "", number.replace("\0", "")).upper()[:LONGEST_NUMBER]
