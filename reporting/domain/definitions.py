"""Building, changing and retiring an indicator of a project's own: versions that nothing overwrites."""

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from portal.versions.actions import correct_fact, is_changed_by, record_fact, retract_fact
from reporting.indicators.spec import Spec, code_refusal, problems_of, spec_of
from reporting.models import IndicatorDefinition
from reporting.queries.definitions import words_of

MOST = 40
"""More own indicators than a report can carry are no indicators any more."""


class DefinitionRefused(ValueError):
    """The specification is no indicator; ``problems`` name fields and say why."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {said}" for name, said in problems))
        self.problems = problems


class CodeTaken(ValueError):
    """An indicator of the project has or had this code."""


class TooMany(ValueError):
    """The project has as many own indicators as it can have."""


@transaction.atomic
def define_indicator(project: GrantProject, code: str, spec: Spec, *, by: User | None) -> IndicatorDefinition:
    """Write the first version of an own indicator. Raises ``DefinitionRefused``, ``CodeTaken``, ``TooMany``."""
    if refusal := code_refusal(code):
        raise DefinitionRefused([("code", refusal)])
    _refuse_faulty(project, spec)
    if IndicatorDefinition.objects.filter(grant_project=project, code=code).exists():
        raise CodeTaken(code)
    if IndicatorDefinition.objects.current().filter(grant_project=project).count() >= MOST:  # type: ignore[attr-defined]
        raise TooMany(code)
    try:
        with transaction.atomic():
            made = record_fact(spec.as_definition(project, code), by=by)
    except IntegrityError:
        raise CodeTaken(code) from None
    _note(Action.CREATE, made, by=by)
    return made


@transaction.atomic
def change_indicator(current: IndicatorDefinition, spec: Spec, *, by: User | None, why: str) -> IndicatorDefinition:
    """Put a new version in force; editions and past moments keep the one they knew.

    Nothing changed, nothing is written. Raises ``DefinitionRefused``, and ``FactChanged`` when ``current`` is no longer
    in force.
    """
    _refuse_faulty(current.grant_project, spec, spec_of(current))
    values = spec.as_values()
    if not is_changed_by(current, values):
        return current
    made = correct_fact(current, {**values, "number": current.number + 1}, by=by, why=why)
    _note(Action.CHANGE, made, by=by, reason=why)
    return made


@transaction.atomic
def retire_indicator(current: IndicatorDefinition, *, by: User | None, why: str) -> None:
    """End an indicator: tables no longer show it; editions and past moments do. Raises ``FactChanged``."""
    retract_fact(current)
    _note(Action.CHANGE, current, by=by, reason=why, retired=True)


def _refuse_faulty(project: GrantProject, spec: Spec, before: Spec | None = None) -> None:
    if before is not None and spec.as_values() == before.as_values():
        return
    kept = before.filters.get("place", ()) if before else ()
    if found := list(problems_of(spec, words_of(project, kept))):
        raise DefinitionRefused(found)


def _note(
    action: Action, made: IndicatorDefinition, *, by: User | None, reason: str = "", retired: bool = False
) -> None:
    detail = {"indicator": made.code, "version": made.number, **({"retired": True} if retired else {})}
    record(action, by=by, obj=made, grant_project=made.grant_project, detail=detail, reason=reason)
