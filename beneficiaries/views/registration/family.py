"""The family: a list with a summary of each, one page a person, „add another” until there is nobody left."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from beneficiaries.forms.citizenships import suggestions
from beneficiaries.forms.registration.family import FamilyForm, MemberForm
from beneficiaries.models import Registration
from beneficiaries.rules.registration import MOST_PEOPLE, Application
from beneficiaries.rules.registration_steps import FAMILY, member_step, place_of
from beneficiaries.tables.registration import members
from beneficiaries.views.registration.answering import PREVIEW, filled, keep, keep_typed, preview
from beneficiaries.views.registration.showing import BACK, PAUSED, away, is_for_later, show, to

REMOVE = "remove"


def family(request: HttpRequest, step: str, registration: Registration, said: Application) -> HttpResponse:
    """Show the list or the page of one member."""
    place = place_of(step)
    if PREVIEW in request.POST:
        return preview(request)
    return _member(request, place, registration, said) if place else _list(request, registration, said)


def _list(request: HttpRequest, registration: Registration, said: Application) -> HttpResponse:
    removed = request.POST.get(REMOVE, "")
    if removed:
        return _without(registration, said, removed)
    if PAUSED in request.POST or BACK in request.POST:
        return away(request, said, FAMILY)
    form = filled(request, FamilyForm, said)
    if form.is_bound and form.is_valid():
        wants_more = isinstance(form, FamilyForm) and form.wants_more
        return to(member_step(len(said.people))) if wants_more else keep(registration, form.answered(), FAMILY)
    return show(request, "family", FAMILY, form, said, registration=registration, members=members(said))


def _without(registration: Registration, said: Application, removed: str) -> HttpResponse:
    """Leave out who bears a mark, or stands at a place without one; pressed twice, it is one person all the same."""
    at_place = int(removed) if removed.isdecimal() and len(removed) < 3 else 0  # noqa: PLR2004
    if place := said.place_marked(removed) or at_place:
        return keep(registration, replace(said.without_member(place), typed={}), "", lead_to=FAMILY)
    return to(FAMILY)


def _member(request: HttpRequest, place: int, registration: Registration, said: Application) -> HttpResponse:
    step = member_step(place)
    form = filled(request, MemberForm, said, place, step)
    if is_for_later(request) and not (BACK in request.POST and form.member_at < len(said.people) and form.is_valid()):
        return keep_typed(request, registration, form, step)
    if form.member_at >= MOST_PEOPLE:
        return to(FAMILY)
    if form.is_bound and form.is_valid():
        return keep(registration, form.answered().without_typed(step), "", lead_to=FAMILY)
    shown = {"registration": registration, "countries": suggestions()}
    return show(request, "member", step, form, said, **shown)
