"""The quarters that can be reported on, each with what is frozen of it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.enums import Purpose
from reporting.models import ReportEdition
from reporting.rules import Period
from reporting.tables.periods import FIRST, LAST, Chosen, name_of


@dataclass(frozen=True)
class QuarterLine:
    """One quarter: what is frozen of it, in words; ``is_next`` is the latest that is over and has no payment claim."""

    name: str
    url: str
    words: str
    is_next: bool


def quarter_lines(
    quarters: Sequence[Period], chosen: Chosen, editions: Iterable[ReportEdition], day: datetime.date
) -> list[QuarterLine]:
    """Return the quarters as the list of reports shows them; ``editions`` are those of the project."""
    last: dict[tuple[Period, str], int] = {}
    for each in editions:
        key = Period(each.starts_on, each.ends_on), each.purpose
        last[key] = max(last.get(key, 0), each.version)
    claimed = {period for period, purpose in last if purpose in Purpose.CLAIM.line}
    due = next((each for each in quarters if each.ends_on < day and each not in claimed), None)
    return [
        QuarterLine(name_of(each), _address(chosen, each), _frozen(each, last, day), each == due) for each in quarters
    ]


def _address(chosen: Chosen, period: Period) -> str:
    days = {FIRST: period.starts_on.isoformat(), LAST: period.ends_on.isoformat()}
    return chosen.address(reverse("new_report"), **days)


def _frozen(period: Period, last: dict[tuple[Period, str], int], day: datetime.date) -> str:
    """Say which versions are frozen, for each purpose the last; of an open quarter without any, that it goes on."""
    found = [
        _("%(purpose)s: version %(version)s") % {"purpose": each.label, "version": last[period, each.value]}
        for each in Purpose
        if (period, each.value) in last
    ]
    nothing = _("no report yet") if period.ends_on < day else _("the quarter is not over yet")
    return ", ".join(found) or nothing
