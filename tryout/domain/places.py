"""The places of the invented project, each made once."""

import datetime

from services.models import OpeningHours, Venue
from tryout.domain.pen import Pen

OPENS, CLOSES = datetime.time(8), datetime.time(20)
MONDAY_TO_SATURDAY = range(6)


def place_of(pen: Pen, name: str, address: str) -> Venue:
    """Return the place with this name, open from Monday to Saturday."""
    venue, is_new = Venue.objects.get_or_create(
        grant_project=pen.project, name=name, defaults={"address": address, "town": "Sopot"}
    )
    if is_new:
        OpeningHours.objects.bulk_create(
            OpeningHours(venue=venue, weekday=day, begins_at=OPENS, ends_at=CLOSES) for day in MONDAY_TO_SATURDAY
        )
    return venue
