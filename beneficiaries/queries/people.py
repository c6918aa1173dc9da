"""The list of people: one page of it, in the order of names, by keyset (performance goals 7–9).

One query brings the rows, who looks after them, the marks and the bounded count. It walks the index of names
and never skips rows, so that page 4,000 costs what the first one does.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language

from beneficiaries.models import Care, Participation
from beneficiaries.queries.expressions import CountOf, InOne
from beneficiaries.queries.search import taken_apart
from beneficiaries.querysets import opened_in_emergency
from portal.policy.access import access_of, stand_in_for
from portal.programmes.models import GrantProject, ProjectOrganisation, TargetGroup
from portal.records import list_marks
from portal.statements import READER, WORD, WORDS, prepared, state_of
from portal.ui.formatting import current_language

if TYPE_CHECKING:
    from portal.accounts.models import User

PAGE_SIZE = 25
COUNTED_UP_TO = 1000
LIST, SEARCH = "list_people", "search_people"
MINE = "mine"
"""The view of the people in whose care the reader is the caseworker."""
COLUMNS = (
    "number", "person_id", "person__given_names", "person__surname", "person__original_name", "person__is_cautious",
    "in_force__start_on", "in_force__end_on", "in_force__missing", "in_force__target_group__code", "organisations",
    "in_all",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which people: a view of the list, a group, an organisation, what was searched for; blank means all."""

    view: str = ""
    group: str = ""
    organisation: str = ""
    search: str = ""


@dataclass(frozen=True)
class Position:
    """Where a page begins: after the participation ``number``, or (``backwards``) before it; blank: at the start."""

    number: str = ""
    backwards: bool = False


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list. ``total`` is exact up to ``COUNTED_UP_TO`` and one more beyond."""

    rows: list[dict[str, Any]]
    total: int
    has_newer: bool
    has_older: bool


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by: code → name."""

    groups: Mapping[str, str]
    organisations: Mapping[str, str]


def in_force(known_on: datetime.datetime | None = None) -> FilteredRelation:
    """Return the join of a participation with its version in force, now or at ``known_on``; a new one each query."""
    if known_on is None:
        return FilteredRelation("versions", condition=Q(versions__superseded_at__isnull=True))
    later = Q(versions__superseded_at__isnull=True) | Q(versions__superseded_at__gt=known_on)
    return FilteredRelation("versions", condition=later & Q(versions__recorded_at__lte=known_on))


def views(day: datetime.date) -> dict[str, Q]:
    """Return the views by the days of participation.

    From the day of the end on a person has ended: the finding may be dated that same day (R40).
    """
    return {
        "taking-part": Q(in_force__start_on__isnull=False)
        & (Q(in_force__end_on__isnull=True) | Q(in_force__end_on__gt=day)),
        "ended": Q(in_force__end_on__lte=day),
        "not-started": Q(in_force__start_on__isnull=True),
    }


def people_page(
    user: "User", grant_project: GrantProject, wanted: Wanted, position: Position, day: datetime.date
) -> PeoplePage:
    """Return one page of the people that ``user`` may list in the project (one query)."""
    rows = _rows(user, grant_project, wanted, position, day)
    goes_on = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if position.backwards:
        rows.reverse()
    return PeoplePage(
        rows=rows,
        total=rows[0]["in_all"] if rows else 0,
        has_newer=goes_on if position.backwards else bool(position.number),
        has_older=True if position.backwards else goes_on,
    )


def _rows(
    user: "User", grant_project: GrantProject, wanted: Wanted, position: Position, day: datetime.date
) -> list[dict[str, Any]]:
    """Read the rows by a statement that is built once for all accounts with the same rights and searches alike.

    But for a record that was opened in an emergency, and a search for a secret or for very many words.
    """
    search = taken_apart(wanted.search, grant_project) if wanted.search else None
    values = search.values if search else ()

    def searched(words: Sequence[str]) -> Q | None:
        return search.condition_of(words) if search else None

    is_shared = search is None or (search.shape is not None and len(values) <= len(WORDS))
    if not is_shared or opened_in_emergency(user, LIST):
        return list(_page(user, grant_project, wanted, searched(values), position, day))
    wanted = replace(wanted, search="")
    key = (
        _page, access_of(user).key, state_of(grant_project), wanted, search and search.shape, bool(position.number),
        position.backwards, day, get_language(), tuple((mark.code, mark.condition) for mark in list_marks()),
    )  # fmt: skip
    there = replace(position, number=WORD if position.number else "")
    stand_ins = WORDS[: len(values)]
    page = prepared(key, lambda: _page(stand_in_for(user), grant_project, wanted, searched(stand_ins), there, day))
    given = dict(zip(stand_ins, values, strict=True)) | {READER: user.pk, WORD: position.number}
    return page.read(given, is_planned_anew=search is not None)


def _page(
    user: "User", grant_project: GrantProject, wanted: Wanted, searched: Q | None, position: Position,
    day: datetime.date,
) -> QuerySet:  # fmt: skip
    people = _wanted_people(user, grant_project, wanted, searched, day)
    counted = CountOf(people.order_by().values("pk")[: COUNTED_UP_TO + 1])
    marks = {f"mark_{mark.code}": truth(mark.condition(grant_project, day)) for mark in list_marks()}
    return (
        people.filter(_beyond(position, user, grant_project))
        .annotate(organisations=_organisations(), in_all=counted, **marks)
        .order_by(*_order(position))
        .values(*COLUMNS, *marks)[: PAGE_SIZE + 1]
    )


def choices_for(grant_project: GrantProject) -> Choices:
    """Return the groups and organisations of the project by code, in the language of the page (one query)."""
    language = current_language()
    offered = prepared((_offered, grant_project.pk, language), lambda: _offered(grant_project, language)).read({})
    found: dict[str, dict[str, str]] = {"group": {}, "organisation": {}}
    for kind, _place, code, called in sorted(offered):
        found[kind][code] = called or code
    return Choices(found["group"], found["organisation"])


def _offered(grant_project: GrantProject, language: str) -> QuerySet:
    groups: QuerySet = QuerySet(TargetGroup).filter(grant_project=grant_project)  # without rewriting of names
    partners = ProjectOrganisation.objects.filter(grant_project=grant_project)
    name = Coalesce(f"name_{language}", "name_pl", Value(""))
    return _choices("group", groups, F("position"), "code", name).union(
        _choices("organisation", partners, Value(0), "organisation__code", _short("organisation__")), all=True
    )


def _choices(kind: str, rows: QuerySet, place: F | Value, code: str, name: Coalesce) -> QuerySet:
    columns = {
        "of_kind": Value(kind, TextField()),
        "place": Cast(place, IntegerField()),
        "coded": Cast(code, TextField()),
        "called": Cast(name, TextField()),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def _wanted_people(
    user: "User", grant_project: GrantProject, wanted: Wanted, searched: Q | None, day: datetime.date
) -> QuerySet:
    people = Participation.objects.visible_to(user, LIST).annotate(in_force=in_force())
    people = people.filter(grant_project=grant_project)
    if searched is not None:
        people = people.visible_to(user, SEARCH).filter(searched)
    mine = {MINE: Exists(_care().filter(caseworker=user.pk))}
    conditions = views(day) | mine | {mark.code: mark.condition(grant_project, day) for mark in list_marks()}
    if wanted.view:
        people = people.filter(conditions[wanted.view])
    if wanted.group:
        people = people.filter(in_force__target_group__code=wanted.group)
    if wanted.organisation:
        people = people.filter(Exists(_care().filter(organisation__code=wanted.organisation)))
    return people


def _beyond(position: Position, user: "User", grant_project: GrantProject) -> Q:
    """Return the condition of the rows beyond a place of the list.

    Only a person on this account's list marks a place: otherwise a guessed number would tell where in the
    alphabet somebody unseen stands (S6).
    """
    if not position.number:
        return Q()
    edge = Participation.objects.visible_to(user, LIST).filter(grant_project=grant_project, number=position.number)
    name, key = (Subquery(edge.values(column)[:1]) for column in ("sort_key", "person_id"))
    way = "lt" if position.backwards else "gt"
    further = Q(**{f"sort_key__{way}": name}) | Q(**{f"person_id__{way}": key})
    return Q(**{f"sort_key__{way}e": name}) & further


def _order(position: Position) -> tuple[str, str]:
    sign = "-" if position.backwards else ""
    return f"{sign}sort_key", f"{sign}person_id"


def _care() -> QuerySet:
    return Care.objects.filter(person=OuterRef("person"), grant_project=OuterRef("grant_project"))


def _organisations() -> Subquery:
    names = _care().order_by().values("grant_project").annotate(names=InOne(_short("organisation__")))
    return Subquery(names.values("names"))


def _short(path: str) -> Coalesce:
    return Coalesce(NullIf(F(f"{path}short_name"), Value("")), F(f"{path}name"))


def truth(condition: Q | Exists) -> Any:
    """Return a condition as a column that is true or false."""
    return condition if isinstance(condition, Exists) else Case(When(condition, then=Value(True)), default=Value(False))
