"""The time of colleagues, of people and of places while it is being given: under one lock, in one order (L4).

Who writes an appointment or a class was asked about everything that is in the way. Of two who write at the same moment
neither was asked about the other, so it is asked once more under the lock, and the second is told.
"""

from collections.abc import Callable, Iterable
from typing import Any

from beneficiaries.models import Participation, Person
from portal.accounts.models import User
from services.models import Venue

StillFree = Callable[[], bool]
"""Tells, asked under the lock, whether all that is in the way was known and confirmed."""


class TimeTaken(ValueError):
    """Somebody else took the time, the person or the place since it was asked about; nothing was written."""


def hold_time(
    staff: Iterable[User | None], people: Iterable[Participation] = (), venue: Venue | None = None,
    still_free: StillFree | None = None,
) -> None:  # fmt: skip
    """Lock everybody and the place, colleagues first, until the end of the caller's transaction.

    On SQLite the transaction itself is the lock. Raises ``TimeTaken`` when ``still_free`` denies it then.
    """
    for model, keys in (
        (User, {each.pk for each in staff if each}),
        (Person, {each.person_id for each in people}),  # type: ignore[attr-defined]
        (Venue, {venue.pk} if venue else set()),
    ):
        rows: Any = model._default_manager.select_for_update(no_key=True)
        list(rows.filter(pk__in=keys).order_by("pk").values_list("pk"))
    if still_free is not None and not still_free():
        raise TimeTaken
