"""What the kernel is told of the result of a project (R1)."""

import datetime

from portal.goals import ResultOutlook
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import headline_indicators
from reporting.queries.outlook import outlook_of


def result_outlook(project: GrantProject, day: datetime.date) -> ResultOutlook | None:
    """Return how the project stands with the people whose situation improved."""
    return outlook_of(project, day, *headline_indicators(project))
