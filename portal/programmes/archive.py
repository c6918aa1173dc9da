"""Until when what documents a grant project is kept (R78, Regulation 2021/1060 art. 82)."""

import datetime

from portal.programmes.models import GrantProject

KEPT_YEARS = 5
"""From 31 December of the year of the last payment to the beneficiary."""
LAST_OF_PROGRAMMES = 2029
"""The last year in which the programmes of 2021–2027 pay for what was done (Regulation 2021/1060 art. 63(2))."""


def computed_archive_day(ends_on: datetime.date) -> datetime.date:
    """Return the last day of keeping where the contract names none: never too early, and never without an end.

    The last payment is at the latest in the year after the project, and not before the programmes pay no more: the day
    of the last payment is not known here, and what goes too early cannot be brought back.
    """
    return datetime.date(max(ends_on.year + 1, LAST_OF_PROGRAMMES) + KEPT_YEARS, 12, 31)


def archive_day(project: GrantProject) -> datetime.date | None:
    """Return the last day of keeping: that of the contract, else the computed one; ``None`` while no end is known."""
    if project.retention_until or project.ends_on is None:
        return project.retention_until
    return computed_archive_day(project.ends_on)


def past_archive(day: datetime.date) -> list[int]:
    """Return the keys of the projects that must be accounted for no more on ``day`` (one query)."""
    rows = GrantProject.objects.only("pk", "ends_on", "retention_until")
    return [each.pk for each in rows if (last := archive_day(each)) is not None and last < day]
