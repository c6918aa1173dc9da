"""Whose case, and whose whole record, is kept no longer; and whose removal waits (R78, R79, S65)."""

import datetime
import uuid

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from beneficiaries.enums import RightDecision, RightKind, RightState
from beneficiaries.models import (
    EmergencyAccess,
    Guardianship,
    Participation,
    ParticipationVersion,
    Person,
    RetentionHold,
    RightsRequest,
)
from beneficiaries.rules.keeping import ACCESS_YEARS, CANDIDATE_MONTHS, CASE_MONTHS, ended_by
from beneficiaries.rules.rights import months_later
from portal.clock import local_day
from portal.programmes.archive import past_archive
from portal.retention.models import EndOfKeeping
from portal.retention.people import RECORD


def held_q(day: datetime.date) -> Q:
    """Return the condition of people whose data must not be removed on ``day``, whatever else is over.

    A restricted record (GDPR 18), an open request about own data, a hold that somebody placed and that has not ended.
    Records that were merged into one are held with it.
    """
    asked = RightsRequest.objects.filter(_mine(), ended_at=None)
    held = RetentionHold.objects.filter(_mine(), Q(until=None) | Q(until__gte=day), lifted_at=None)
    return Q(is_restricted=True) | Exists(asked) | Exists(held)


def cases_over(now: datetime.datetime) -> QuerySet[Person]:
    """Return people all of whose participations ended twelve months ago and whose case is still there, held or not.

    Somebody who takes part again after that has a case again, which ends again. Whoever waits for the first support in
    a project that has not ended has a case as well: the helpers of that project work with it (R79).
    """
    day = local_day(now)
    started = _facts(start_on__isnull=False)
    waiting = _facts(start_on=None, end_on=None, grant_project__ends_on__gte=day)
    people = _people().filter(Exists(started), ~Exists(started.filter(end_on=None)), ~Exists(waiting))
    last = _latest(started, "end_on")
    done = EndOfKeeping.objects.filter(person=OuterRef("pk"), at__date__gt=OuterRef("last_end"))
    over = people.annotate(last_end=Subquery(last)).filter(last_end__lte=ended_by(day, CASE_MONTHS))
    return over.filter(~Exists(done))


def records_over(now: datetime.datetime) -> QuerySet[Person]:
    """Return people whose whole record is kept no longer, held or not.

    Who received support: when the archive date of every project they took part in has passed, the computed one where
    the contract names none. Who never did: twelve months after the last thing known of them (R79), or once their
    request for erasure was granted and carried out and nothing was written since (GDPR 17); unless they stand for
    somebody whose record is kept.
    """
    day = local_day(now)
    done = EndOfKeeping.objects.filter(person=OuterRef("pk"), rule=RECORD)
    kept = ~Q(grant_project__in=past_archive(day))
    archived = Exists(_facts(kept))
    limit = ended_by(day, CANDIDATE_MONTHS)
    started = Exists(_facts(start_on__isnull=False))
    known = _latest(_facts(current=False), "recorded_at")
    people = _people().annotate(
        known_at=Greatest(Coalesce(Subquery(known, DateTimeField()), F("created_at")), F("created_at"))
    )
    asked = RightsRequest.objects.filter(
        _mine(),
        kind=RightKind.ERASURE,
        decision=RightDecision.GRANTED,
        state=RightState.DONE,
        ended_at__gte=OuterRef("known_at"),
    )
    over = Q(known_at__date__lte=limit) | Exists(asked) & _documents_nothing()
    candidate = ~started & over & ~Exists(_standing())
    return people.filter(~Exists(done)).filter((started & ~archived) | candidate)


def documents_nothing(person: uuid.UUID) -> bool:
    """Tell whether a person, and whoever was merged into them, never received support and stands for nobody (R79).

    Support that was taken back counts as well, and so does a start that a list wrote: either may stand in what the
    funder got.
    """
    return Person.objects.filter(_documents_nothing(), ~Exists(_standing()), pk=person).exists()


def free_of_holds(people: QuerySet[Person], now: datetime.datetime) -> QuerySet[Person]:
    """Leave out whose removal waits."""
    return people.exclude(held_q(local_day(now)))


def holds_in_force(day: datetime.date) -> QuerySet[RetentionHold]:
    """Return holds that were placed and are not over, the oldest first."""
    rows = RetentionHold.objects.filter(Q(until=None) | Q(until__gte=day), lifted_at=None)
    return rows.select_related("participation__person__data_key", "participation__grant_project", "placed_by").order_by(
        "placed_at"
    )


def old_accesses(now: datetime.datetime) -> QuerySet[EmergencyAccess]:
    """Return emergency accesses of long ago."""
    return EmergencyAccess.objects.filter(asked_at__date__lt=months_later(local_day(now), -12 * ACCESS_YEARS))


def with_merged(people: QuerySet[Person] | list[Person]) -> list[Person]:
    """Return these people with the records that were merged into them, their keys at hand."""
    keys = [person.pk for person in people]
    return list(
        Person.objects.select_related("data_key").filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by("pk")
    )


def taking_part(people: list[Person]) -> QuerySet[Participation]:
    """Return the participations of these people."""
    return Participation.objects.filter(person__in=people)


def _people() -> QuerySet[Person]:
    return Person.objects.filter(merged_into=None)


def _mine() -> Q:
    """Return the condition of what is about the person of the outer query, or about records merged into it."""
    return Q(participation__person=OuterRef("pk")) | Q(participation__person__merged_into=OuterRef("pk"))


def _standing() -> QuerySet[Guardianship]:
    """Return for whom the person of the outer query stands whose record is kept."""
    ended = EndOfKeeping.objects.filter(rule=RECORD).values("person")
    return Guardianship.objects.filter(guardian=OuterRef("pk")).exclude(child__in=ended)


def _documents_nothing() -> Q:
    begun = Q(start_on__isnull=False) | Q(written_start__isnull=False)
    return ~Q(Exists(_facts(begun, current=False)))


def _facts(*conditions: Q, current: bool = True, **values: object) -> QuerySet[ParticipationVersion]:
    """Return versions of participations of the person of the outer query, and of records merged into it."""
    rows = ParticipationVersion.objects.current() if current else ParticipationVersion.objects.all()
    return rows.filter(_mine(), *conditions, **values)


def _latest(rows: QuerySet[ParticipationVersion], name: str) -> QuerySet:
    """Return the latest value of a field over these rows, as a subquery."""
    return rows.order_by(f"-{name}").values(name)[:1]
