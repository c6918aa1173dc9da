"""Calendar files: of one activity for everybody, of one's own times for the calendar of another program."""

import uuid
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from portal.clock import now
from services.domain.feeds import feed_of
from services.enums import ActivityState, MeetingState
from services.models import Meeting
from services.queries.catalogue import Offer, meetings_of
from services.queries.feeds import own_times
from services.rules.ics import CalendarEvent, calendar_text
from services.tables.catalogue import where_of

TYPE = "text/calendar; charset=utf-8"
ONE = "termin"
CROSSED = str.maketrans("łŁ", "lL")
"""The Polish letter that no normal form takes apart; it would be lost from the name of a file."""


@cache_control(public=True, max_age=300)
def activity_calendar(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Give the meetings of an activity, or the one that the address names: only what the public page says, too."""
    meetings = meetings_of(offer.activity)
    if ONE in request.GET:
        with suppress(ValueError):
            wanted = uuid.UUID(request.GET[ONE])
            meetings = [each for each in meetings if each.pk == wanted]
        if len(meetings) != 1:
            raise Http404
    page = request.build_absolute_uri(reverse("class_page", kwargs={"page": str(offer.activity.pk)}))
    events = [_event(offer, each, page) for each in meetings]
    text = calendar_text(events, name=offer.activity.called, made_at=now())
    name = slugify(offer.activity.called.translate(CROSSED))[:60] or "kalendarz"
    return HttpResponse(text, content_type=TYPE, headers={"Content-Disposition": f'attachment; filename="{name}.ics"'})


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the times of the account behind a secret: no name, no title, no place. Any other secret is not there."""
    account = feed_of(secret)
    times = own_times(account) if account is not None else None
    if times is None:
        raise Http404
    events = [
        CalendarEvent(each.uid, each.starts_at, each.ends_at, each.title, is_cancelled=each.is_cancelled)
        for each in times
    ]
    return HttpResponse(calendar_text(events, name=_("My times"), made_at=now()), content_type=TYPE)


def _event(offer: Offer, meeting: Meeting, page: str) -> CalendarEvent:
    activity = offer.activity
    venue = meeting.venue or activity.venue
    return CalendarEvent(
        uid=f"{meeting.pk}@{_host(page)}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"{activity.called}: {meeting.topic}" if meeting.topic else activity.called,
        place=", ".join(filter(None, [where_of(activity, meeting), venue.address if venue else ""])),
        words=str(activity.description),
        url=page,
        is_cancelled=meeting.state == MeetingState.CANCELLED or activity.state == ActivityState.CANCELLED,
        changed_at=meeting.changed_at,
    )


def _host(page: str) -> str:
    return page.split("/")[2].split(":", maxsplit=1)[0]
