"""What can be recorded about needs and results: diagnosis, finding at exit, event after leaving."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from beneficiaries.models import Participation
from cases.enums import ExitEventKind
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules.evidence import written
from cases.rules.instruments import FIVE_AREAS, Key
from cases.rules.results import LEVELS, finding_is_complete
from portal.accounts.models import User
from portal.versions.actions import record_fact


def record_diagnosis(
    *,
    participation: Participation,
    stage: str,
    taken_on: datetime.date,
    scores: dict[str, int],
    assessor: str = "",
    note: str = "",
    instrument: Key = FIVE_AREAS,
    evidence: Mapping[str, str] | None = None,
    by: User | None,
    why: str = "",
) -> NeedsDiagnosis:
    """Record a needs diagnosis; ``scores`` maps an area of ``instrument`` to a level from 1 to 5 (R93–R94).

    ``evidence`` maps areas to what the level is seen by.

    Raises ``ValueError`` for a level outside the scale.
    """
    refuse_levels_outside(scores)
    diagnosis = NeedsDiagnosis(
        participation=participation, stage=stage, taken_on=taken_on, scores=scores, assessor=assessor, note=note,
        instrument_code=instrument[0], instrument_version=instrument[1], evidence=written(evidence or {}),
    )  # fmt: skip
    return record_fact(diagnosis, by=by, why=why)


def refuse_levels_outside(scores: Mapping[str, int]) -> None:
    """Raise ``ValueError`` for a level outside the scale."""
    if any(level not in LEVELS for level in scores.values()):
        raise ValueError("level")


def record_finding(
    *,
    participation: Participation,
    found_on: datetime.date | None,
    outcome: str,
    categories: Sequence[str],
    reason: str,
    assessor: str,
    guardian: str = "",
    guardian_how: str = "",
    guardian_on: datetime.date | None = None,
    by: User | None,
    why: str = "",
) -> ExitFinding:
    """Record a finding at exit; an incomplete one is kept but decides nothing (R61–R62).

    ``guardian``, ``guardian_how`` and ``guardian_on``: who spoke for a child, how and when (R64).
    """
    values = finding_values(found_on, outcome, categories, reason, assessor)
    heard = {"guardian": guardian, "guardian_how": guardian_how, "guardian_on": guardian_on}
    return record_fact(ExitFinding(participation=participation, **values, **heard), by=by, why=why)


def finding_values(
    found_on: datetime.date | None, outcome: str, categories: Sequence[str], reason: str, assessor: str
) -> dict[str, Any]:
    """Return a finding as it is kept, with what follows from it: how many categories, whether it is complete."""
    named = [category.strip() for category in categories if category.strip()]
    return {
        "found_on": found_on,
        "outcome": outcome,
        "categories": "; ".join(named),
        "category_count": len(named),
        "reason": reason.strip(),
        "assessor": assessor.strip()[:120],
        "is_complete": finding_is_complete(
            found_on=found_on,
            outcome=outcome,
            category_count=len(named),
            has_reason=bool(reason.strip()),
            assessor=assessor,
        ),
    }


def record_exit_event(
    *, participation: Participation, occurred_on: datetime.date, kind: ExitEventKind, by: User | None, why: str = ""
) -> ExitEvent:
    """Record what happened on the labour market or in education after leaving (EECR01–04)."""
    return record_fact(ExitEvent(participation=participation, occurred_on=occurred_on, kind=kind), by=by, why=why)
