"""What this app's parts of a record read ahead (``portal.reads``)."""

from typing import Any

from cases.models import (
    ExitEvent,
    ExitFinding,
    IntegrationPlan,
    LegalisationCase,
    NeedsDiagnosis,
    PlanGoal,
    PlanStep,
    Referral,
    Task,
)
from cases.queries.facts import fact_rows
from cases.queries.legalisation import deadline_rows, dictionary_rows
from cases.queries.plans import goal_rows, mark_rows, step_rows
from cases.queries.referrals import referral_rows
from cases.queries.tasks import task_rows
from portal.clock import today
from portal.reads import ReadAhead
from portal.records import may

AT = "participation"


def _sees_facts(participation: Any) -> bool:
    return may(participation, "view_diagnosis") or may(participation, "view_finding")


READS = (
    ReadAhead(fact_rows, ((NeedsDiagnosis, AT), (ExitFinding, AT), (ExitEvent, AT)), _sees_facts, on_every_page=True),
    ReadAhead(
        deadline_rows, ((LegalisationCase, AT),), lambda each: may(each, "view_legalisation"),
        lambda _participation: (today(),), on_every_page=True,
    ),
    ReadAhead(
        dictionary_rows, ((LegalisationCase, AT),), lambda each: may(each, "view_legalisation"), on_every_page=True
    ),
    ReadAhead(goal_rows, ((PlanGoal, AT),), lambda each: may(each, "view_plan")),
    ReadAhead(step_rows, ((PlanStep, AT),), lambda each: may(each, "view_plan")),
    ReadAhead(mark_rows, ((IntegrationPlan, AT),), lambda each: may(each, "view_plan"), on_every_page=True),
    ReadAhead(referral_rows, ((Referral, AT),), lambda each: may(each, "view_referral")),
    ReadAhead(
        task_rows, ((Task, AT),), lambda each: may(each, "keep_tasks"), lambda each: (each.asked_by,), by_reader=True
    ),
)  # fmt: skip
