"""The people behind a figure as one account may see them: names, numbers alone, or only how many (S26, S66)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet, Value

from beneficiaries.models import Care, Participation, Person
from beneficiaries.queries.people import in_force
from portal.policy.access import access_of
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

PEOPLE = "view_indicator_people"
PAGE_SIZE = 25


@dataclass(frozen=True)
class Reached:
    """How many people stand behind a figure, and how many of them the account sees.

    ``protected`` are confidential people out of reach, and people whom the account is kept from: it must not tell the
    one from the other (S27). ``merged`` are records that counted earlier and were merged into others since.
    ``elsewhere`` are all others out of reach.
    """

    total: int
    visible: int
    protected: int
    merged: int = 0

    @property
    def elsewhere(self) -> int:
        """Return how many are out of reach for another reason than protection."""
        return self.total - self.visible - self.protected - self.merged


@dataclass(frozen=True)
class PageOfPeople:
    """One page of people in the order of their numbers, and the numbers at which its neighbours begin."""

    rows: list[Participation]
    reached: Reached
    before: str
    after: str


def people_behind(
    user: "User", people: QuerySet, after: str = "", before: str = "", known_on: datetime.datetime | None = None
) -> PageOfPeople:
    """Return a page of ``people`` for ``user``: three queries, whatever the number of people.

    Each row has ``named``: whether the account may read the name. The order is that of the numbers, so that the
    place of a row tells nothing of a name. Days and group are those known now, or at ``known_on``.
    """
    visible = people.visible_to(user, PEOPLE)  # type: ignore[attr-defined]
    reached = _reached(user, people, visible)
    rows = list(_sliced(_with_names(visible, user, known_on), after, before))
    goes_on = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if before:
        rows.reverse()
    has_newer, has_older = (goes_on, True) if before else (bool(after), goes_on)
    return PageOfPeople(
        rows=rows,
        reached=reached,
        before=rows[0].number if rows and has_newer else "",
        after=rows[-1].number if rows and has_older else "",
    )


def numbers_within(user: "User", action: str, rows: Iterable[Participation]) -> frozenset[str]:
    """Return the numbers of those of ``rows`` for whom the account may ``action`` (one query)."""
    within = Participation.objects.visible_to(user, action).filter(pk__in=[each.pk for each in rows])
    return frozenset(within.values_list("number", flat=True))


def reached_by_number(user: "User", project: GrantProject, numbers: Iterable[str]) -> dict[str, Participation | None]:
    """Return which of these numbers the account may see, with the participation, each with ``named``.

    ``None`` stands for a number without a record of its own: one that was merged into a record within reach, and for
    who sees the whole project one that is erased. Four queries, whatever the number of numbers.
    """
    here = Participation.objects.filter(grant_project=project, number__in=list(numbers))
    visible = here.visible_to(user, PEOPLE)  # type: ignore[attr-defined]
    found: dict[str, Participation | None] = {each.number: each for each in _with_names(visible, user, None)}
    merged = here.filter(person__merged_into__isnull=False)
    stayed = Participation.objects.visible_to(user, PEOPLE).values("person")
    found |= dict.fromkeys(merged.filter(person__merged_into__in=stayed).values_list("number", flat=True))
    if project.pk in access_of(user).scope(PEOPLE).whole_project_ids:
        found |= dict.fromkeys(set(numbers) - set(here.values_list("number", flat=True)))
    return found


def few_for(user: "User", project: GrantProject) -> int:
    """Return below how many people ``user`` reads no count outside the fund's figures; 0 for who knows of everybody.

    One query for who may open everybody behind a figure, none for others.
    """
    if project.pk not in access_of(user).scope(PEOPLE).whole_project_ids:
        return project.small_cell_threshold
    here = Participation.objects.filter(grant_project=project, person__merged_into__isnull=True)
    hidden = here.exclude(pk__in=here.not_hidden_from(user).values("pk"))
    return project.small_cell_threshold if hidden.exists() else 0


def protected_numbers(project: GrantProject) -> frozenset[str]:
    """Return the numbers that no file for several readers names: of confidential people, of those kept from anybody.

    Also of those whose record is restricted (S69), and of records that were merged into theirs (one query).
    """
    denied = Person.denied_to.through._default_manager
    kept = Q(person__is_confidential=True) | Q(person__merged_into__is_confidential=True)
    kept |= Q(person__is_restricted=True) | Q(person__merged_into__is_restricted=True)
    kept |= Q(Exists(denied.filter(person=OuterRef("person")))) | Q(
        Exists(denied.filter(person=OuterRef("person__merged_into")))
    )
    return frozenset(Participation.objects.filter(kept, grant_project=project).values_list("number", flat=True))


def _reached(user: "User", people: QuerySet, visible: QuerySet) -> Reached:
    denied = Person.denied_to.through._default_manager.filter(person=OuterRef("person"), user=user.pk)
    hidden = Q(person__is_confidential=True) | Q(Exists(denied))
    merged = Q(person__merged_into__isnull=False)
    counts = {
        "total": Count("pk"),
        "protected": Count("pk", filter=hidden & ~merged),
        "merged": Count("pk", filter=merged),
    }
    everybody, seen = people.order_by().aggregate(**counts), visible.order_by().aggregate(**counts)
    return Reached(everybody["total"], seen["total"], everybody["protected"] - seen["protected"], everybody["merged"])


def _with_names(visible: QuerySet, user: "User", known_on: datetime.datetime | None) -> QuerySet:
    scope = access_of(user).scope(PEOPLE).named
    care = Care.objects.filter(person=OuterRef("person"), grant_project=OuterRef("grant_project"))
    named: Any = Exists(care.filter(scope.as_q(user))) if scope else Value(False, BooleanField())
    return (
        visible.annotate(in_force=in_force(known_on), named=named)
        .select_related("person", "in_force__target_group")
        .defer("person__search_key", "person__sort_key")
    )


def _sliced(people: QuerySet, after: str, before: str) -> QuerySet:
    if before:
        return people.filter(number__lt=before).order_by("-number")[: PAGE_SIZE + 1]
    return people.filter(number__gt=after).order_by("number")[: PAGE_SIZE + 1]
