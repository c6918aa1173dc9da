"""Whom a kind of support is meant for, asked about before it is given or booked: it is unlikely, not wrong."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from beneficiaries.rules.age import completed_years
from portal.programmes.models import ServiceType, TargetGroup
from portal.ui.formatting import number
from services.tables.courses import ages_of


def not_meant_for(kind: ServiceType | None, people: Iterable[Participation], day: datetime.date) -> Iterator[str]:
    """Yield what to ask: who has another age on ``day`` than a kind is for, or is in another group.

    The group is that of the version in force, where the people were read with it (one query, none where a kind is for
    every group).
    """
    if kind is None:
        return
    groups = _groups_of(kind)
    for each in people:
        said = {"name": each.person.full_name or each.person.original_name or each.number, "kind": kind.name}
        age = _age_apart(kind, each, day)
        if age is not None:
            spoken = {**said, "age": number(age), "ages": ages_of(kind)}
            yield _("%(name)s is %(age)s years old; “%(kind)s” is for: %(ages)s.") % spoken
        elif groups and _group_of(each) not in groups:
            yield _("“%(kind)s” is for other groups than that of this person: %(name)s.") % said


def _age_apart(kind: ServiceType, participation: Participation, day: datetime.date) -> int | None:
    born = participation.person.birth_date
    if born is None or (kind.age_from is None and kind.age_to is None):
        return None
    age = completed_years(born, day)
    fits = (kind.age_from or 0) <= age and (kind.age_to is None or age <= kind.age_to)
    return None if fits else age


def _groups_of(kind: ServiceType) -> set[int | None]:
    """Return the keys of the groups that a kind is for, with ``None`` for people without one; none: for all."""
    if not kind.for_groups:
        return set()
    found = TargetGroup.objects.filter(grant_project=kind.grant_project_id, code__in=kind.for_groups)  # type: ignore[misc]
    return {None, *found.values_list("pk", flat=True)}


def _group_of(participation: Participation) -> int | None:
    version = getattr(participation, "in_force", None)
    return version.target_group_id if version else None
