"""Diagnoses, findings at exit, and events after leaving."""

import datetime

from beneficiaries.models import Participation
from cases.enums import Area, ExitEventKind, Outcome, Stage
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from portal.versions.actions import record_fact


def make_diagnosis(participation: Participation, stage: str = Stage.ENTRY, level: int = 2, **values) -> NeedsDiagnosis:
    """Record a diagnosis with the same level in all five areas."""
    defaults = {"taken_on": datetime.date(2026, 2, 2), "scores": {str(area): level for area in Area}}
    return record_fact(NeedsDiagnosis(participation=participation, stage=stage, **{**defaults, **values}), by=None)


def make_finding(participation: Participation, outcome: str = Outcome.IMPROVED, **values) -> ExitFinding:
    """Record a complete finding of 2026-06-30, unless told otherwise."""
    defaults = {
        "found_on": datetime.date(2026, 6, 30),
        "categories": "praca",
        "category_count": 1,
        "reason": "Found work and speaks Polish.",
        "assessor": "Anna Kowalska",
        "is_complete": True,
    }
    return record_fact(ExitFinding(participation=participation, outcome=outcome, **{**defaults, **values}), by=None)


def make_exit_event(participation: Participation, kind: str = ExitEventKind.JOB, **values) -> ExitEvent:
    """Record an event of 2026-07-01, unless told otherwise."""
    defaults = {"occurred_on": datetime.date(2026, 7, 1)}
    return record_fact(ExitEvent(participation=participation, kind=kind, **{**defaults, **values}), by=None)
