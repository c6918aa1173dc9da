"""The two targets with plan and forecast, worked out once for the dashboard and for steering."""

import datetime
from typing import Any

from cases.tables.outlook import outlook_in_words
from reporting.indicators.catalogue import headline_indicators
from reporting.queries.growth import counted_by_kind
from reporting.queries.outlook import outlook_of
from reporting.queries.plan import plans_of
from reporting.queries.steering import groups_of
from reporting.tables.periods import Chosen
from reporting.tables.steering import Steering


def goals_of(chosen: Chosen, day: datetime.date, *, opens: bool, steers: bool, few: int = 0) -> dict[str, Any]:
    """Return the goals and how many may still miss the result: six queries, whatever the number of people.

    ``chosen`` is the period from the beginning to ``day``. The result cannot be more than the participants to come less
    those who have missed it, of all people and of each group.
    """
    project, headline = chosen.project, headline_indicators(chosen.project)
    participants, improved = headline
    counted = counted_by_kind(project, chosen.period, headline)
    table = Steering(
        chosen, day, counted, plans_of(project, headline), groups_of(project), opens=opens, steers=steers, few=few
    )
    outlook = outlook_of(project, day, participants, improved)
    first = table.goal(participants, project.targets.get(participants.code, {}).get("total"))
    most = max(first.value or first.actual, first.actual)
    missed_of = outlook.missed_of if outlook else {}
    most_of = {group: most - missed_of.get(group, 0) for group, most in table.most_of_groups(participants).items()}
    second = table.goal(improved, most - outlook.missed if outlook else most, most_of)
    return {"goals": [first, second], "outlook": outlook_in_words(outlook) if outlook else ()}
