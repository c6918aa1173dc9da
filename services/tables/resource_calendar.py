"""A week of an interpreter or of childcare in words: what is booked, when they work, when they are away."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from portal.accounts.models import User
from services.models import Resource, ResourceBooking
from services.queries.place_calendar import AtPlace
from services.rules.opening import hours_in_words
from services.tables.place_calendar import Links, PlaceDay, PlaceRow, row_at
from services.tables.resources import DOT, booked_row, details_of


@dataclass(frozen=True)
class ResourceCard:
    """A resource with the days of a week."""

    resource: Resource
    days: list[PlaceDay]

    @property
    def key(self) -> str:
        """How the card is called on the page."""
        return self.resource.pk.hex

    @property
    def name(self) -> str:
        """Who or what."""
        return self.resource.name

    @property
    def where(self) -> str:
        """Kind, and languages or places."""
        return DOT.join([self.resource.get_kind_display(), details_of(self.resource)])  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is booked on these days."""
        return not any(each.rows for each in self.days)


def cards_of(
    user: User,
    resources: Sequence[Resource],
    found: Iterable[tuple[ResourceBooking, AtPlace]],
    days: Sequence[datetime.date],
) -> list[ResourceCard]:
    """Return a card for each resource."""
    links = Links(user)
    rows: dict[tuple[Any, datetime.date], list[PlaceRow]] = {}
    for booking, entry in found:
        key = (booking.resource_id, timezone.localdate(booking.starts_at))  # type: ignore[attr-defined]
        rows.setdefault(key, []).append(_row(booking, entry, links))
    return [
        ResourceCard(each, [PlaceDay(day, _works_on(each, day), rows.get((each.pk, day), [])) for day in days])
        for each in resources
    ]


def _row(booking: ResourceBooking, entry: AtPlace, links: Links) -> PlaceRow:
    row = row_at(entry, links)
    if booking.resource.is_interpreter:
        return row
    return replace(row, note=DOT.join(part for part in (booked_row(booking).words, row.note) if part))


def _works_on(resource: Resource, day: datetime.date) -> str:
    known: Any = resource
    if any(each.first_on <= day <= each.last_on for each in known.away.all()):
        return pgettext("hours of somebody", "away")
    hours = list(known.hours.all())
    spans = [(each.begins_at, each.ends_at) for each in hours if each.weekday == day.weekday()]
    if not hours:
        return ""
    return hours_in_words(spans) if spans else pgettext("hours of somebody", "does not work")
