"""Data-quality checks: each app names what may be wrong with its facts, pages and reports ask them all (§3.9).

A check is a condition on participations, never a loop over people: all of them are weighed in one statement.
Blocking checks refuse a report when they find a counted person; notes go into the report and are tasks for people.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import Exists, Q
from django.urls import reverse
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
    one sentence why it matters. ``reference`` names the rule (``R14``).

    ``fix`` is the route of the form that mends it for one person (argument: the number), ``fix_label`` the words of
    its button, ``fix_action`` the right that the form asks for, ``fix_at`` the place on the form. An app above may
    give the form by ``register_fix``. ``fix_many`` is the route of the form that mends it for several people at once,
    behind the same right; it takes the code of the grant project as ``projekt``.
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
    fix_action: str = "view_person"
    fix_at: str = ""
    fix_many: str = ""
    fix_many_label: Words = ""

    def fix_url(self, number: str) -> str:
        """Return the address of the form that mends it for the person with this number."""
        return reverse(self.fix, args=[number]) + (f"#{self.fix_at}" if self.fix_at else "")

    def fix_many_url(self, grant_project: GrantProject) -> str:
        """Return the address of the form that mends it for several people; "" where there is none."""
        return f"{reverse(self.fix_many)}?projekt={grant_project.code}" if self.fix_many else ""


_checks: dict[str, QualityCheck] = {}
_fixes: dict[str, dict[str, Words]] = {}


def register_check(check: QualityCheck) -> None:
    """Offer a check; the same code again replaces it."""
    _checks[check.code] = check


def register_fix(code: str, url_name: str, label: Words, action: str) -> None:
    """Name the form that mends what the check ``code`` finds, where an app above the check's own has it."""
    _fixes[code] = {"fix": url_name, "fix_label": label, "fix_action": action}


def quality_checks() -> list[QualityCheck]:
    """Return all checks: blocking first, then in the order of their positions."""
    checks = [_with_fix(check) for check in _checks.values()]
    return sorted(checks, key=lambda each: (each.level is not Level.BLOCKING, each.position, each.code))


def find_check(code: str) -> QualityCheck | None:
    """Return the check with this code; ``None`` when there is none."""
    return _with_fix(_checks[code]) if code in _checks else None


def _with_fix(check: QualityCheck) -> QualityCheck:
    return replace(check, **_fixes[check.code]) if check.code in _fixes else check  # type: ignore[arg-type]
