"""Who has ended without a finding that counts, by what is left of the result window; who was never assessed."""

import datetime
from collections.abc import Callable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.people import in_force, views
from cases.enums import Stage
from cases.models import NeedsDiagnosis
from cases.queries.facts import has_no_finding
from portal.accounts.models import User
from portal.policy.access import access_of
from portal.programmes.models import GrantProject

FINDING, DIAGNOSIS = "record_finding", "record_diagnosis"


def without_finding(user: User, day: datetime.date, *, in_care: bool) -> tuple[QuerySet, QuerySet]:
    """Return who ended without a finding that counts: those who still have days left for it, and the others (R40).

    ``in_care``: only one's own people and those of nobody. The first have the nearest last day first, the others the
    latest end.
    """
    projects = access_of(user).projects(FINDING)
    people = _people(user, FINDING, in_care=in_care).filter(_any(projects, lambda each: has_no_finding(each, day)))
    still_open = _any(projects, lambda each: Q(in_force__end_on__gte=day - window(each)))
    return (
        people.filter(still_open).order_by("in_force__end_on", "sort_key", "pk"),
        people.exclude(still_open).order_by("-in_force__end_on", "sort_key", "pk"),
    )


def without_assessment(user: User, day: datetime.date) -> QuerySet:
    """Return those in one's care who take part and were never assessed, the earliest start first."""
    first = NeedsDiagnosis.objects.current().filter(participation=OuterRef("pk"), stage=Stage.ENTRY)  # type: ignore[attr-defined]
    people = _people(user, DIAGNOSIS, in_care=True).filter(views(day)["taking-part"], ~Exists(first))
    return people.order_by("in_force__start_on", "sort_key", "pk")


def window(project: GrantProject) -> datetime.timedelta:
    """Return the length of the result window of a project."""
    return datetime.timedelta(days=project.result_window_days)


def _people(user: User, action: str, *, in_care: bool) -> QuerySet:
    people = Participation.objects
    seen = people.in_care_of(user, action) if in_care else people.visible_to(user, action).with_charge(user)
    return seen.annotate(in_force=in_force()).select_related("person", "in_force", "grant_project")


def _any(projects: Sequence[GrantProject], condition: Callable[[GrantProject], Q]) -> Q:
    found = Q(pk__in=[])
    for each in projects:
        found |= Q(condition(each), grant_project=each.pk)
    return found
