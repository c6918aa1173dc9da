"""Who can teach, where and when classes are not held."""

import datetime
from collections.abc import Sequence

from django.db.models import Q

from portal.accounts.models import User
from portal.policy.holders import reaching
from portal.programmes.models import GrantProject, ServiceType
from services.models import DayOff, StaffSkill, Venue
from services.rules.semester import Off

TEACH = "view_my_day"
"""Whoever of the staff has a day of their own can be asked to teach."""


def teachers_of(
    project: GrantProject, day: datetime.date, kind: ServiceType | None = None
) -> list[tuple[User, Sequence[str], bool]]:
    """Return who of the staff can teach: languages they speak, and whether they teach this kind; those first.

    Three queries.
    """
    accounts = {each.user_id: each.user for each, _reach in reaching(TEACH, project, day)}  # type: ignore[attr-defined]
    skills = {
        each.user_id: each  # type: ignore[attr-defined]
        for each in StaffSkill.objects.filter(user__in=accounts).prefetch_related("service_types")
    }
    found = []
    for key, account in accounts.items():
        skill = skills.get(key)
        teaches = bool(skill and kind and any(each.pk == kind.pk for each in skill.service_types.all()))
        found.append((account, skill.languages if skill else [], teaches))
    return sorted(found, key=lambda each: (not each[2], each[0].name, each[0].pk))


def venues_of(project: GrantProject) -> list[Venue]:
    """Return the places of a project that are in use (one query)."""
    return list(Venue.objects.filter(grant_project=project, is_retired=False))


def days_off(project: GrantProject, *, school: bool) -> list[Off]:
    """Return the days off of a project; ``school``: with the school breaks of its voivodeship (one query)."""
    here = Q(is_school=True) & (Q(voivodeship="") | Q(voivodeship__iexact=project.voivodeship))
    wanted = Q(is_school=False) | here if school else Q(is_school=False)
    return [
        Off(each.first_on, each.last_on, each.name, each.is_school)
        for each in DayOff.objects.filter(wanted, grant_project=project)
    ]
