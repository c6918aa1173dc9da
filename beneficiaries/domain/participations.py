"""What can happen to a participation: enrol, start, correct (R30–R36)."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from beneficiaries.domain.characteristics import DECLARED, derived
from beneficiaries.enums import Eligibility
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from beneficiaries.rules.citizenship import citizenship_class
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject, TargetGroup
from portal.versions.actions import correct_fact, record_fact

NUMBER_DIGITS = 4
DERIVED_ANEW = "derived anew"


def next_number(project: GrantProject) -> str:
    """Return the next free number of the project („WS-0001”); the caller holds the project's lock."""
    last = (
        Participation.objects.filter(grant_project=project, number__startswith=f"{project.number_prefix}-")
        .order_by("-created_at", "-id")
        .values_list("number", flat=True)
        .first()
    )
    following = int(last.rsplit("-", 1)[1]) + 1 if last else 1
    return f"{project.number_prefix}-{following:0{NUMBER_DIGITS}d}"


@transaction.atomic
def enrol(
    *,
    person: Person,
    grant_project: GrantProject,
    groups: Sequence[TargetGroup],
    number: str,
    declared: dict[str, Any],
    organisations: Iterable[Organisation],
    written_group: TargetGroup | None,
    eligibility: str = Eligibility.NONE,
    eligibility_source: str = "",
    by: User | None,
    why: str,
    **written: Any,
) -> Participation:
    """Bring a person into a grant project; nothing counts before the first support (R30).

    ``declared`` holds the values named in ``DECLARED``; ``written`` the days and answers a list gave
    (``written_start``, ``written_end``, ``end_on``, ``path_completed``, ``notice_on`` …).
    """
    participation = Participation.objects.create(
        person=person, grant_project=grant_project, number=number, sort_key=person.sort_key
    )
    values = {name: declared[name] for name in DECLARED}
    values.update(derived(grant_project, groups, values, None, written_group), **written)
    record_fact(
        ParticipationVersion(
            participation=participation,
            grant_project=grant_project,
            eligibility=eligibility,
            eligibility_source=eligibility_source,
            **values,
        ),
        by=by,
        why=why,
    )
    look_after(person, grant_project, organisations)
    return participation


def look_after(person: Person, grant_project: GrantProject, organisations: Iterable[Organisation]) -> None:
    """Note that these organisations look after the person in the project: they see the person from now on."""
    Care.objects.bulk_create(
        [Care(person=person, grant_project=grant_project, organisation=each) for each in organisations],
        ignore_conflicts=True,
    )


def set_start(
    current: ParticipationVersion,
    start_on: datetime.date | None,
    groups: Sequence[TargetGroup],
    *,
    by: User | None,
    why: str,
) -> ParticipationVersion:
    """Write the day of the first support and freeze the characteristics as at that day (R30, R47).

    Only ``services.domain`` calls this. Correcting the first support freezes them anew.
    """
    return correct_fact(current, values_at_start(current, start_on, groups), by=by, why=why)


def values_at_start(
    current: ParticipationVersion, start_on: datetime.date | None, groups: Sequence[TargetGroup]
) -> dict[str, Any]:
    """Return what a participation holds when its first support is of that day (R30, R47); nothing is written."""
    declared = {name: getattr(current, name) for name in DECLARED}
    written_group = current.target_group if current.target_group_written else None
    return {"start_on": start_on, **derived(current.grant_project, groups, declared, start_on, written_group)}


def correct_participation(
    current: ParticipationVersion,
    changes: dict[str, Any],
    groups: Sequence[TargetGroup],
    *,
    by: User | None,
    why: str,
) -> ParticipationVersion:
    """Correct declared values or days of a participation backwards, with its history kept (R38).

    A change of a declared value works out again what follows from it, as at the same start.
    """
    return correct_fact(current, with_what_follows(current, changes, groups), by=by, why=why)


def with_what_follows(
    current: ParticipationVersion, changes: dict[str, Any], groups: Sequence[TargetGroup]
) -> dict[str, Any]:
    """Return ``changes`` with all that follows from them, as at the same start.

    A ``target_group`` among them is one that a person wrote; ``None`` goes back to the proposal (R2).
    """
    declared = {name: changes.get(name, getattr(current, name)) for name in DECLARED}
    written_group = changes.get("target_group", current.target_group if current.target_group_written else None)
    values = derived(current.grant_project, groups, declared, current.start_on, written_group)
    return {**changes, **values}


def differing(current: ParticipationVersion, changes: dict[str, Any], groups: Sequence[TargetGroup]) -> dict[str, Any]:
    """Return those of ``changes``, and of what follows from them, that are not so in ``current``."""
    wanted = with_what_follows(current, changes, groups)
    return {name: value for name, value in wanted.items() if getattr(current, name) != value}


def out_of_step(current: ParticipationVersion, groups: Sequence[TargetGroup]) -> dict[str, Any]:
    """Return what the declared values say that ``current`` does not: lists of other systems bring such (R16–R19)."""
    kind = citizenship_class(current.citizenships.split())
    return differing(current, {"citizenship_class": kind}, groups)


@transaction.atomic
def derive_anew(participation: Participation, current: ParticipationVersion, *, by: User) -> list[str]:
    """Work out anew what follows from the declared values; return the names of what changed (R16–R19, R38).

    Raises ``FactChanged`` when ``current`` is no longer in force (L5).
    """
    project = participation.grant_project
    changes = out_of_step(current, list(project.target_groups.all()))
    if not changes:
        return []
    correct_fact(current, changes, by=by, why=DERIVED_ANEW)
    subjects, detail = [participation.person_id], {"fields": sorted(changes)}  # type: ignore[attr-defined]
    record(
        Action.CHANGE, by=by, obj=participation, subjects=subjects, grant_project=project, reason=DERIVED_ANEW,
        detail=detail,
    )  # fmt: skip
    return sorted(changes)
