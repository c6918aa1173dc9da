"""Reads about families: only members whom the account may see, so that nobody else leaves a trace (S6, S26, S27)."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from beneficiaries.enums import FamilyRole
from beneficiaries.models import Care, Household, HouseholdMember, Participation, Person
from beneficiaries.queries.people import in_force
from portal.policy.gate import get_visible_or_404
from portal.reads import ahead

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, EDIT = "view_household", "edit_household"
CONTACT, SUPPORT = "view_person_contact", "record_support"


def household_of(user: "User", action: str, key: uuid.UUID) -> Household:
    """Return the household in which ``user`` may ``action`` on somebody; otherwise ``Refused`` (one query).

    ``hides_somebody``: somebody lives there whom the account does not see; never to be shown.
    """
    source = Household.objects.with_hidden(user).select_related("data_key", "changed_by")  # type: ignore[attr-defined]
    return get_visible_or_404(source, user, action, pk=key)


def members_of(user: "User", household: Any, action: str = VIEW) -> list[Participation]:
    """Return who of a household ``user`` may ``action``, adults first, each with ``in_force`` (one query).

    ``place``, ``lives_as`` and ``since`` are those of the household; ``may_reach``, ``may_change`` and ``may_support``
    say what the account may do for this very person. Who takes part in several projects is shown in the latest.
    """
    return _by_person(_seated(user, action).filter(seat__household=household))


def _by_person(rows: Iterable[Participation]) -> list[Participation]:
    members: dict[uuid.UUID, Participation] = {}
    for each in rows:
        members.setdefault(each.person_id, each)  # type: ignore[attr-defined]
    return sorted(
        members.values(), key=lambda each: (each.lives_as != FamilyRole.ADULT, each.person.birth_date, each.number)
    )


def relatives_of(user: "User", person: Person) -> list[Participation]:
    """Return the household of a person as ``user`` sees it, the person included; nobody without one (one query)."""
    return _by_person(_family_of(user, person.pk))


def relatives_in(participation: Participation, user: "User") -> list[Participation]:
    """Return ``relatives_of`` whose record this is, as its page has read them ahead."""
    return _by_person(ahead(participation, relative_rows, user))


def relative_rows(participation: Participation, user: "User") -> QuerySet[Participation]:
    """Return the rows of ``relatives_in``."""
    return _family_of(user, participation.person_id)  # type: ignore[attr-defined]


def _family_of(user: "User", person: uuid.UUID) -> QuerySet[Participation]:
    own = HouseholdMember.objects.present().filter(person=person)  # type: ignore[attr-defined]
    return _seated(user, VIEW).filter(seat__household=Subquery(own.values("household")[:1]))


def members_to_support(user: "User", household: uuid.UUID, project: Any, day: Any) -> list[Participation]:
    """Return who of a household can be given support in a project on a day: whoever has not ended (one query)."""
    people = _seated(user, SUPPORT).filter(seat__household=household, grant_project=project)
    people = people.filter(Exists(Participation.objects.visible_to(user, VIEW).filter(pk=OuterRef("pk"))))  # type: ignore[attr-defined]
    ongoing = Q(in_force__end_on__isnull=True) | Q(in_force__end_on__gt=day)
    return list(people.filter(ongoing).select_related("person__data_key").order_by("person__birth_date", "number"))


def households_listed(user: "User") -> QuerySet[Household]:
    """Return the households that ``user`` sees, by the first name among those whom the account sees."""
    seen = HouseholdMember.objects.visible_to(user, VIEW).filter(household=OuterRef("pk"))  # type: ignore[attr-defined]
    first = seen.order_by("person__sort_key").values("person__sort_key")[:1]
    return Household.objects.visible_to(user, VIEW).annotate(first=Subquery(first)).order_by("first", "pk")  # type: ignore[attr-defined]


def members_by_household(user: "User", households: Iterable[Household]) -> dict[uuid.UUID, list[Participation]]:
    """Return the members whom ``user`` sees, by the key of the household (one query)."""
    found: dict[uuid.UUID, dict[uuid.UUID, Participation]] = {each.pk: {} for each in households}
    for each in _seated(user, VIEW).filter(seat__household__in=list(found)):
        found[each.household].setdefault(each.person_id, each)
    by_age = lambda each: (each.lives_as != FamilyRole.ADULT, each.person.birth_date)  # noqa: E731
    return {key: sorted(people.values(), key=by_age) for key, people in found.items()}


def in_charge_of(participations: Iterable[Participation]) -> dict[uuid.UUID, list[Care]]:
    """Return who looks after each participation, by its key (one query)."""
    by_pair = {(each.person_id, each.grant_project_id): each.pk for each in participations}  # type: ignore[attr-defined]
    found: dict[uuid.UUID, list[Care]] = {key: [] for key in by_pair.values()}
    care = Care.objects.filter(person__in=[person for person, _project in by_pair])
    for each in care.select_related("organisation", "caseworker").order_by("organisation__name"):
        key = by_pair.get((each.person_id, each.grant_project_id))  # type: ignore[attr-defined]
        if key is not None:
            found[key].append(each)
    return found


def place_of(user: "User", household: Household, key: uuid.UUID) -> Participation | None:
    """Return the member of a household with this key whom ``user`` may move; ``None`` when there is none."""
    return next(iter(_seated(user, EDIT).filter(seat__household=household, seat__pk=key)), None)


def current_household(person: Person) -> Household | None:
    """Return where somebody lives whom the account sees; ``None`` when that is not known (one query)."""
    place = HouseholdMember.objects.present().filter(person=person).select_related("household").first()  # type: ignore[attr-defined]
    return place.household if place else None


def _seated(user: "User", action: str) -> QuerySet:
    seat = FilteredRelation("person__household_places", condition=Q(person__household_places__until__isnull=True))
    able = {
        name: Exists(Participation.objects.visible_to(user, right).filter(pk=OuterRef("pk")))  # type: ignore[attr-defined]
        for name, right in (("may_reach", CONTACT), ("may_change", EDIT), ("may_support", SUPPORT))
    }
    return (
        Participation.objects.visible_to(user, action)  # type: ignore[attr-defined]
        .annotate(in_force=in_force(), seat=seat)
        .annotate(
            place=F("seat__pk"),
            household=F("seat__household"),
            lives_as=F("seat__role"),
            since=F("seat__since"),
            **able,
        )
        .select_related("person", "grant_project", "in_force__target_group")
        .defer("person__search_key", "person__sort_key")
        .order_by("-grant_project__starts_on", "-pk")
    )
