"""What the doctor looks at. Each room adds its own look with ``register_check`` (L30)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

Sentence = str | Promise


class Depth(IntEnum):
    """How often a look is worth its cost: each minute, each hour, each night."""

    MINUTE = 1
    HOUR = 2
    NIGHT = 3


class Health(StrEnum):
    """What a look found; ``UNKNOWN`` when it does not apply here or cannot be told."""

    FINE = "fine"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Broken(Exception):
    """What was looked at is broken; the message is one sentence for whoever looks after the portal."""


class Unknown(Exception):
    """It does not apply here, or cannot be told; the message is one sentence that says why."""


@dataclass(frozen=True)
class Check:
    """A look: ``look`` returns one sentence when all is well and raises ``Broken`` or ``Unknown`` otherwise.

    ``code`` names it in alarms and in JSON, in lower case with hyphens. What ``needs_database`` is not looked at while
    the database does not answer.
    """

    code: str
    look: Callable[[], Sentence]
    depth: Depth = Depth.MINUTE
    needs_database: bool = False


@dataclass(frozen=True)
class Finding:
    """What the doctor found at one check, in the language of the moment."""

    code: str
    health: Health
    sentence: str

    @property
    def is_broken(self) -> bool:
        """Tell whether somebody must do something."""
        return self.health is Health.BROKEN


DATABASE = "database"
_checks: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """Add a look, or replace the one of the same code."""
    _checks[check.code] = check


def checks(depth: Depth = Depth.NIGHT) -> list[Check]:
    """Return the looks up to a depth, the database first."""
    return sorted(
        (each for each in _checks.values() if each.depth <= depth), key=lambda each: (each.code != DATABASE, each.depth)
    )


def examine(depth: Depth = Depth.NIGHT, *, only: str | None = None) -> list[Finding]:
    """Look at everything up to a depth, or at one thing; never raises."""
    found: list[Finding] = []
    for check in [each for each in checks(depth) if only in (None, each.code)]:
        is_away = any(each.code == DATABASE and each.is_broken for each in found)
        found.append(_unknown_without_database(check) if check.needs_database and is_away else _look(check))
    return found


def _look(check: Check) -> Finding:
    try:
        return Finding(check.code, Health.FINE, str(check.look()))
    except Broken as broken:
        return Finding(check.code, Health.BROKEN, str(broken))
    except Unknown as unknown:
        return Finding(check.code, Health.UNKNOWN, str(unknown))
    except Exception as error:  # a look that fails is a break too
        logger.warning("the look at %s failed", check.code, exc_info=error)
        kind = type(error).__name__
        return Finding(check.code, Health.BROKEN, _("It cannot be looked at (%(kind)s).") % {"kind": kind})


def _unknown_without_database(check: Check) -> Finding:
    return Finding(check.code, Health.UNKNOWN, _("Not to be told while the database does not answer."))
