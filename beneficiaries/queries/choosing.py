"""Choosing people for something that is about to be done: by number, or by what was typed."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.people import SEARCH, in_force
from beneficiaries.queries.search import matches
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User


def people_by_number(
    user: "User", action: str, grant_project: GrantProject, numbers: Sequence[str]
) -> list[Participation]:
    """Return those of the people with these numbers whom ``user`` may ``action``, in the order asked (one query).

    Each has ``in_force``, and the key that opens what is sealed.
    """
    found = {each.number: each for each in _people(user, action, grant_project).filter(number__in=numbers)}
    return [found[number] for number in numbers if number in found]


def people_by_key(
    user: "User", action: str, grant_project: GrantProject, keys: Sequence[uuid.UUID]
) -> list[Participation]:
    """Return those of these participations whom ``user`` may ``action``, in the order asked (one query)."""
    found = {each.pk: each for each in _people(user, action, grant_project).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def people_found(user: "User", action: str, grant_project: GrantProject, words: str, most: int) -> list[Participation]:
    """Return at most ``most`` people who fit what was typed and whom ``user`` may find and ``action``.

    One query, one more for a number.
    """
    people: QuerySet = _people(user, action, grant_project).visible_to(user, SEARCH)  # type: ignore[attr-defined]
    return list(people.filter(matches(words, grant_project)).order_by("person__sort_key", "pk")[:most])


def _people(user: "User", action: str, grant_project: GrantProject) -> QuerySet:
    return (
        Participation.objects.visible_to(user, action)
        .filter(grant_project=grant_project)
        .annotate(in_force=in_force())
        .select_related("person__data_key", "grant_project", "in_force__target_group")
        .defer("person__search_key", "person__sort_key")
    )
