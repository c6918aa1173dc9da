"""Why a report of a period may not be frozen, or not without a reason, in words."""

import datetime

from django.utils.translation import gettext as _

from portal.ui.formatting import short_date
from reporting.queries.plan import last_day_of_results
from reporting.rules import Period, is_within
from reporting.tables.periods import Chosen


def period_refusal(chosen: Chosen) -> str:
    """Say why no report of the chosen period can be frozen; blank when one can."""
    project = chosen.project
    if chosen.period.known_on:
        return _("A report is frozen as the facts are known now. This is only what it would have said then.")
    if chosen.form.errors:
        return _("The days of the period are not right. Correct them above.")
    last_day = last_day_of_results(project)
    if not is_within(chosen.period, project.starts_on, last_day):
        days = {"first": short_date(project.starts_on), "last": short_date(last_day)}
        words = _(
            "The period goes beyond the project and the days on which its last results still count"
            " (%(first)s–%(last)s), so no report of it can be frozen."
        )
        return words % days
    return ""


def is_early(period: Period, day: datetime.date) -> bool:
    """Tell whether the last day of the period is not over on ``day``: what is missing then is frozen as missing."""
    return period.ends_on >= day


def free_from(period: Period) -> str:
    """Say from which day a report of the period can be frozen without a reason."""
    first = period.ends_on + datetime.timedelta(days=1)
    return _("The period has not ended yet. From %(day)s it can be frozen without a reason.") % {
        "day": short_date(first)
    }
