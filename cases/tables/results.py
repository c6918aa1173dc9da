"""Findings at exit and events after leaving in words, and what a missing finding means (R40–R42, R59–R63)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from cases.enums import Category, ExitEventKind, Outcome
from cases.models import ExitFinding
from cases.queries import FINDING, CaseFact
from cases.rules import is_in_window, is_new, speaks_of_health, window_end
from portal.records import Alert
from portal.ui.formatting import long_date, number, short_date


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
        categories=[category_name(category) for category in kept],
        reason="" if protected else finding.reason,
        protected=protected,
        remark=remark(participation, finding.found_on, is_complete=finding.is_complete),
    )


def category_name(category: str) -> str:
    """Return a category of the fund's list in the language of the page, another one as it was written."""
    return str(Category(category).label) if category in Category.values else category


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


def event_remark(participation: Participation, occurred_on: datetime.date, kind: str) -> str:
    """Say why an event after leaving does not count; blank when it may (R40–R42)."""
    version, days = participation.in_force, participation.grant_project.result_window_days  # type: ignore[attr-defined]
    if version is None or version.end_on is None:
        return _("The participation has no end yet, so the event does not count.")
    if not is_in_window(occurred_on, version.end_on, days):
        return _("The event is dated outside the %(days)s days after the end, so it does not count.") % {
            "days": number(days)
        }
    if not is_new(kind, version.labour_status, version.labour_detail):
        return _("At the start this was so already, or it cannot be new for this person, so it does not count.")
    return ""


def window_in_words(participation: Participation) -> str:
    """Say between which days a finding or an event counts (R40)."""
    version, days = participation.in_force, participation.grant_project.result_window_days  # type: ignore[attr-defined]
    if version is None or version.end_on is None:
        return _("The participation has no end yet. Record the end first: only what comes after it counts.")
    words = {"end": long_date(version.end_on), "last": long_date(window_end(version.end_on, days))}
    return _("Counts when dated from %(end)s to %(last)s.") % words


def finding_alerts(participation: Participation, facts: Sequence[CaseFact], today: datetime.date) -> Iterable[Alert]:
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
    yield Alert(_missing_finding(findings, left, words, participation), "no-finding")


def _missing_finding(
    findings: Sequence[CaseFact], left: int, words: dict[str, str], participation: Participation
) -> str:
    if left > 0:
        said = ngettext(
            "Ended on %(end)s without a finding: %(days)s day left for it (until %(until)s).",
            "Ended on %(end)s without a finding: %(days)s days left for it (until %(until)s).",
            left,
        )
        return said % words
    if left == 0:
        return _("Ended on %(end)s without a finding: today is the last day for it.") % words
    if findings:
        return remark(participation, findings[-1].on, is_complete=findings[-1].is_complete)
    return _("Ended on %(end)s without a finding; the time for it passed on %(until)s.") % words
