"""Diagnoses, findings at exit, and events after leaving."""

import datetime

from beneficiaries.models import Participation
from cases.enums import Area, ExitEventKind, Outcome, Stage
from cases.models import ExitEvent, ExitFinding, LegalisationCase, LegalisationDocument, NeedsDiagnosis, Task
from portal.accounts.models import User
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject
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


def make_task(project: GrantProject, assigned_to: User, about: Participation | None = None, **values) -> Task:
    """Give a colleague something to do until 2026-07-01, about nobody unless told otherwise."""
    if about is not None:
        key = about.person.data_key
    else:
        key = DataKey.fresh()
        key.save()
    defaults = {"text": "Call the school", "due_on": datetime.date(2026, 7, 1), "made_by": assigned_to}
    return Task.objects.create(
        grant_project=project, participation=about, data_key=key, assigned_to=assigned_to, **{**defaults, **values}
    )


def make_legalisation(participation: Participation, kind: str = "temporary", **values) -> LegalisationCase:
    """Open a case of legalisation: a temporary residence permit, unless told otherwise."""
    return record_fact(LegalisationCase(participation=participation, kind=kind, **values), by=None)


def make_checklist_line(case: LegalisationCase, code: str = "temporary-passport", **values) -> LegalisationDocument:
    """Record one line of a checklist: collected on 2026-02-02, unless told otherwise."""
    defaults = {"state": "collected", "collected_on": datetime.date(2026, 2, 2) if "state" not in values else None}
    line = LegalisationDocument(
        participation=case.participation, case=case.fact_id, code=code, **{**defaults, **values}
    )
    return record_fact(line, by=None)
