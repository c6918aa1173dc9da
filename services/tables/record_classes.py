"""Courses and events of a person: the page of the record, the panel of the own space."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from portal.clock import now
from portal.own.registry import Own, OwnPanel
from portal.records import Words, may
from portal.ui.formatting import clock, full_date, moment
from services.enums import SEATED, ActivityKind, EnrolmentState
from services.models import Enrolment, Meeting
from services.queries.courses import ENROL, next_own_classes, places_of
from services.tables.courses import SEAT_TONES, what_of

TAB, MOST_DAYS = "classes", 6


@dataclass(frozen=True)
class PlaceRow:
    """One place of a person."""

    title: str
    url: str
    what: str
    level: str
    state: Words
    tone: str
    place_url: str
    coming: str


def classes_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return the places of a person, the latest first."""
    may_enrol = may(participation, ENROL)
    rows = [_row(each, may_enrol) for each in places_of(participation)]
    return {"rows": rows, "may_enrol": may_enrol}


def _row(place: Enrolment, may_enrol: bool) -> PlaceRow:
    group, state = place.activity, EnrolmentState(place.state)
    is_course = group.kind == ActivityKind.COURSE
    coming = [each for each in group.coming if each.ends_at > now()]  # type: ignore[attr-defined]
    course = group.edition.course.title if group.edition else ""
    return PlaceRow(
        title=f"{course} · {group.title}" if course else group.title,
        url=reverse("course_group", args=[group.pk]) if is_course else "",
        what=what_of(group),
        level=place.level,
        state=state.label,
        tone=SEAT_TONES.get(state, "line"),
        place_url=reverse("course_place", args=[place.pk]) if is_course and may_enrol else "",
        coming=moment(coming[0].starts_at) if coming and state in SEATED else "",
    )


def own_classes(own: Own) -> dict[str, Any] | None:
    """Return the panel of the own space: the next classes with place and link, offers that wait for an answer."""
    moment_now = now()
    found = next_own_classes(own.participations, moment_now)
    offers = [each for each in found if each.offered_until and is_kept(each, moment_now)]
    coming = [(each, meeting) for each in found if each.state == EnrolmentState.TAKEN for meeting in _next(each)]
    if not offers and not coming:
        return None
    coming.sort(key=lambda pair: pair[1].starts_at)
    return {
        "coming": [own_place(each) for each, _first in coming],
        "offers": [own_place(each) for each in offers],
    }


def is_kept(place: Enrolment, present: datetime.datetime) -> bool:
    """Say whether a place is offered and still kept: what nobody took in time is passed on a little later."""
    in_time = place.offered_until is None or place.offered_until > present
    return place.state == EnrolmentState.OFFERED and in_time


def own_place(place: Enrolment) -> dict[str, Any]:
    """Return what a person reads of one of their own places, as ``next_own_classes`` brings it.

    ``until`` says how long it is kept; blank for a place that was taken.
    """
    group, coming = place.activity, list(place.activity.coming)  # type: ignore[attr-defined]
    venue = (coming[0].venue if coming else None) or group.venue
    return {
        "key": place.pk,
        "url": reverse("own_class", args=[place.pk]),
        "title": group.called,
        "days": [_hours(each) for each in coming[:MOST_DAYS]],
        "more": len(coming[MOST_DAYS:]),
        "where": ", ".join(part for part in (venue.name, venue.address, venue.town) if part) if venue else "",
        "link": group.online_link,
        "until": moment(place.offered_until) if place.state == EnrolmentState.OFFERED and place.offered_until else "",
    }


def _next(place: Enrolment) -> list[Meeting]:
    return list(place.activity.coming)[:1]  # type: ignore[attr-defined]


def _hours(meeting: Meeting) -> str:
    times = f"{clock(meeting.starts_at)}–{clock(meeting.ends_at)}"
    return _("%(day)s, %(time)s") % {"day": full_date(meeting.day), "time": times}


PANEL = OwnPanel("classes", 12, own_classes, "services/own/classes.html")
