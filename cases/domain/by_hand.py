"""Needs and results entered on a page: recorded, corrected, taken back, each with an entry in the audit trail."""

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from beneficiaries.models import Participation
from cases.domain.findings import (
    finding_values,
    record_diagnosis,
    record_exit_event,
    record_finding,
    refuse_levels_outside,
)
from cases.enums import ExitEventKind
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules.evidence import read, written
from cases.rules.results import diagnosis_days
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import correct_fact, is_changed_by, retract_fact

CaseVersion = NeedsDiagnosis | ExitFinding | ExitEvent
GUARDIAN = frozenset({"guardian", "guardian_how", "guardian_on"})
"""What a guardian said of a child: kept beside the finding, decides nothing (R64)."""
F = TypeVar("F", NeedsDiagnosis, ExitFinding, ExitEvent)


class DayRefused(ValueError):
    """A diagnosis is dated long before the project or long after it (R95)."""


@transaction.atomic
def enter_diagnosis(participation: Participation, values: Mapping[str, Any], *, by: User) -> NeedsDiagnosis:
    """Record a diagnosis: ``stage``, ``taken_on``, ``scores``, ``assessor``, ``note``, ``evidence`` (R93–R94).

    Areas with ``None`` were not assessed. Raises ``ValueError`` for a level outside the scale, ``DayRefused`` for a
    day far from the project.
    """
    _refuse_day(participation, values["taken_on"])
    scores = {area: level for area, level in values["scores"].items() if level is not None}
    diagnosis = record_diagnosis(participation=participation, **{**values, "scores": scores}, by=by)
    return _noted(diagnosis, Action.CREATE, by)


@transaction.atomic
def enter_finding(participation: Participation, values: Mapping[str, Any], *, by: User) -> ExitFinding:
    """Record a finding: ``found_on``, ``outcome``, ``categories``, ``reason``, ``assessor`` (R61–R62)."""
    return _noted(record_finding(participation=participation, **values, by=by), Action.CREATE, by)


@transaction.atomic
def enter_exit_event(participation: Participation, values: Mapping[str, Any], *, by: User) -> ExitEvent:
    """Record an event after leaving: ``occurred_on``, ``kind`` (R41)."""
    kind = ExitEventKind(values["kind"])
    event = record_exit_event(participation=participation, occurred_on=values["occurred_on"], kind=kind, by=by)
    return _noted(event, Action.CREATE, by)


@transaction.atomic
def correct_diagnosis(diagnosis: NeedsDiagnosis, values: Mapping[str, Any], *, by: User, why: str) -> NeedsDiagnosis:
    """Put a corrected diagnosis in place of one; areas that ``scores`` and ``evidence`` leave out keep what they have.

    So nobody overwrites the area of health without having read it; ``None`` takes a level away. The version of the
    instrument stays: the levels were chosen from its sentences. Raises
    ``ValueError`` for a level outside the scale, ``DayRefused`` for a day far from the project, ``FactChanged`` when
    somebody corrected it meanwhile (L5).
    """
    _refuse_day(diagnosis.participation, values["taken_on"])
    merged = {**diagnosis.scores, **values["scores"]}
    scores = {area: level for area, level in merged.items() if level is not None}
    refuse_levels_outside(scores)
    evidence = written({**read(str(diagnosis.evidence)), **values.get("evidence", {})})
    return _corrected(diagnosis, {**_without(values, "instrument"), "scores": scores, "evidence": evidence}, by, why)


@transaction.atomic
def correct_finding(finding: ExitFinding, values: Mapping[str, Any], *, by: User, why: str) -> ExitFinding:
    """Put a corrected finding in place of one; the rules decide anew whether it is complete (R62).

    Raises ``FactChanged`` when somebody corrected it meanwhile (L5).
    """
    heard = {name: value for name, value in values.items() if name in GUARDIAN}
    found = {name: value for name, value in values.items() if name not in GUARDIAN}
    return _corrected(finding, {**finding_values(**found), **heard}, by, why)


@transaction.atomic
def correct_exit_event(event: ExitEvent, values: Mapping[str, Any], *, by: User, why: str) -> ExitEvent:
    """Put a corrected event in place of one; raises ``FactChanged`` when somebody corrected it meanwhile (L5)."""
    return _corrected(event, values, by, why)


@transaction.atomic
def take_back(fact: CaseVersion, *, by: User, why: str) -> None:
    """Take an entry back: it decides nothing any more, its history stays.

    Raises ``FactChanged`` when somebody corrected it meanwhile (L5).
    """
    retract_fact(fact)
    _noted(fact, Action.CHANGE, by, why)  # type: ignore[type-var]


def _without(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


def _refuse_day(participation: Participation, day: datetime.date) -> None:
    project = participation.grant_project
    first, last = diagnosis_days(project.starts_on, project.ends_on, project.result_window_days)
    if not first <= day <= last:
        raise DayRefused(str(day))


def _corrected(fact: F, values: Mapping[str, Any], by: User, why: str) -> F:
    """Return the corrected version; the fact itself, untouched, when nothing is different."""
    if not is_changed_by(fact, dict(values)):
        return fact
    return _noted(correct_fact(fact, dict(values), by=by, why=why), Action.CHANGE, by, why)


def _noted(fact: F, action: Action, by: User, why: str = "") -> F:
    participation = fact.participation
    subjects = [participation.person_id]  # type: ignore[attr-defined]
    record(action, by=by, obj=fact, subjects=subjects, grant_project=participation.grant_project, reason=why)
    return fact
