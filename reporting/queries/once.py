"""Records of one person that stand twice in a project: which one counts, as far as an account may know of it (R34).

Whoever may know of both is told that the later one adds nothing. Who may not know of the earlier one meets the later
one in its place: otherwise the lists would tell what neither form nor record tells (S26, S27).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.candidates import NOBODY, as_key
from portal.programmes.models import GrantProject, ServiceType, TargetGroup
from reporting.queries.behind import PEOPLE
from reporting.queries.facts import parameters, rows, twice
from reporting.queries.people import counted_by_own_facts, people_counted
from reporting.queries.support import people_supported, support_of
from reporting.rules import Indicator, Period, Rule

if TYPE_CHECKING:
    from portal.accounts.models import User

WHY = "view_explanation"


def counted_with(participation: Participation, user: "User", period: Period) -> Participation | None:
    """Return the record that counts in place of this one, where ``user`` may know of it (two queries).

    Nothing for a record that counts itself, that would not count alone, or whose other one is hidden from ``user``.
    ``is_seen`` tells whether ``user`` may read why the other one counts: only then is it named.
    """
    other = _counted_elsewhere(participation.grant_project, period).get(participation.pk, NOBODY)
    seen = Participation.objects.visible_to(user, WHY).filter(pk=OuterRef("pk"))
    return Participation.objects.not_hidden_from(user).filter(pk=other).annotate(is_seen=Exists(seen)).first()


def people_counted_for(
    user: "User", project: GrantProject, indicator: Indicator, period: Period, *, only_period: bool = False,
    sex: str = "", group: TargetGroup | None = None,
) -> Any:  # fmt: skip
    """Return ``people_counted`` as ``user`` may meet them: as many, whatever is hidden (three queries beforehand).

    Somebody of whom ``user`` may not know gives way to the further record of the same person that ``user`` sees, where
    that counts by its own facts, too.
    """
    narrowed = {"only_period": only_period, "sex": sex, "group": group}
    people = people_counted(project, indicator, period, **narrowed)  # type: ignore[arg-type]
    elsewhere = _counted_elsewhere(project, period)
    keys = [*elsewhere, *elsewhere.values(), NOBODY]
    seen, hidden = _sight_of(user, keys)
    counted = counted_by_own_facts(keys, project, indicator, period, **narrowed)  # type: ignore[arg-type]
    shown = {early: late for late, early in elsewhere.items() if late in seen & counted and early in hidden & counted}
    if not shown:
        return people
    here = Participation.objects.filter(pk__in=people.exclude(pk__in=shown).values("pk"))
    return here | Participation.objects.filter(pk__in=shown.values())


@dataclass(frozen=True)
class Supported:
    """Who was given a kind of support: ``people``, and under whose line the support of which records stands."""

    people: QuerySet
    together: Mapping[uuid.UUID, frozenset[uuid.UUID]]

    def records(self, shown: Sequence[uuid.UUID]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
        """Return for each of these lines the records whose support it says."""
        return {key: self.together.get(key, frozenset({key})) for key in shown}


def people_supported_for(
    user: "User", project: GrantProject, period: Period, kind: ServiceType, base: Sequence[Rule]
) -> Supported:
    """Return who was given a kind of support, each person once, as ``user`` may meet them (three queries beforehand).

    As many as the figure of this kind, whichever record of a person holds the support (R34). Of a record of whom
    ``user`` may not know no line says anything (S26, S27).
    """
    elsewhere = _counted_elsewhere(project, period)
    keys = [*elsewhere, *elsewhere.values(), NOBODY]
    sight = _sight_of(user, keys)
    given = set(support_of(period, kind).filter(participation__in=keys).values_list("participation", flat=True))
    together = {}
    for counted in sorted(set(elsewhere.values())):
        records = [counted, *sorted(late for late, early in elsewhere.items() if early == counted)]
        if holding := [key for key in records if key in given]:
            shown = _shown(counted, holding, *sight)
            together[shown] = frozenset(key for key in holding if key == shown or {key, shown} <= sight[0])
    people = people_supported(project, period, kind, base)
    if elsewhere:
        apart = people.exclude(pk__in=set(elsewhere.values()))
        people = Participation.objects.filter(pk__in=apart.values("pk")) | Participation.objects.filter(
            pk__in=list(together)
        )
    return Supported(people, together)


def _shown(counted: uuid.UUID, holding: Sequence[uuid.UUID], seen: set[uuid.UUID], hidden: set[uuid.UUID]) -> uuid.UUID:
    """Return by which record a person is met whose records ``holding`` hold support: mostly the one that counts."""
    within = [key for key in holding if key in seen]
    if within and counted in seen:
        return counted
    if within and (counted in hidden or counted not in holding):
        return within[0]
    return holding[0]


def _counted_elsewhere(project: GrantProject, period: Period) -> dict[uuid.UUID, uuid.UUID]:
    """Return for each record that gives way to another one of the same person the one that counts (one query)."""
    found = [(as_key(late), as_key(early)) for late, early in rows(twice(period), parameters(period, project))]
    giving_way = {late for late, _early in found}
    return {late: early for late, early in found if early not in giving_way}


def _sight_of(user: "User", keys: list[uuid.UUID]) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Return which of these participations ``user`` meets behind a figure, and of which nothing may be known."""
    here: QuerySet = Participation.objects.filter(pk__in=keys)
    same = {"pk": OuterRef("pk")}
    marked = here.annotate(
        is_seen=Exists(Participation.objects.visible_to(user, PEOPLE).filter(**same)),
        is_known=Exists(Participation.objects.not_hidden_from(user).filter(**same)),
    ).values_list("pk", "is_seen", "is_known")
    found = list(marked)
    return {key for key, seen, _known in found if seen}, {key for key, _seen, known in found if not known}
