"""Whose case, or whole record, two people let the night remove; who may be the second (S65)."""

import datetime
from collections.abc import Callable, Collection, Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from beneficiaries.models import Participation, Person
from beneficiaries.queries.keeping import cases_over, free_of_holds, records_over
from portal.accounts.models import User
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject
from portal.releasing import ALONE_AFTER, Standing
from portal.retention.models import RELEASE_LASTS, EndOfKeeping, ReleaseDecision, ReleasedPerson, RetentionRelease
from portal.retention.people import CASE, RECORD

MANAGE = "manage_retention"
OVER: Mapping[str, Callable[[datetime.datetime], QuerySet[Person]]] = {CASE: cases_over, RECORD: records_over}
RUNNING = frozenset({Standing.WAITING, Standing.SOON, Standing.OPEN})


def due_people(rule: str, now: datetime.datetime) -> QuerySet[Person]:
    """Return people whose case, or record, is due and not held, released or not."""
    return free_of_holds(OVER[rule](now), now)


def released(rule: str, now: datetime.datetime) -> QuerySet[Person]:
    """Return of those whom a release covers that holds now: nobody else's goes."""
    return due_people(rule, now).filter(_covered_by(rule, now, {Standing.OPEN}))


def to_ask_for(rule: str, projects: Collection[int], now: datetime.datetime) -> QuerySet[Person]:
    """Return people who are due, take part in no other project than these, and for whom nobody has asked yet."""
    elsewhere = Participation.objects.filter(_of_person()).exclude(grant_project__in=projects)
    return due_people(rule, now).filter(~Exists(elsewhere), ~_covered_by(rule, now, RUNNING))


def releases(rule: str, now: datetime.datetime) -> list[RetentionRelease]:
    """Return the releases of a rule that are not long over, the latest first, with what was decided (two queries)."""
    since = now - 2 * RELEASE_LASTS - ALONE_AFTER
    rows = RetentionRelease.objects.filter(rule=rule, asked_at__gt=since).select_related("asked_by")
    return list(rows.prefetch_related("decisions__decided_by").order_by("-asked_at", "-pk"))


def removed_of(made: Collection[RetentionRelease]) -> dict[object, int]:
    """Return of how many people each release has been carried out (one query)."""
    ends = EndOfKeeping.objects.filter(
        Q(rule=OuterRef("release__rule")) | Q(rule=RECORD),
        person=OuterRef("person"),
        at__gte=OuterRef("release__asked_at"),
    )
    rows = ReleasedPerson.objects.filter(Exists(ends), release__in=made)
    return dict(rows.values("release").annotate(people=Count("pk")).values_list("release", "people"))


def covered_people(release: RetentionRelease) -> QuerySet[Person]:
    """Return the people whom a release covers."""
    return Person.objects.filter(pk__in=ReleasedPerson.objects.filter(release=release).values("person"))


def projects_of(release: RetentionRelease) -> list[GrantProject]:
    """Return the projects in which people whom a release covers take part."""
    people = covered_people(release).values("pk")
    mine = Participation.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people))
    return list(GrantProject.objects.filter(pk__in=mine.values("grant_project")).order_by("code"))


def others_who_confirm(release: RetentionRelease, day: datetime.date) -> list[User]:
    """Return the accounts beside the one that asked which may confirm: their right reaches every project concerned.

    Of people who take part in no project it is whoever has the right in any.
    """
    projects = projects_of(release)
    held = [_holders(each, day) for each in projects or GrantProject.objects.all()]
    keys = set.intersection(*map(set, held)) if projects else set().union(*held)
    keys.discard(release.asked_by_id)  # type: ignore[attr-defined]
    return [
        user for key, user in sorted({key: user for each in held for key, user in each.items()}.items()) if key in keys
    ]


def confirmed_alone(projects: Collection[int]) -> QuerySet[ReleaseDecision]:
    """Return confirmations behind which no second person stands, the latest first."""
    people = ReleasedPerson.objects.filter(release=OuterRef(OuterRef("release"))).values("person")
    mine = Participation.objects.filter(Q(person__in=people) | Q(person__merged_into__in=people))
    rows = ReleaseDecision.objects.filter(Exists(mine.filter(grant_project__in=projects)) | ~Exists(mine))
    return rows.exclude(alone_reason="").select_related("release", "decided_by").order_by("-decided_at")


def _holders(project: GrantProject, day: datetime.date) -> dict[int, User]:
    held = reaching(MANAGE, project, day)
    return {each.user.pk: each.user for each, reach in held if reach is Reach.PROJECT}


def _of_person() -> Q:
    return Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))


def _covered_by(rule: str, now: datetime.datetime, standings: Collection[Standing]) -> Exists:
    made = [each.pk for each in releases(rule, now) if each.standing(now) in standings]
    return Exists(ReleasedPerson.objects.filter(release__in=made, person=OuterRef("pk")))
