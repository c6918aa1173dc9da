"""What can happen to a case of legalisation: opened, carried on, documents ticked, taken back."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from beneficiaries.models import Participation
from cases.models import LegalisationCase, LegalisationDocument
from cases.queries.legalisation import ChecklistItem
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import FactChanged, correct_fact, is_changed_by, record_fact, retract_fact

F = TypeVar("F", LegalisationCase, LegalisationDocument)


@transaction.atomic
def open_case(participation: Participation, values: Mapping[str, Any], *, by: User) -> LegalisationCase:
    """Open a case: ``kind``, ``other_name``, ``office`` and what is known of filing, deadline and decision."""
    return _noted(record_fact(LegalisationCase(participation=participation, **values), by=by), Action.CREATE, by)


@transaction.atomic
def change_case(case: LegalisationCase, values: Mapping[str, Any], *, by: User) -> LegalisationCase:
    """Carry a case on; the earlier version stays. Raises ``FactChanged`` when somebody was faster (L5)."""
    if not is_changed_by(case, dict(values)):
        return case
    return _noted(correct_fact(case, dict(values), by=by, why=""), Action.CHANGE, by)


@transaction.atomic
def take_case_back(case: LegalisationCase, *, by: User, why: str) -> None:
    """Take a case back that was opened by mistake; its history and its lines stay.

    Raises ``FactChanged`` when somebody changed it meanwhile (L5).
    """
    retract_fact(correct_fact(case, {}, by=by, why=why))
    _noted(case, Action.CHANGE, by, why)


@transaction.atomic
def tick_documents(
    case: LegalisationCase, ticks: Iterable[tuple[ChecklistItem, Mapping[str, Any]]], *, by: User
) -> int:
    """Record the lines that are different: ``state``, ``collected_on``, ``reason``; return how many were.

    All of them or none. Raises ``FactChanged`` when somebody ticked one of them meanwhile (L5).
    """
    changed = [(item, values) for item, values in ticks if _differs(item, values)]
    for item, values in changed:
        _tick(case, item, values, by)
    return len(changed)


@transaction.atomic
def add_document(case: LegalisationCase, name: str, *, by: User) -> LegalisationDocument:
    """Add a line that the dictionary does not have."""
    line = LegalisationDocument(participation=case.participation, case=case.fact_id, own_name=name)
    return _noted(record_fact(line, by=by), Action.CREATE, by)


def _differs(item: ChecklistItem, values: Mapping[str, Any]) -> bool:
    if item.record is None:
        return bool(values["state"])
    return is_changed_by(item.record, dict(values))


def _tick(case: LegalisationCase, item: ChecklistItem, values: Mapping[str, Any], by: User) -> None:
    if item.record is not None:
        _noted(correct_fact(item.record, dict(values), by=by, why=""), Action.CHANGE, by)
        return
    line = LegalisationDocument(participation=case.participation, case=case.fact_id, code=item.key, **values)
    try:
        with transaction.atomic():
            record_fact(line, by=by)
    except IntegrityError:
        raise FactChanged(item.key) from None
    _noted(line, Action.CREATE, by)


def _noted(fact: F, action: Action, by: User, why: str = "") -> F:
    participation = fact.participation
    subjects = [participation.person_id]
    record(action, by=by, obj=fact, subjects=subjects, grant_project=participation.grant_project, reason=why)
    return fact
