"""Diagnoses, findings, plans, legalisation, referrals and tasks, when two records of one person become one."""

from typing import Any

from cases.enums import PlanEnd
from cases.models import ExitFinding, FindingConfirmation, IntegrationPlan
from portal.clock import today
from portal.merging.facts import carry_facts, carry_facts_back
from portal.merging.registry import Log, Mover, Union, Way

LINKS = {
    "cases.NeedsDiagnosis.participation": Way.FACT,
    "cases.ExitEvent.participation": Way.FACT,
    "cases.LegalisationCase.participation": Way.FACT,
    "cases.LegalisationDocument.participation": Way.FACT,
    "cases.PlanGoal.participation": Way.FACT,
    "cases.PlanStep.participation": Way.FACT,
    "cases.PlanReview.participation": Way.FACT,
    "cases.PlanSignature.participation": Way.FACT,
    "cases.Referral.participation": Way.ROW,
    "cases.Task.participation": Way.ROW,
}
FINDINGS, CONFIRMATIONS = "cases.ExitFinding.participation", "cases.FindingConfirmation.participation"
PLANS = "cases.IntegrationPlan.participation"


def move_findings(union: Union) -> Log:
    """Let findings go on, and what a second person confirmed stay confirmed: it is the same finding (R62)."""
    findings = carry_facts(FINDINGS, union)
    versions = dict(findings)
    confirmed = carry_facts(CONFIRMATIONS, union, lambda fact, kept: _of_finding(fact, versions))
    return {"findings": findings, "confirmed": confirmed}


def undo_findings(union: Union, log: Log) -> None:
    """Let findings and their confirmations go back; a finding corrected since asks for its own confirmation."""
    back = dict(carry_facts_back(FINDINGS, log["findings"], union.by))
    moved = {new: back[old] for old, new in log["findings"] if old in back}
    carry_facts_back(CONFIRMATIONS, log["confirmed"], union.by, lambda was, now: _of_finding(now, moved))


def move_plans(union: Union) -> Log:
    """Let plans go on; where both records have an open one, that of the record that goes is closed: one is open."""
    return carry_facts(PLANS, union, _closed_beside_another)


def undo_plans(union: Union, log: Log) -> None:
    """Let plans go back, open as they were; one that somebody opened or closed since stays so."""
    carry_facts_back(PLANS, log, union.by)


def _of_finding(confirmation: FindingConfirmation, versions: dict[str, str]) -> dict[str, Any]:
    version = versions.get(str(confirmation.finding_id))  # type: ignore[attr-defined]
    return {"finding": ExitFinding.objects.get(pk=version)} if version else {}


def _closed_beside_another(plan: Any, kept: Any) -> dict[str, Any]:
    plans = IntegrationPlan.objects.current().filter(participation=kept, closed_on=None)  # type: ignore[attr-defined]
    if plan.closed_on or not plans.exists():
        return {}
    return {"closed_on": max(plan.opened_on, today()), "end_reason": PlanEnd.REPLACED}


MOVERS = (
    Mover("findings", 70, frozenset({FINDINGS, CONFIRMATIONS}), move_findings, undo_findings),
    Mover("plans", 80, frozenset({PLANS}), move_plans, undo_plans),
)
