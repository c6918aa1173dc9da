"""What indicators count beside people who take part: visitors, trained staff, institutions, products (R33, R37).

Each is read from its facts as known at the moment of the period, and the rows behind a figure are the very rows that
are counted. None is ever added to people.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from beneficiaries.enums import Sex
from portal.programmes.models import GrantProject
from reporting.enums import Whom
from reporting.rules import Figure, Indicator, Period
from services.models import HeadCount, Institution, Product, TrainedPerson

Figures = tuple[Figure, Figure]
"""In the period, and up to its end."""


def figures_beside(project: GrantProject, period: Period, indicators: Iterable[Indicator]) -> dict[str, Figures]:
    """Return the figures of what these indicators count beside people: one query for each kind that is asked for."""
    asked = {indicator.counts for indicator in indicators} & COUNTING.keys()
    return {whom: COUNTING[whom](project, period) for whom in sorted(asked)}


def trained_by(project: GrantProject, period: Period) -> QuerySet[TrainedPerson]:
    """Return who was trained up to the end of the period, with the day of the first training and how many there are."""
    holds = _in_force(period, "trainings__") & Q(trainings__day__lte=period.ends_on)
    people = TrainedPerson.objects.filter(grant_project=project)
    dated = people.annotate(first_on=Min("trainings__day", filter=holds), times=Count("trainings", filter=holds))
    return dated.filter(first_on__isnull=False).order_by("number")


def institutions_by(project: GrantProject, period: Period) -> QuerySet[Institution]:
    """Return the institutions that take part up to the end of the period."""
    rows = Institution.objects.filter(_in_force(period), grant_project=project, day__lte=period.ends_on)
    return rows.order_by("town", "name", "pk")


def products_by(project: GrantProject, period: Period) -> QuerySet[Product]:
    """Return the products that were finished up to the end of the period."""
    rows = Product.objects.filter(_in_force(period), grant_project=project, day__lte=period.ends_on)
    return rows.order_by("day", "title", "pk")


def _visitors(project: GrantProject, period: Period) -> Figures:
    rows = HeadCount.objects.filter(
        _in_force(period), meeting__activity__grant_project=project, held_on__lte=period.ends_on
    )
    return _summed(rows, Sum, "visitors", Q(held_on__gte=period.starts_on))


def _trained(project: GrantProject, period: Period) -> Figures:
    people = trained_by(project, period)
    inside = Q(first_on__gte=period.starts_on)
    women, men = Q(sex=Sex.WOMAN), Q(sex=Sex.MAN)
    found = people.aggregate(
        women=Count("pk", filter=women & inside), men=Count("pk", filter=men & inside),
        all_women=Count("pk", filter=women), all_men=Count("pk", filter=men),
    )  # fmt: skip
    return _by_sex(found["women"], found["men"]), _by_sex(found["all_women"], found["all_men"])


def _institutions(project: GrantProject, period: Period) -> Figures:
    return _summed(institutions_by(project, period), Count, "pk", Q(day__gte=period.starts_on))


def _products(project: GrantProject, period: Period) -> Figures:
    return _summed(products_by(project, period), Sum, "pieces", Q(day__gte=period.starts_on))


def _summed(rows: QuerySet[Any], how: Any, column: str, inside: Q) -> Figures:
    found = rows.aggregate(inside=how(column, filter=inside), so_far=how(column))
    return Figure(None, None, found["inside"] or 0), Figure(None, None, found["so_far"] or 0)


def _by_sex(women: int, men: int) -> Figure:
    return Figure(women, men, women + men)


def _in_force(period: Period, of: str = "") -> Q:
    """Return the condition that a version is in force: now, or at the moment of knowledge of the period."""
    if period.known_on is None:
        return Q(**{f"{of}superseded_at__isnull": True})
    later = Q(**{f"{of}superseded_at__isnull": True}) | Q(**{f"{of}superseded_at__gt": period.known_on})
    return later & Q(**{f"{of}recorded_at__lte": period.known_on})


COUNTING: dict[str, Callable[[GrantProject, Period], Figures]] = {
    Whom.VISITORS: _visitors, Whom.TRAINED_STAFF: _trained, Whom.INSTITUTIONS: _institutions, Whom.PRODUCTS: _products,
}  # fmt: skip
"""How each of them is counted."""
