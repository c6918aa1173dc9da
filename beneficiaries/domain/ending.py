"""The end of participation: record it, correct it, reopen (R35–R36, R40)."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.rules.ending import why_no_end
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import correct_fact

OPEN: Mapping[str, Any] = {"end_on": None, "path_completed": None, "exit_situation": ""}


class EndRefused(ValueError):
    """An end that may not be recorded by hand: the reason is a code of ``beneficiaries.rules.ending``."""


@transaction.atomic
def end_participation(
    participation: Participation,
    current: ParticipationVersion,
    *,
    end_on: datetime.date,
    path_completed: bool,
    exit_situation: str,
    by: User,
    why: str,
) -> ParticipationVersion:
    """Record or correct the end; a result may be found from that day to the end of the window (R40).

    Raises ``EndRefused`` for a day on which participation cannot end, ``FactChanged`` when ``current`` is no longer
    in force (L5).
    """
    reason = why_no_end(end_on, current.start_on, participation.grant_project.ends_on)
    if reason:
        raise EndRefused(reason)
    changes = {"end_on": end_on, "path_completed": path_completed, "exit_situation": exit_situation}
    return _correct(participation, current, changes, by, why)


@transaction.atomic
def fill_situation(
    participation: Participation,
    current: ParticipationVersion,
    *,
    exit_situation: str,
    path_completed: bool | None,
    by: User,
    why: str,
) -> bool:
    """Write down what is blank of the situation after leaving; tell whether anything was (R21).

    What somebody said before stays: an answer is corrected on the form of the end, with a reason. Raises
    ``FactChanged`` when ``current`` is no longer in force (L5).
    """
    changes: dict[str, Any] = {}
    if exit_situation and not current.exit_situation:
        changes["exit_situation"] = exit_situation
    if path_completed is not None and current.path_completed is None:
        changes["path_completed"] = path_completed
    if changes:
        _correct(participation, current, changes, by, why)
    return bool(changes)


@transaction.atomic
def reopen_participation(
    participation: Participation, current: ParticipationVersion, *, by: User, why: str
) -> ParticipationVersion:
    """Take the end back: the person takes part again; the last exit will decide, earlier results do not stand (R35).

    Raises ``FactChanged`` when ``current`` is no longer in force (L5).
    """
    return _correct(participation, current, OPEN, by, why)


def _correct(
    participation: Participation, current: ParticipationVersion, changes: Mapping[str, Any], by: User, why: str
) -> ParticipationVersion:
    version = correct_fact(current, dict(changes), by=by, why=why)
    record(
        Action.CHANGE, by=by, obj=participation, subjects=[participation.person_id], reason=why,  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"fields": sorted(changes)},
    )  # fmt: skip
    return version
