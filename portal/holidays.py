"""Days off by law in Poland, computed for any year, and the working days between them."""

import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SATURDAY = 5


class Holiday(TextChoices):
    """Days off by law in Poland; those of the church year move with Easter."""

    NEW_YEAR = "new-year", _("New Year’s Day")
    EPIPHANY = "epiphany", _("Epiphany")
    EASTER = "easter", _("Easter Sunday")
    EASTER_MONDAY = "easter-monday", _("Easter Monday")
    LABOUR = "labour", _("1 May")
    CONSTITUTION = "constitution", _("3 May")
    PENTECOST = "pentecost", _("Pentecost")
    CORPUS_CHRISTI = "corpus-christi", _("Corpus Christi")
    ASSUMPTION = "assumption", _("15 August")
    ALL_SAINTS = "all-saints", _("All Saints’ Day")
    INDEPENDENCE = "independence", _("Independence Day")
    CHRISTMAS_EVE = "christmas-eve", _("Christmas Eve")
    CHRISTMAS = "christmas", _("Christmas Day")
    SECOND_CHRISTMAS = "second-christmas", _("Second day of Christmas")


CHRISTMAS_EVE_SINCE = 2025
"""The year in which 24 December became a day off."""
FIXED = (
    (Holiday.NEW_YEAR, 1, 1), (Holiday.EPIPHANY, 1, 6), (Holiday.LABOUR, 5, 1), (Holiday.CONSTITUTION, 5, 3),
    (Holiday.ASSUMPTION, 8, 15), (Holiday.ALL_SAINTS, 11, 1), (Holiday.INDEPENDENCE, 11, 11),
    (Holiday.CHRISTMAS, 12, 25), (Holiday.SECOND_CHRISTMAS, 12, 26),
)  # fmt: skip
AFTER_EASTER = (
    (Holiday.EASTER, 0), (Holiday.EASTER_MONDAY, 1), (Holiday.PENTECOST, 49), (Holiday.CORPUS_CHRISTI, 60),
)  # fmt: skip
"""Days after Easter Sunday."""


def easter(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century = year % 19, year // 100
    leap = century // 4
    correction = (century - leap - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = correction - (correction // 28) * (1 - (29 // (correction + 1)) * ((21 - golden) // 11))
    offset = moon - (year + year // 4 + moon + 2 - century + leap) % 7
    month = 3 + (offset + 40) // 44
    return datetime.date(year, month, offset + 28 - 31 * (month // 4))


def holidays(year: int) -> dict[datetime.date, Holiday]:
    """Return the days off by law of a year."""
    found = {datetime.date(year, month, day): name for name, month, day in FIXED}
    if year >= CHRISTMAS_EVE_SINCE:
        found[datetime.date(year, 12, 24)] = Holiday.CHRISTMAS_EVE
    sunday = easter(year)
    found.update({sunday + datetime.timedelta(days=days): name for name, days in AFTER_EASTER})
    return found


def holiday_on(day: datetime.date) -> Holiday | None:
    """Return the day off by law that a day is, if it is one."""
    return holidays(day.year).get(day)


def is_working_day(day: datetime.date) -> bool:
    """Tell whether offices work on a day: Monday to Friday, unless it is a day off by law."""
    return day.weekday() < SATURDAY and holiday_on(day) is None


def after_working_days(day: datetime.date, number: int) -> datetime.date:
    """Return the ``number``-th working day after a day, which itself is not counted."""
    while number:
        day += datetime.timedelta(days=1)
        number -= is_working_day(day)
    return day
