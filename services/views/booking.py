"""Make an appointment: from the record of a person, from my day, from the calendar."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_key, people_by_number, people_found
from beneficiaries.tables.choosing import choice_of
from beneficiaries.views.record import opened_record
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal, search_mark
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered
from portal.submissions.page_drafts import keep_page, kept_values
from portal.ui.parts import Link
from services.domain.appointments import make_appointment
from services.domain.times import StillFree
from services.enums import PlaceKind
from services.forms.appointments import MOST_PEOPLE, USUAL, AppointmentForm, typed_of
from services.models import Appointment
from services.queries.appointments import MAKE, colleagues_within
from services.queries.resources import resources_of
from services.queries.staffing import venues_of
from services.queries.support import recently_supported
from services.views.clashes import is_for_all_of_the_staff, once_while_free, questions_about
from services.views.free_times import FreeSearch

METHODS = ["GET", "HEAD", "POST"]
PEOPLE, WHO, DO, FIND, SAVE = "people", "who", "do", "find", "save"
STEPS = frozenset({"add", "remove"})
RECENT, MOST_FOUND, LONGEST_SEARCH, LONGEST_NUMBER = 5, 8, 100, 20


class Booking:
    """An appointment while it is being made; ``opened`` is the person whose record it began on."""

    def __init__(self, account: User, project: GrantProject, opened: Participation | None) -> None:
        """Begin with the person at hand."""
        self.account, self.project, self.opened = account, project, opened
        self.people = [opened] if opened else []
        self.unknown: list[str] = []
        self.offered: list[Participation] = []
        self.searched: str | None = None
        self.colleagues = colleagues_within(account, MAKE, today(), project)
        self.venues = venues_of(project)

    @property
    def search(self) -> FreeSearch:
        """The search for free times of what is being made."""
        return FreeSearch(self.account, self.project, self.colleagues, self.venues, self.people)

    def form(self, sent: QueryDict | None = None, **options: Any) -> AppointmentForm:
        """Return the form, filled with what was sent, to be judged, or with ``initial``."""
        return AppointmentForm(sent, project=self.project, colleagues=self.colleagues, venues=self.venues, **options)

    def choose(self, numbers: Iterable[str]) -> None:
        """Choose the people with these numbers, each once; who is unknown or out of reach is kept apart (S6)."""
        asked = list(dict.fromkeys(clean for number in numbers if (clean := _clean(number))))[: MOST_PEOPLE + 1]
        self.people = people_by_number(self.account, MAKE, self.project, asked)
        known = {each.number for each in self.people}
        self.unknown = [number for number in asked if number not in known]

    def offer(self, words: str | None) -> None:
        """Offer people: who fits the words; without any, while nobody is chosen, who was supported last."""
        self.searched = words
        if words:
            found = people_found(self.account, MAKE, self.project, words, MOST_FOUND + 1)
        elif not self.people:
            recent = recently_supported(self.account, self.project, RECENT)
            found = people_by_key(self.account, MAKE, self.project, recent) if recent else []
        else:
            found = []
        chosen = {each.pk for each in self.people}
        self.offered = [each for each in found if each.pk not in chosen]


@requires(MAKE)
@require_http_methods(METHODS)
def new_appointment(request: HttpRequest) -> HttpResponse:
    """Make an appointment from anywhere; the address may name project and day, never a person."""
    return _answer(request, None)


@requires(MAKE)
@require_http_methods(METHODS)
def new_appointment_of(request: HttpRequest, number: str) -> HttpResponse:
    """Make an appointment with this person, and with others who come, too."""
    return _answer(request, opened_record(request, MAKE, number, "appointment"))


def _answer(request: HttpRequest, opened: Participation | None) -> HttpResponse:
    account: User = request.user  # type: ignore[assignment]
    booking = Booking(account, _project(request, opened), opened)
    if request.method != "POST":
        if (kept := kept_values(request, PEOPLE)) is not None:
            booking.choose(kept)
        form = booking.form(initial=_begun(request, booking))
    elif request.POST.get(DO) == SAVE:
        answer = already_answered(request)
        form, answer = (booking.form(), answer) if answer else _saved(request, booking)
        if answer is not None:
            return answer
    else:
        gone = request.POST.get("remove")
        booking.choose([each for each in [*request.POST.getlist(PEOPLE), *request.POST.getlist("add")] if each != gone])
        form = booking.form(initial={**typed_of(request.POST), **booking.search.chosen(request.POST)})
        if STEPS & request.POST.keys():
            keep_page(request, PEOPLE, [each.number for each in booking.people], but=(DO, WHO, *STEPS))
    booking.offer(_words(request))
    return _page(request, booking, form)


def _project(request: HttpRequest, opened: Participation | None) -> GrantProject:
    return opened.grant_project if opened else project_asked(request, MAKE)


def _begun(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    first = booking.people[0].person if booking.people else None
    keepers = [str(each.pk) for each in booking.colleagues]
    asked_for = request.GET.get("kto", "")
    return {
        "day": request.GET.get("dzien", ""),
        "minutes": USUAL,
        "place_kind": PlaceKind.OFFICE,
        "language": first.contact_language if first else "",
        "in_charge": asked_for if asked_for in keepers else str(booking.account.pk),
    }


def _words(request: HttpRequest) -> str | None:
    if STEPS & request.POST.keys() or request.POST.get(DO) != FIND:
        return None
    return request.POST.get(WHO, "").replace("\0", "").strip()[:LONGEST_SEARCH]


def _saved(request: HttpRequest, booking: Booking) -> tuple[AppointmentForm, HttpResponseRedirect | None]:
    booking.choose(request.POST.getlist(PEOPLE))
    for number in booking.unknown:
        note_refusal(request, MAKE, "participation", number)
    form = booking.form(request.POST, people=len(booking.people), unknown=booking.unknown)
    if not form.is_valid() or not is_for_all_of_the_staff(form, booking.people):
        return form, None
    return form, once_while_free(
        request, form, lambda: questions_about(booking.account, form, booking.people),
        lambda still_free: _make(request, booking, form, still_free),
    )  # fmt: skip


def _make(request: HttpRequest, booking: Booking, form: AppointmentForm, still_free: StillFree) -> str:
    made: Appointment = make_appointment(
        booking.people, **form.values(), colleagues=form.staff, by=booking.account, still_free=still_free
    )
    messages.success(request, _("The appointment is made."))
    if (made.needs_interpreter or made.needs_childcare) and resources_of(booking.project):
        return reverse("appointment_resources", args=[made.pk])
    if booking.opened:
        return reverse("person_record", args=[booking.opened.number])
    return f"{reverse('calendar')}?dzien={made.day.isoformat()}&kto={made.in_charge_id}"


def _page(request: HttpRequest, booking: Booking, form: AppointmentForm) -> HttpResponse:
    _note_shown(request, booking)
    day = today()
    found = [choice_of(each, day) for each in booking.offered]
    home = reverse("person_record", args=[booking.opened.number]) if booking.opened else reverse("calendar")
    page = {
        "form": form,
        "picked": [choice_of(each, day) for each in booking.people],
        "searched": booking.searched,
        "offered": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "projects": _projects(booking),
        "home": home,
        "opened": booking.opened,
        "typed": request.method == "POST",
        "free": booking.search.offered(form, request.POST),
    }
    return render(request, "services/appointment_new.html", page)


def _projects(booking: Booking) -> list[Link]:
    """Return the projects to choose from; none when there is no choice."""
    offered = [] if booking.opened else access_of(booking.account).projects(MAKE)
    path = reverse("new_appointment")
    links = [Link(str(each), f"{path}?projekt={each.code}", each == booking.project) for each in offered]
    return links if len(links) > 1 else []


def _note_shown(request: HttpRequest, booking: Booking) -> None:
    shown = [each.person_id for each in (*booking.people, *booking.offered)]
    if not (shown or booking.searched):
        return
    action = Action.SEARCH if booking.searched else Action.VIEW if booking.people else Action.LIST
    detail = {"search": search_mark(booking.searched)} if booking.searched else {"page": "appointment"}
    note_read(request, action, subjects=shown, detail=detail, grant_project=booking.project)


def _clean(number: str) -> str:
    return re.sub(r"\s", "", number.replace("\0", "")).upper()[:LONGEST_NUMBER]
