"""What a grant project still needs to reach its result (architecture §3.9).

Pages about single people ask here; whoever counts has registered the answer, so that no page has rules of its own.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.programmes.models import GrantProject


@dataclass(frozen=True)
class ResultOutlook:
    """How a project stands with its result (R1): ``target`` of ``out_of`` people must count as improved.

    ``reached`` do already. ``missed`` cannot any more: they ended and their days for the finding are over.
    ``missed_of`` divides them by target group (its key; ``None``: of no group).
    """

    target: int
    out_of: int
    reached: int
    missed: int
    missed_of: Mapping[int | None, int] = field(default_factory=dict)

    @property
    def spare(self) -> int:
        """How many more may miss it; below zero the target is out of reach by so many."""
        return self.out_of - self.target - self.missed


Outlook = Callable[[GrantProject, datetime.date], ResultOutlook | None]
_outlooks: list[Outlook] = []


def register_result_outlook(outlook: Outlook) -> None:
    """Offer the answer; there is one, and the same again replaces it."""
    _outlooks[:] = [outlook]


def result_outlook(project: GrantProject, day: datetime.date) -> ResultOutlook | None:
    """Return how the project stands on a day; ``None`` when it has no such target or nobody counts it."""
    return next((found for each in _outlooks if (found := each(project, day)) is not None), None)
