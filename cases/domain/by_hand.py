"""Needs and results entered on a page: recorded, corrected, taken back, each with an entry in the audit trail."""

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
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import correct_fact, retract_fact

CaseVersion = NeedsDiagnosis | ExitFinding | ExitEvent
F = TypeVar("F", NeedsDiagnosis, ExitFinding, ExitEvent)


@transaction.atomic
def enter_diagnosis(participation: Participation, values: Mapping[str, Any], *, by: User) -> NeedsDiagnosis:
    """Record a diagnosis: ``stage``, ``taken_on``, ``scores``, ``assessor``, ``note`` (R93–R94).

    Areas with ``None`` were not assessed. Raises ``ValueError`` for a level outside the scale.
    """
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
    """Put a corrected diagnosis in place of one; areas that ``scores`` leaves out keep their level.

    So nobody overwrites the area of health without having read it; ``None`` takes a level away. Raises
    ``ValueError`` for a level outside the scale, ``FactChanged`` when somebody corrected it meanwhile (L5).
    """
    merged = {**diagnosis.scores, **values["scores"]}
    scores = {area: level for area, level in merged.items() if level is not None}
    refuse_levels_outside(scores)
    return _corrected(diagnosis, {**values, "scores": scores}, by, why)


@transaction.atomic
def correct_finding(finding: ExitFinding, values: Mapping[str, Any], *, by: User, why: str) -> ExitFinding:
    """Put a corrected finding in place of one; the rules decide anew whether it is complete (R62).

    Raises ``FactChanged`` when somebody corrected it meanwhile (L5).
    """
    return _corrected(finding, finding_values(**values), by, why)


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


def _corrected(fact: F, values: Mapping[str, Any], by: User, why: str) -> F:
    return _noted(correct_fact(fact, dict(values), by=by, why=why), Action.CHANGE, by, why)


def _noted(fact: F, action: Action, by: User, why: str = "") -> F:
    participation = fact.participation
    subjects = [participation.person_id]  # type: ignore[attr-defined]
    record(action, by=by, obj=fact, subjects=subjects, grant_project=participation.grant_project, reason=why)
    return fact
