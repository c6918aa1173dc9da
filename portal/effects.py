"""What an entry will count towards, said before it is saved (architecture §3.9).

Two questions: what planned support does to the people it is given to, and how every reported figure of a project stands
– asked before and after a trial, that says what any act does.

The page that records something describes what it is about to do; whoever counts has registered the answer. So no
page has rules of counting of its own, and what was said agrees with the figures afterwards.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from portal.programmes.models import GrantProject, ServiceType

Words = str | Promise


@dataclass(frozen=True)
class PlannedPerson:
    """One person of a planned entry.

    ``participation`` carries ``in_force`` (or ``None``); ``changes`` are the values that its version will get with the
    entry, empty when it stays as it is; ``times`` is how often support will have been given then.
    """

    participation: Any
    changes: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True)
class PlannedSupport:
    """Support that somebody is about to record; ``service_type`` is ``None`` while the kind is not chosen."""

    grant_project: GrantProject
    service_type: ServiceType | None
    day: datetime.date
    people: Sequence[PlannedPerson]


@dataclass(frozen=True)
class FigureEffect:
    """What the entry does to the figures, in sentences that hold for all of ``people`` (participations) alike.

    ``needs_care``: somebody does not count, or a gap comes into being.
    """

    sentences: Sequence[Words]
    people: Sequence[Any]
    needs_care: bool = False


Weigh = Callable[[PlannedSupport], Sequence[FigureEffect]]
_weighers: dict[str, Weigh] = {}


def register_support_effect(code: str, weigh: Weigh) -> None:
    """Offer an answer to what support will count towards; the same code again replaces it."""
    _weighers[code] = weigh


def effects_of_support(planned: PlannedSupport) -> list[FigureEffect]:
    """Return what this support will count towards; nothing without people."""
    if not planned.people:
        return []
    return [effect for _code, weigh in sorted(_weighers.items()) for effect in weigh(planned)]


@dataclass(frozen=True)
class ReportedFigure:
    """One figure of a report, for the whole project so far; ``women`` and ``men`` are ``None`` where it has no sexes.

    ``is_headline``: one of those on which the grant stands.
    """

    code: str
    name: Words
    total: Any
    women: int | None = None
    men: int | None = None
    is_headline: bool = False


@dataclass(frozen=True)
class FigureChange:
    """One figure before an act and after it."""

    before: ReportedFigure
    after: ReportedFigure

    @property
    def is_change(self) -> bool:
        """Tell whether the act does anything to the figure, also to one sex alone."""
        return self.before != self.after


Report = Callable[[GrantProject], Sequence[ReportedFigure]]
_reports: dict[str, Report] = {}


def register_report(code: str, report: Report) -> None:
    """Offer the figures of a project; the same code again replaces it."""
    _reports[code] = report


def figures_of(grant_project: GrantProject) -> list[ReportedFigure]:
    """Return every reported figure of a project as its facts are now, in the order of the table."""
    return [figure for _code, report in sorted(_reports.items()) for figure in report(grant_project)]


def changes_between(before: Sequence[ReportedFigure], after: Sequence[ReportedFigure]) -> list[FigureChange]:
    """Return each figure before and after, also those that stay as they are."""
    return [FigureChange(one, other) for one, other in zip(before, after, strict=True)]
