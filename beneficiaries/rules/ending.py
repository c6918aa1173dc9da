"""On which day participation may end, as a pure function (R14, R36)."""

import datetime

NOT_STARTED, BEFORE_START, AFTER_PROJECT = "not-started", "before-start", "after-project"


def why_no_end(end_on: datetime.date, start_on: datetime.date | None, project_ends_on: datetime.date) -> str:
    """Return the code of the reason why participation cannot end on a day; "" when it can.

    It ends with the last support, which lies inside the project, and not before the first.
    """
    if start_on is None:
        return NOT_STARTED
    if end_on < start_on:
        return BEFORE_START
    return AFTER_PROJECT if end_on > project_ends_on else ""
