"""Visitors of open events: the sum of the numbers that were noted, never added to people (R33)."""

from portal.programmes.models import GrantProject
from reporting.queries.facts import in_force, parameters, rows
from reporting.rules import Figure, Period


def visitors_of(project: GrantProject, period: Period) -> tuple[Figure, Figure]:
    """Return how many visitors came in the period, and up to its end (one query); women and men are not known."""
    sql = f"""
SELECT COALESCE(SUM(CASE WHEN x.held_on >= %(from)s THEN x.visitors END), 0), COALESCE(SUM(x.visitors), 0)
FROM services_headcount x
JOIN services_meeting m ON m.id = x.meeting_id
JOIN services_activity a ON a.id = m.activity_id
WHERE a.grant_project_id = %(project)s AND x.held_on <= %(to)s AND {in_force("x", known=period.known_on is not None)}"""  # noqa: S608
    ((inside, so_far),) = rows(sql, parameters(period, project))
    return Figure(None, None, int(inside)), Figure(None, None, int(so_far))
