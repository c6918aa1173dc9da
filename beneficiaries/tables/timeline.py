"""The timeline of a record: the events of all apps in one order, by months."""

import datetime
from collections.abc import Sequence
from itertools import groupby

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from portal.records import TimelineEntry, timeline_sources
from portal.ui.paging import Page, page_of
from portal.ui.parts import Link

PARAMETER = "pokaz"
PAGE_SIZE = 15
KIND = gettext_lazy("Participation")
FIRST_OF_DAY, LAST_OF_DAY = "", "~"
"""Orders before and after every other event of a day."""


def participation_events(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return the start and the end of participation as events, newest first."""
    version = participation.in_force  # type: ignore[attr-defined]
    entries = []
    if version and version.end_on:
        entries.append(
            TimelineEntry(version.end_on, KIND, _("End of participation"), "person", "sys", order=LAST_OF_DAY)
        )
    if version and version.start_on:
        entries.append(
            TimelineEntry(version.start_on, KIND, _("Start of participation"), "person", "sys", order=FIRST_OF_DAY)
        )
    return _newest_first(entries)[:most]


def events_page(request: HttpRequest, participation: Participation) -> Page[TimelineEntry]:
    """Return one page of events of all sources, or of the one that the address names, newest first."""
    only = _only(request)
    sources = [source for source in timeline_sources() if only in ("", source.code)]

    def read(first: int, most: int) -> list[TimelineEntry]:
        known = [entry for source in sources for entry in source.entries(participation, first + most)]
        return _newest_first(known)[first : first + most]

    return page_of(request, PAGE_SIZE, read, keep={PARAMETER: only})


def choices(request: HttpRequest, participation: Participation) -> list[Link]:
    """Return the views of the timeline: everything, and each source that can be shown alone."""
    here, only = reverse("person_record", args=[participation.number]), _only(request)
    alone = [
        Link(str(source.label), f"{here}?{PARAMETER}={source.code}", only == source.code)
        for source in timeline_sources()
        if source.label
    ]
    return [Link(_("All"), here, not only), *alone]


def by_month(entries: Sequence[TimelineEntry]) -> list[tuple[datetime.date, list[TimelineEntry]]]:
    """Group events, newest first, under the first day of their months."""
    grouped = groupby(entries, key=lambda entry: entry.on.replace(day=1))
    return [(month, list(members)) for month, members in grouped]


def _only(request: HttpRequest) -> str:
    asked = request.GET.get(PARAMETER, "")
    return asked if asked in {source.code for source in timeline_sources() if source.label} else ""


def _newest_first(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    return sorted(entries, key=lambda entry: (entry.on, entry.order), reverse=True)
