"""One's own place: found by the code, accepted, given up. A wrong code, an old one and none are one answer (S22)."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beneficiaries.forms.registration.returning import CodeForm
from beneficiaries.views.registration.guarding import may_try_code
from portal.accounts.limits import WINDOW
from portal.clock import now
from portal.ui.errors import too_many_attempts
from portal.ui.typed import typed_into
from services.domain.seats import SeatRefused, accept_seat, give_up_seat
from services.domain.sign_ups import BROUGHT
from services.models import Enrolment, SignUp
from services.queries.catalogue import meetings_of
from services.queries.sign_ups import places_of, sign_up_by_code
from services.tables.catalogue import when_of, where_of
from services.tables.sign_ups import place_rows
from services.views.public.signing_up import GUARD

DO, WHOSE, ACCEPT, GIVE_UP, SURE = "do", "place", "accept", "give-up", "sure"
CODE = "code"


def place(request: HttpRequest) -> HttpResponse:
    """Ask for the code, which a link may bring along; posted, show what it opens and do what is asked."""
    if request.method != "POST":
        form = CodeForm()
        form.initial = {"code": request.GET.get(BROUGHT, "")[:60]}
        return _ask(request, form)
    form = CodeForm(request.POST) if DO in request.POST else typed_into(CodeForm, request)
    if not form.is_valid():
        return _ask(request, form)
    if not may_try_code(request, GUARD):
        return too_many_attempts(request, WINDOW)
    found = sign_up_by_code(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", _("We do not find this code. Check each letter."))
        return _ask(request, form)
    return _opened(request, found)


def _ask(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "services/public/code.html", {"form": form})


def _opened(request: HttpRequest, found: SignUp) -> HttpResponse:
    places = places_of(found)
    chosen = next((row for row, _turn in places if str(row.pk) == request.POST.get(WHOSE, "")), None)
    act, asks = request.POST.get(DO, ""), None
    if chosen is not None and act == ACCEPT:
        _accept(request, chosen)
    elif chosen is not None and act == GIVE_UP:
        if request.POST.get(SURE):
            give_up_seat(chosen, by=None)
            messages.success(request, _("The place was given up. Thank you for telling us."))
        else:
            asks = chosen
    if act:
        places = places_of(found)
    return _show(request, found, places, asks)


def _accept(request: HttpRequest, chosen: Enrolment) -> None:
    try:
        accept_seat(chosen, by=None)
    except SeatRefused:
        messages.error(request, _("This place is not kept any more. You can sign up again."))
    else:
        messages.success(request, _("The place is yours."))


def _show(
    request: HttpRequest, found: SignUp, places: list[tuple[Enrolment, int]], asks: Enrolment | None
) -> HttpResponse:
    activity, moment = found.activity, now()
    coming = next((each for each in meetings_of(activity) if each.ends_at > moment and each.state != "cancelled"), None)
    shown = {
        "sign_up": found, "activity": activity, "rows": place_rows(places, moment), "asks": asks,
        "when": when_of(coming) if coming else "", "where": where_of(activity, coming),
        "link": activity.online_link if any(row.state == "taken" for row, _turn in places) else "",
    }  # fmt: skip
    return render(request, "services/public/place.html", shown, status=HTTPStatus.OK)
