"""Which of the pages about classes is asked for; what is not public is not there."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_http_methods

from portal.clock import now
from portal.policy.gate import public
from services.queries.catalogue import Offer, meetings_of, offer_of
from services.tables.catalogue import activity_page
from services.views.public import calendars, places, signing_up
from services.views.public.signing_up import PLACE

_KEY = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SIGN_UP, CALENDAR, FEED = "zapis", "kalendarz", "kanal"
PATTERN = rf"{PLACE}|{FEED}/[A-Za-z0-9_-]{{43}}|{_KEY}(?:/(?:{SIGN_UP}|{CALENDAR}))?"
Page = Callable[[HttpRequest, Offer], HttpResponse]


@public
@require_http_methods(["GET", "HEAD", "POST"])
def class_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one of the pages. Only signing up and one's own place can be posted to."""
    word, _slash, what = page.partition("/")
    if word == PLACE:
        return places.place(request)
    if what == SIGN_UP and places.CODE in request.POST:
        return places.place(request)
    if what == SIGN_UP:
        return signing_up.sign_up_page(request, _offer(word))
    if request.method == "POST":
        raise Http404
    if word == FEED:
        return calendars.feed(request, what)
    offer = _offer(word)
    return calendars.activity_calendar(request, offer) if what == CALENDAR else _activity(request, offer)


@conditional_page
@cache_control(public=True, no_cache=True)
def _activity(request: HttpRequest, offer: Offer) -> HttpResponse:
    shown = activity_page(offer, meetings_of(offer.activity))
    return render(request, "services/public/activity.html", shown)


def _offer(key: str) -> Offer:
    """Return what anybody may know; private, in preparation and not there are one answer."""
    offer = offer_of(uuid.UUID(key), now())
    if offer is None:
        raise Http404
    return offer
