"""How many may still miss the result, out of the targets of the project (R1)."""

import datetime

from django.db.models import Count

from beneficiaries.queries.people import in_force
from portal.goals import ResultOutlook
from portal.programmes.models import GrantProject
from reporting.queries.people import people_counted
from reporting.rules import Indicator, Period


def outlook_of(
    project: GrantProject, day: datetime.date, participants: Indicator, improved: Indicator
) -> ResultOutlook | None:
    """Return who counts as improved and who cannot any more; ``None`` without both targets (three queries).

    Of people beyond the target of participants each one more may miss the result. Whoever has ended and does not count
    has missed it once the days for the finding are over; until then a finding can be recorded or corrected.
    """
    enrolled, target = (project.targets.get(each.code, {}).get("total") for each in (participants, improved))
    if not enrolled or not target:
        return None
    counted = people_counted(project, participants, Period.whole())
    reached = people_counted(project, improved, Period.whole())
    closed = day - datetime.timedelta(days=project.result_window_days)
    missed = counted.annotate(in_force=in_force()).filter(in_force__end_on__lt=closed).exclude(pk__in=reached)
    missed_of = dict(missed.order_by().values_list("in_force__target_group").annotate(people=Count("pk")))
    return ResultOutlook(
        target, max(enrolled, counted.count()), reached.count(), sum(missed_of.values()), missed_of
    )  # fmt: skip
