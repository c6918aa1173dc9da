"""Findings at exit and events after leaving in words, and what a missing finding means (R40–R42, R59–R63)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.enums import Category, ConsentForm, ExitEventKind, Outcome
from cases.models import ExitFinding, FindingConfirmation
from cases.queries.facts import CaseFact
from cases.rules.results import is_child, is_in_window, is_new, speaks_of_health
from portal.clock import today
from portal.ui.formatting import DASH, number, short_date

DECIDES, STANDS_BACK = "decides", "stands-back"


@dataclass(frozen=True)
class FindingShown:
    """A finding as this reader may see it; ``protected`` says that something about health is left out.

    ``rank`` says what became of it beside others: that it decides, or that another one does; blank of the only one.
    ``second`` says whether a second person stands behind it, ``waits`` that one is still needed; both blank where the
    project asks for none. ``guardian`` says who spoke for a child, ``lacks_guardian`` that nobody did yet (R64).
    """

    finding: ExitFinding
    outcome: str
    categories: Sequence[str]
    reason: str
    protected: bool
    remark: str
    rank: str = ""
    second: str = ""
    waits: bool = False
    guardian: str = ""
    lacks_guardian: bool = False

    @property
    def decides(self) -> bool:
        """Tell whether it is the one of several that decides."""
        return self.rank == DECIDES


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
    asked, confirmation = participation.grant_project.result_second_person, getattr(finding, "confirmation", None)
    waits = asked and confirmation is None
    return FindingShown(
        finding=finding,
        outcome=outcome_name(finding.outcome),
        categories=[category_name(category) for category in kept],
        reason="" if protected else finding.reason,
        protected=protected,
        remark=remark(participation, finding.found_on, is_complete=finding.is_complete, is_confirmed=not waits),
        second=second_in_words(confirmation, asked=asked),
        waits=waits,
        guardian=guardian_in_words(finding),
        lacks_guardian=not finding.guardian and of_child(participation),
    )


def second_in_words(confirmation: FindingConfirmation | None, *, asked: bool) -> str:
    """Say who stands behind a finding beside the assessor, or that nobody does yet; blank where nobody is asked."""
    if not asked:
        return ""
    if confirmation is None:
        return unconfirmed()
    who = confirmation.recorded_by.name if confirmation.recorded_by else DASH
    return _("Confirmed on %(day)s: %(who)s") % {"day": short_date(confirmation.confirmed_on), "who": who}


def unconfirmed() -> str:
    """Say that a finding waits for a second person."""
    return _("A second person has not confirmed the finding yet, so it does not count.")


def of_child(participation: Participation) -> bool:
    """Tell whether the person is a child at the end: then a parent or guardian is heard too (R64)."""
    version = participation.in_force  # type: ignore[attr-defined]
    return is_child(participation.person.birth_date, version.end_on if version else None, today())


def guardian_in_words(finding: ExitFinding) -> str:
    """Say which parent or guardian spoke for a child, how and when; blank when nobody did."""
    if not finding.guardian:
        return ""
    how = ConsentForm(finding.guardian_how).label if finding.guardian_how in ConsentForm.values else DASH
    return ", ".join([finding.guardian, str(how), short_date(finding.guardian_on)])


def findings_shown(
    findings: Sequence[ExitFinding], participation: Participation, *, with_health: bool
) -> list[FindingShown]:
    """Return findings, the latest first, and mark which of several decides.

    Of those that may decide it is the latest, of two of one day the one entered later (decision 0009).
    """
    shown = [finding_shown(each, participation, with_health=with_health) for each in findings]
    deciding = next((each for each in shown if not each.remark), None)
    if deciding is None or len(shown) == 1:
        return shown
    return [each if each.remark else replace(each, rank=DECIDES if each is deciding else STANDS_BACK) for each in shown]


def contradiction(others: Iterable[ExitFinding], outcome: str, found_on: datetime.date) -> str:
    """Say that another finding of the same day says the opposite; blank when none does (decision 0009)."""
    for other in others:
        if other.found_on == found_on and other.outcome and other.outcome != outcome:
            said = {"day": short_date(found_on), "outcome": outcome_name(other.outcome), "who": other.assessor or DASH}
            return (
                _(
                    "Of %(day)s there is already the opposite finding: “%(outcome)s” (%(who)s). "
                    "Of two findings of one day the one entered later decides."
                )
                % said
            )
    return ""


def category_name(category: str) -> str:
    """Return a category of the fund's list in the language of the page, another one as it was written."""
    return str(Category(category).label) if category in Category.values else category


def remark(
    participation: Participation, found_on: datetime.date | None, *, is_complete: bool, is_confirmed: bool = True
) -> str:
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
    if not is_confirmed:
        return unconfirmed()
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
