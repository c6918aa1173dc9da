"""Who lives together: people come into a household and leave it; its name and shared address (S25, S32)."""

import datetime

from django.db import transaction

from beneficiaries.models import Household, HouseholdMember, Participation, Person
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.versions.actions import FactChanged

ELSEWHERE, TO_COME, BEFORE = "elsewhere", "to-come", "before"


class HouseholdRefused(ValueError):
    """Something that cannot be; the reason is one of the codes of this module."""


@transaction.atomic
def found_household(participation: Participation, *, role: str, since: datetime.date, by: User) -> Household:
    """Make a household with its first member. Raises ``HouseholdRefused`` as ``join_household``."""
    key = DataKey.fresh()
    key.save()
    household = Household(data_key=key, made_by=by, changed_by=by)
    household.save(force_insert=True)
    record(Action.CREATE, by=by, obj=household, grant_project=participation.grant_project)
    join_household(household, participation, role=role, since=since, by=by)
    return household


@transaction.atomic
def join_household(
    household: Household, participation: Participation, *, role: str, since: datetime.date, by: User
) -> HouseholdMember:
    """Let a person live in a household from a day on.

    Raises ``HouseholdRefused``: ``ELSEWHERE`` when the person lives in a household already or lived in one after that
    day, ``TO_COME`` for a day that has not come yet.
    """
    if since > today():
        raise HouseholdRefused(TO_COME)
    person = _locked_person(participation)
    places = HouseholdMember.objects.filter(person=person)
    if places.filter(until__isnull=True).exists() or places.filter(until__gt=since).exists():
        raise HouseholdRefused(ELSEWHERE)
    member = HouseholdMember(household=household, person=person, role=role, since=since, made_by=by)
    member.save(force_insert=True)
    _note(household, participation, by, "joined")
    return member


@transaction.atomic
def leave_household(
    member: HouseholdMember, participation: Participation, *, until: datetime.date, why: str, by: User
) -> None:
    """Let a person live in a household no longer after a day; that the person did stays.

    Raises ``FactChanged`` when the person left already, ``HouseholdRefused`` with ``TO_COME`` or ``BEFORE``.
    """
    held = HouseholdMember.objects.select_for_update().present().filter(pk=member.pk).first()  # type: ignore[attr-defined]
    if held is None:
        raise FactChanged(str(member.pk))
    if until > today():
        raise HouseholdRefused(TO_COME)
    if until < held.since:
        raise HouseholdRefused(BEFORE)
    held.until, held.ended_by = until, by
    held.save(update_fields=["until", "ended_by"])
    _note(held.household, participation, by, "left", why)


@transaction.atomic
def describe_household(
    household: Household, participation: Participation, *, name: str | None, address: str | None, by: User
) -> Household:
    """Write name and shared address anew; ``None`` leaves one as it is, and so does saying the same.

    Raises ``FactChanged`` when somebody changed them since they were read (L5).
    """
    held = Household.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=household.pk)
    if held.version != household.version:
        raise FactChanged(str(household.pk))
    changed = [
        field
        for field, words in (("name", name), ("address", address))
        if words is not None and words != getattr(held, field)
    ]
    for field in changed:
        setattr(held, field, {"name": name, "address": address}[field])
        setattr(held, f"{field}_by", by)
    if changed:
        held.version, held.changed_by = new_id(), by
        writers = [f"{field}_by" for field in changed]
        held.save(update_fields=[*changed, *writers, "version", "changed_by", "changed_at"])
        _note(held, participation, by, "described")
    return held


def _locked_person(participation: Participation) -> Person:
    """Return the person, kept from others: two colleagues cannot put one person into two households."""
    return Person.objects.select_for_update().get(pk=participation.person_id)  # type: ignore[attr-defined]


def _note(household: Household, participation: Participation, by: User, what: str, why: str = "") -> None:
    """Keep in the trail what happened; only the person at hand stands there, never who else lives in the household."""
    record(
        Action.CHANGE, by=by, obj=household, subjects=[participation.person_id], reason=why,  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"household": what},
    )  # fmt: skip
