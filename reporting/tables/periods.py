"""The period of a page: how it is named, which others are offered, how addresses keep it."""

import datetime
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.programmes.models import GrantProject
from portal.ui.formatting import short_date
from portal.ui.parts import Link
from reporting.queries.plan import last_day_of_results
from reporting.rules import Period

PROJECT, FIRST, LAST, KNOWN = "projekt", "od", "do", "znane"
MONTHS = 3


@dataclass(frozen=True)
class Chosen:
    """The project and the period of a page, the form to choose another one, and how addresses name them.

    ``now_url`` leads to the same page as known now.
    """

    project: GrantProject
    period: Period
    form: Any
    is_whole: bool
    now_url: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """Return the parameters of addresses that keep the choice."""
        days = {FIRST: self.period.starts_on.isoformat(), LAST: self.period.ends_on.isoformat()}
        known = self.period.known_on
        moment = {KNOWN: timezone.localtime(known).isoformat()} if known else {}
        return {PROJECT: self.project.code, **days, **moment}

    def known_day(self, day: datetime.date) -> datetime.date:
        """Return the last day of which anything is known: ``day``, or that of the moment of knowledge."""
        known = self.period.known_on
        return min(day, timezone.localdate(known)) if known else day

    def address(self, path: str, **more: str) -> str:
        """Return ``path`` with the choice and ``more`` parameters, blank ones left out."""
        kept = {name: value for name, value in {**self.parameters, **more}.items() if value}
        return f"{path}?{urlencode(kept)}"

    def chips(self, path: str, day: datetime.date) -> list[Link]:
        """Return the usual periods: from the beginning, the quarter before, the running one.

        The last quarter offered is that in which somebody can still count: results come after the project (R3).
        """
        running = quarter_of(min(day, last_day_of_results(self.project)))
        before = quarter_of(running.starts_on - datetime.timedelta(days=1))
        offered = [(_("From the beginning"), whole_period(self.project, day))]
        offered += [(quarter_name(each), each) for each in (before, running) if each.ends_on >= self.project.starts_on]
        known = [(label, replace(each, known_on=self.period.known_on)) for label, each in offered]
        return [Link(label, replace(self, period=each).address(path), each == self.period) for label, each in known]


def whole_period(project: GrantProject, day: datetime.date) -> Period:
    """Return from the beginning of the project to ``day``."""
    return Period(project.starts_on, max(day, project.starts_on))


def quarter_of(day: datetime.date) -> Period:
    """Return the quarter of the year that holds ``day``."""
    first = datetime.date(day.year, day.month - (day.month - 1) % MONTHS, 1)
    following = (first + datetime.timedelta(days=MONTHS * 31)).replace(day=1)
    return Period(first, following - datetime.timedelta(days=1))


def quarter_name(quarter: Period) -> str:
    """Return the name of a quarter: III quarter 2026."""
    number = {1: "I", 4: "II", 7: "III", 10: "IV"}[quarter.starts_on.month]
    return _("%(number)s quarter %(year)s") % {"number": number, "year": quarter.starts_on.year}


def name_of(period: Period) -> str:
    """Return the name of a whole quarter, otherwise the period with its days."""
    days = (period.starts_on, period.ends_on)
    quarter = quarter_of(period.starts_on)
    return quarter_name(quarter) if days == (quarter.starts_on, quarter.ends_on) else period_in_words(period)


def period_in_words(period: Period) -> str:
    """Return the period with its days."""
    return f"{short_date(period.starts_on)}–{short_date(period.ends_on)}"
