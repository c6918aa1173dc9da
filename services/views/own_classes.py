"""The own space: one's own place in a class – take it while it is kept, or give it up (mock-up 16)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.clock import now
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.policy.gate import Refused
from services.domain.seats import SeatRefused, accept_seat, give_up_seat
from services.enums import EnrolmentState
from services.models import Enrolment
from services.queries.courses import next_own_classes
from services.tables.record_classes import is_kept, own_place

DO, TAKE, GIVE_UP, SURE = "do", "take", "give-up", "sure"


@own_space("class")
@require_http_methods(["GET", "HEAD", "POST"])
def own_class(request: HttpRequest, own: Own, place_id: uuid.UUID) -> HttpResponse:
    """Show when and where the classes are; take the place that is kept, or give it up once it was said twice."""
    place = next((each for each in next_own_classes(own.participations, now()) if each.pk == place_id), None)
    if place is None:
        raise Refused("use_own_space", "enrolment", str(place_id))
    if place.state == EnrolmentState.OFFERED and not is_kept(place, now()):
        return _gone(request)
    act = request.POST.get(DO, "")
    if act == TAKE:
        return _take(request, own, place)
    if act == GIVE_UP and request.POST.get(SURE):
        give_up_seat(place, by=own.account)
        messages.success(request, _("The place was given up. Thank you for telling us."))
        return redirect("own_home")
    page = {"own": own, "place": own_place(place), "asks": act == GIVE_UP}
    return render(request, "services/own/class.html", page)


def _take(request: HttpRequest, own: Own, place: Enrolment) -> HttpResponse:
    try:
        accept_seat(place, by=own.account)
    except SeatRefused:
        return _gone(request)
    messages.success(request, _("The place is yours."))
    return redirect("own_class", place_id=place.pk)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This place is not kept any more. You can sign up again."))
    return redirect("own_home")
