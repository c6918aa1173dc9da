"""Families and guardians."""

import datetime

from beneficiaries.enums import FamilyRole, GuardianKind
from beneficiaries.models import Guardianship, Household, HouseholdMember, Participation, Person
from portal.crypto.models import DataKey


def make_household(*people: Participation | Person, **values) -> Household:
    """Let people live together since 2026-01-05, adults unless they were born after 2010."""
    key = DataKey.fresh()
    key.save()
    household = Household(data_key=key, **values)
    household.save()
    for each in people:
        make_place(household, each)
    return household


def make_place(household: Household, who: Participation | Person, **values) -> HouseholdMember:
    """Let somebody live in a household."""
    person = getattr(who, "person", who)
    role = FamilyRole.CHILD if person.birth_date.year > 2010 else FamilyRole.ADULT
    defaults = {"role": role, "since": datetime.date(2026, 1, 5)}
    return HouseholdMember.objects.create(household=household, person=person, **{**defaults, **values})


def make_guardian(
    child: Participation | Person, guardian: Participation | Person | None = None, **values
) -> Guardianship:
    """Let a parent, who may be told and contacted, stand for a child."""
    defaults = {
        "kind": GuardianKind.PARENT, "contact_allowed": True, "information_allowed": True,
        "valid_from": datetime.date(2026, 1, 5), "outside_name": "" if guardian else "Olena",
    }  # fmt: skip
    link = Guardianship(
        child=getattr(child, "person", child), guardian=getattr(guardian, "person", guardian), **{**defaults, **values}
    )
    link.save()
    return link
