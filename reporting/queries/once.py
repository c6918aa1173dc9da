"""Records of one person that stand twice in a project: which one counts, as far as an account may know of it (R34).

Whoever may know of both is told that the later one adds nothing. Who may not know of the earlier one meets the later
one in its place: otherwise the lists would tell what neither form nor record tells (S26, S27).
"""

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.candidates import NOBODY, as_key
from portal.programmes.models import GrantProject, TargetGroup
from reporting.queries.behind import PEOPLE
from reporting.queries.facts import parameters, rows, twice
from reporting.queries.people import counted_by_own_facts, people_counted
from reporting.rules import Indicator, Period

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
