"""Why: needs diagnosis, finding at exit, and what happened after leaving; the plan and how it goes."""

from cases.models.confirmations import FindingConfirmation
from cases.models.facts import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.models.instruments import Instrument, InstrumentArea, InstrumentInUse
from cases.models.legalisation import LegalisationCase, LegalisationDocument
from cases.models.plan import IntegrationPlan, PlanGoal, PlanReview, PlanSignature, PlanStep
from cases.models.referrals import Referral, ReferralStep
from cases.models.tasks import Task

__all__ = [
    "ExitEvent",
    "ExitFinding",
    "FindingConfirmation",
    "Instrument",
    "InstrumentArea",
    "InstrumentInUse",
    "IntegrationPlan",
    "LegalisationCase",
    "LegalisationDocument",
    "NeedsDiagnosis",
    "PlanGoal",
    "PlanReview",
    "PlanSignature",
    "PlanStep",
    "Referral",
    "ReferralStep",
    "Task",
]
