"""Data-quality checks: each app names what may be wrong with its facts, pages and reports ask them all (§3.9).

A check is a condition on participations, never a loop over people: all of them are weighed in one statement.
Blocking checks refuse a report when they find a counted person; notes go into the report and are tasks for people.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Exists, Q
from django.utils.functional import Promise

from portal.programmes.models import GrantProject

Words = str | Promise


class Level(Enum):
    """What a finding of a check means for a report (contracts §3)."""

    BLOCKING = "blocking"
    NOTE = "note"


@dataclass(frozen=True)
class QualityCheck:
    """One thing that can be wrong with a participation.

    ``condition(grant_project, day)`` is true of the participations that have it; it is weighed where the version
    in force is ``in_force`` and must not multiply rows. ``title`` names it as a list does, ``explanation`` says in
    one sentence why it matters. ``fix`` is the route that mends it for one person (argument: the number) and
    ``fix_label`` the words of its button. ``reference`` names the rule (``R14``).
    """

    code: str
    position: int
    level: Level
    title: Words
    explanation: Words
    condition: Callable[[GrantProject, datetime.date], Q | Exists]
    reference: str = ""
    fix: str = "person_record"
    fix_label: Words = ""


_checks: dict[str, QualityCheck] = {}


def register_check(check: QualityCheck) -> None:
    """Offer a check; the same code again replaces it."""
    _checks[check.code] = check


def quality_checks() -> list[QualityCheck]:
    """Return all checks: blocking first, then in the order of their positions."""
    return sorted(_checks.values(), key=lambda each: (each.level is not Level.BLOCKING, each.position, each.code))


def find_check(code: str) -> QualityCheck | None:
    """Return the check with this code; ``None`` when there is none."""
    return _checks.get(code)
