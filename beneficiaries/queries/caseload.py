"""Who is in charge of whom, as far as the one who asks may see the people; how loaded each colleague is."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet, Value

from beneficiaries.models import Care, HandOver, Participation
from beneficiaries.queries.people import in_force, truth
from beneficiaries.queries.walls import Walls
from beneficiaries.rules.age import born_last_of_age
from beneficiaries.rules.caseload import (
    NEW_FOR,
    Candidate,
    Factor,
    Facts,
    Kind,
    factors,
    has_ended,
    in_order,
    points,
    points_of,
)
from portal.accounts.models import Membership, Organisation
from portal.policy.access import access_of, stand_in_for
from portal.programmes.models import GrantProject
from portal.records import ListMark, list_marks
from portal.statements import READER, prepared, state_of

if TYPE_CHECKING:
    from portal.accounts.models import User

NO_FINDING = "no-finding"
COLUMNS = (
    "person", "number", "person__given_names", "person__surname", "person__original_name", "person__birth_date",
    "person__contact_language", "in_force__start_on", "in_force__end_on", "in_force__missing", "in_force__place",
    "no_finding",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One person whom an organisation looks after, and who is in charge; ``caseworker`` is ``None`` for nobody."""

    care: int
    organisation: int
    caseworker: int | None
    caseworker_name: str
    person: Any
    number: str
    name: str
    original: str
    place: str
    facts: Facts
    no_finding: bool


@dataclass
class Load:
    """What one colleague carries for an organisation; ``can_take`` when more people can be given to them.

    ``away_until`` is the last day on which others stand in.
    """

    account: int
    name: str
    organisation: Organisation
    spoken: frozenset[str]
    can_take: bool
    held: list[Held] = field(default_factory=list)
    taking_part: int = 0
    not_started: int = 0
    no_finding: int = 0
    points: int = 0
    factors: Counter[Factor] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    away_until: datetime.date | None = None

    @property
    def people(self) -> int:
        """How many have not ended: those who need help now."""
        return self.taking_part + self.not_started

    def as_candidate(self) -> Candidate:
        """Return the load as the rule of proposals weighs it."""
        return Candidate(
            self.account, self.name, self.spoken, self.people, self.points, frozenset(self.places),
            self.away_until is not None,
        )  # fmt: skip


def finding_mark() -> ListMark | None:
    """Return how another app tells of people who ended without a finding, if one does."""
    return next((mark for mark in list_marks() if mark.code == NO_FINDING), None)


def people_held(
    user: "User", action: str, grant_project: GrantProject, bodies: Iterable[Organisation], day: datetime.date
) -> list[Held]:
    """Return whom these organisations look after, of those on whom ``user`` may ``action``, by name (two queries)."""
    mark = finding_mark()
    told = truth(mark.condition(grant_project, day)) if mark else Value(False)
    people = Participation.objects.visible_to(user, action).filter(grant_project=grant_project)
    rows = people.annotate(in_force=in_force(), no_finding=told).order_by("sort_key", "person").values(*COLUMNS)
    known = {row["person"]: row for row in rows}
    return _with_care(known, Care.objects.filter(grant_project=grant_project), bodies)


def loads_in_sum(
    user: "User", action: str, grant_project: GrantProject, colleagues: Sequence[Membership], day: datetime.date
) -> list[Load]:
    """Return what each colleague carries as numbers of people and points alone (one query).

    The database counts people of a kind: the answer has as many rows for a hundred thousand people as for a hundred.
    ``loads_of`` gives the same numbers, and the people.
    """
    loads = _unloaded(colleagues)
    key = _people_of_a_kind, access_of(user).key, action, state_of(grant_project), day
    kinds = prepared(key, lambda: _people_of_a_kind(stand_in_for(user), action, grant_project, day))
    for body, in_charge, is_begun, *kind, people in kinds.read({READER: user.pk}):
        load = loads.get((body, in_charge))
        if load is None:
            continue
        load.points += people * points_of(Kind(*kind), load.spoken)
        load.taking_part += people * is_begun
        load.not_started += people * (not is_begun)
    return list(loads.values())


def _people_of_a_kind(
    user: "User", action: str, grant_project: GrantProject, day: datetime.date
) -> QuerySet[Participation, tuple]:
    """Count who has not ended: by organisation, who is in charge, whether they have begun, and the kind."""
    columns = {
        "body": F("person__care__organisation"), "in_charge": F("person__care__caseworker"),
        "is_begun": truth(Q(in_force__start_on__isnull=False)), "language": F("person__contact_language"),
        "is_child": truth(Q(person__birth_date__gt=born_last_of_age(day))),
        "is_new": truth(Q(in_force__start_on__isnull=True) | Q(in_force__start_on__gt=day - NEW_FOR)),
        "is_incomplete": truth(Q(in_force__missing__gt="")),
    }  # fmt: skip
    people = Participation.objects.visible_to(user, action).filter(
        grant_project=grant_project, person__care__grant_project=grant_project, person__care__caseworker__isnull=False
    )
    ongoing = Q(in_force__end_on__isnull=True) | Q(in_force__end_on__gt=day)
    rows = people.annotate(in_force=in_force()).filter(ongoing).order_by()
    return rows.annotate(**columns).values_list(*columns).annotate(people=Count("pk"))


def _with_care(known: Mapping[Any, dict[str, Any]], care: QuerySet[Care], bodies: Iterable[Organisation]) -> list[Held]:
    care = care.filter(organisation__in=[body.pk for body in bodies])
    columns = ("pk", "person", "organisation", "caseworker", "caseworker__name")
    cared: dict[Any, list[tuple]] = {}
    for key, person, *others in care.order_by("pk").values_list(*columns):
        cared.setdefault(person, []).append((key, *others))
    return [_held(row, *each) for person, row in known.items() for each in cared.get(person, ())]


def loads_of(
    held: Iterable[Held], colleagues: Sequence[Membership], bodies: Iterable[Organisation], day: datetime.date
) -> list[Load]:
    """Return what each colleague carries, also those who can be in charge no longer; by organisation and name."""
    by_key = {body.pk: body for body in bodies}
    loads = _unloaded(colleagues)
    for each in held:
        if each.caseworker is not None:
            key = (each.organisation, each.caseworker)
            if key not in loads:
                loads[key] = Load(each.caseworker, each.caseworker_name, by_key[each.organisation], frozenset(), False)
            _add(loads[key], each, day)
    return sorted(loads.values(), key=lambda load: (load.organisation.name, load.name, load.account))


def mark_away(loads: Iterable[Load], substitutions: Iterable[HandOver], day: datetime.date) -> None:
    """Note which colleagues others stand in for on ``day``."""
    until = {
        (act.organisation_id, act.former_id): act.until_on  # type: ignore[attr-defined]
        for act in substitutions
        if act.until_on is not None and act.until_on >= day
    }
    for load in loads:
        load.away_until = until.get((load.organisation.pk, load.account))


def proposed(loads: Iterable[Load], held: Held, walls: Walls) -> list[Load]:
    """Return the colleagues of the organisation who may know the person, the one proposed first at the head."""
    able = {
        load.account: load
        for load in loads
        if load.can_take and load.organisation.pk == held.organisation and walls.let_through(load.account, held.person)
    }
    order = in_order([load.as_candidate() for load in able.values()], held.facts.language, held.place)
    return [able[each.key] for each in order]


def without_anybody(held: Iterable[Held], day: datetime.date) -> list[Held]:
    """Return who takes part, or waits for the first support, and has nobody in charge."""
    return [each for each in held if each.caseworker is None and not has_ended(each.facts, day)]


def keys_of(held: Iterable[Held]) -> Collection[Any]:
    """Return the keys of the people."""
    return {each.person for each in held}


def _held(row: dict[str, Any], care: int, organisation: int, caseworker: int | None, name: str | None) -> Held:
    person = f"{row['person__surname']} {row['person__given_names']}".strip()
    facts = Facts(
        row["person__birth_date"], row["person__contact_language"], row["in_force__start_on"],
        row["in_force__end_on"], bool(row["in_force__missing"]),
    )  # fmt: skip
    return Held(
        care, organisation, caseworker, name or "", row["person"], row["number"],
        person or row["person__original_name"] or row["number"], row["person__original_name"],
        row["in_force__place"] or "", facts, row["no_finding"],
    )  # fmt: skip


def _unloaded(colleagues: Iterable[Membership]) -> dict[tuple[int, int], Load]:
    """Return a load without people for each colleague, by organisation and account."""
    return {
        (each.organisation_id, each.user_id): Load(  # type: ignore[attr-defined]
            each.user_id, each.user.name, each.organisation, frozenset(each.user.spoken.split()), True  # type: ignore[attr-defined]
        )
        for each in colleagues
    }  # fmt: skip


def _add(load: Load, each: Held, day: datetime.date) -> None:
    load.held.append(each)
    load.no_finding += each.no_finding
    if has_ended(each.facts, day):
        return
    load.points += points(each.facts, load.spoken, day)
    load.places.add(each.place)
    load.factors.update(factors(each.facts, load.spoken, day))
    if each.facts.start_on is None:
        load.not_started += 1
    else:
        load.taking_part += 1
