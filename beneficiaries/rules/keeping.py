"""How long what is kept of people is kept (R78, R79, R84)."""

import datetime

from beneficiaries.rules.rights import months_later

CASE_MONTHS = 12
"""After the end of participation: the city's own words about a case, and how the person is reached."""
CANDIDATE_MONTHS = 12
"""After the last thing known of somebody who never received support: the whole record."""
ACCESS_YEARS = 10
"""How long it stays written who opened a case in an emergency."""


def ended_by(day: datetime.date, months: int) -> datetime.date:
    """Return the last day on which something must have ended so that its keeping of some months is over on ``day``.

    The last day of keeping is the same day of the later month, or its last one; 29 February ends on 28 February.
    """
    candidate = months_later(day, -months)
    while months_later(candidate + datetime.timedelta(days=1), months) < day:
        candidate += datetime.timedelta(days=1)
    return candidate if months_later(candidate, months) < day else candidate - datetime.timedelta(days=1)
