"""Findings at exit and events after leaving in words, and what a missing finding means (R40–R42, R59–R63)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from beneficiaries.rules.names import fold
from cases.enums import ExitEventKind, Outcome
from cases.models import ExitFinding
from cases.queries import FINDING, CaseFact
from cases.rules import is_in_window, window_end
from portal.ui.formatting import number, short_date

HEALTH_WORDS = tuple(stem for word in ("zdrow", "health", "здоров", "здароў") for stem in fold(word))
"""How a category that speaks of health begins a word (R60, R84)."""


@dataclass(frozen=True)
class FindingShown:
    """A finding as this reader may see it; ``protected`` says that something about health is left out."""

    finding: ExitFinding
    outcome: str
    categories: Sequence[str]
    reason: str
    protected: bool
    remark: str


def outcome_name(outcome: str) -> str:
    """Return what a finding says."""
    return str(Outcome(outcome).label) if outcome in Outcome.values else str(Outcome.UNCLEAR.label)


def event_name(fact: CaseFact) -> str:
    """Return what happened after leaving, as the start of a sentence."""
    name = str(ExitEventKind(fact.word).label) if fact.word in ExitEventKind.values else fact.word
    return name[:1].upper() + name[1:]


def finding_shown(finding: ExitFinding, participation: Participation, *, with_health: bool) -> FindingShown:
    """Return what of a finding may be read: what speaks of health, and its reason, only by those in charge."""
    named = [category.strip() for category in finding.categories.split(";") if category.strip()]
    kept = named if with_health else [category for category in named if not speaks_of_health(category)]
    protected = len(kept) < len(named) or (not with_health and speaks_of_health(finding.reason))
    return FindingShown(
        finding=finding,
        outcome=outcome_name(finding.outcome),
        categories=kept,
        reason="" if protected else finding.reason,
        protected=protected,
        remark=remark(participation, finding.found_on, is_complete=finding.is_complete),
    )


def speaks_of_health(text: str) -> bool:
    """Say whether a text names health in one of the languages of the product."""
    return any(word.startswith(HEALTH_WORDS) for word in fold(text))


def remark(participation: Participation, found_on: datetime.date | None, *, is_complete: bool) -> str:
    """Say why a finding decides nothing; blank when it may (R40, R62)."""
    days = participation.grant_project.result_window_days
    end_on = participation.in_force.end_on if participation.in_force else None  # type: ignore[attr-defined]
    if not is_complete:
        return _("The finding is incomplete and decides nothing: it needs date, outcome, reason, assessor, category.")
    if end_on is None:
        return _("The participation has no end yet, so the finding does not count.")
    if found_on is None or not is_in_window(found_on, end_on, days):
        return _("The finding is dated outside the %(days)s days after the end, so it does not count.") % {
            "days": number(days)
        }
    return ""


def finding_alerts(participation: Participation, facts: Sequence[CaseFact], today: datetime.date) -> Iterable[str]:
    """Say that a person has ended without a finding that counts, and how many days are left for it (R40, R43)."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or version.start_on is None or version.end_on is None or version.end_on > today:
        return
    days = participation.grant_project.result_window_days
    findings = [fact for fact in facts if fact.kind == FINDING]
    if any(fact.is_complete and fact.on and is_in_window(fact.on, version.end_on, days) for fact in findings):
        return
    last_day = window_end(version.end_on, days)
    left = (last_day - today).days
    words = {"days": number(left), "until": short_date(last_day), "end": short_date(version.end_on)}
    if left > 0:
        yield (
            ngettext(
                "Ended on %(end)s without a finding: %(days)s day left for it (until %(until)s).",
                "Ended on %(end)s without a finding: %(days)s days left for it (until %(until)s).",
                left,
            )
            % words
        )
    elif left == 0:
        yield _("Ended on %(end)s without a finding: today is the last day for it.") % words
    elif findings:
        yield remark(participation, findings[-1].on, is_complete=findings[-1].is_complete)
    else:
        yield _("Ended on %(end)s without a finding; the time for it passed on %(until)s.") % words
