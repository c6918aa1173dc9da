"""Emergency accesses: what an account asked for, who is told, what waits for whom (S28)."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from beneficiaries.enums import GlassState
from beneficiaries.models import Care, EmergencyAccess, Participation, Person
from beneficiaries.queries.merging import number_now
from beneficiaries.rules.breakglass import MONTH, TO_REVIEW
from portal.accounts.models import Membership, User
from portal.policy.access import Access, access_of, weighable
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject

ASK, OVERSEE = "ask_emergency_access", "review_emergency_access"
MOST_SHOWN = 50


def asked_lately(account: User, now: datetime.datetime) -> int:
    """Return how often an account asked within the last thirty days, whatever came of it (one query)."""
    return EmergencyAccess.objects.filter(account=account, asked_at__gt=now - MONTH).count()


def open_of(account: User, now: datetime.datetime) -> list[EmergencyAccess]:
    """Return what is open to the account at this moment, the newest first; no query for who never asked."""
    if account.emergency_until is None or account.emergency_until <= now:
        return []
    rows = EmergencyAccess.objects.filter(account=account, state=GlassState.OPEN, ends_at__gt=now)
    return list(rows.select_related("participation").order_by("-asked_at"))


def asked_for(account: User, number: str) -> Participation | None:
    """Return the participation with a number in the projects in which the account may ask, whoever may see it."""
    projects = access_of(account).scope(ASK).project_ids
    rows = Participation.objects.filter(grant_project__in=projects, number=number_now(projects, number))
    return rows.select_related("person", "grant_project").order_by("-grant_project__starts_on").first()


def overseers(
    grant_project: GrantProject, participation: Participation | None, asker: User, day: datetime.date
) -> list[User]:
    """Return whom an emergency access is told to: who reviews it for the project or for the person's organisations.

    Without a person the organisations are those of the asker. Never the asker, nor who is left without access.
    """
    denied = set(participation.person.denied_to.values_list("pk", flat=True)) if participation else set()
    bodies = _bodies(participation) if participation else {each.pk for each in access_of(asker).organisations}
    members = weighable(Membership.objects.valid_on(day).of_staff().filter(grant_project=grant_project))
    rows = members.filter(user__is_active=True).select_related("user", "organisation", "grant_project").order_by("user")
    found = {
        each.user.pk: each.user for each in rows if each.user.pk not in {*denied, asker.pk} and _oversees(each, bodies)
    }
    return list(found.values())


def to_review(reader: User) -> QuerySet[EmergencyAccess]:
    """Return what the account oversees, what waits first and then the newest (one query)."""
    rows = EmergencyAccess.objects.visible_to(reader, OVERSEE)
    return rows.select_related("account", "participation__person", "grant_project", "data_key", "reviewed_by")


def waiting_for(reader: User) -> QuerySet[EmergencyAccess]:
    """Return what waits for a review that the account may do, the most urgent first."""
    return to_review(reader).filter(state__in=TO_REVIEW).order_by("review_due", "asked_at")


def has_late_review(reader: User, grant_project: GrantProject, day: datetime.date) -> bool:
    """Tell whether a review that the account oversees is late (one query)."""
    return waiting_for(reader).filter(grant_project=grant_project, review_due__lt=day).exists()


def seen_people(reader: User, action: str, people: Iterable[Participation | None]) -> set[object]:
    """Return which of these participations (keys) the account may ``action`` otherwise (one query)."""
    keys = [each.pk for each in people if each]
    if not keys:
        return set()
    return set(Participation.objects.visible_to(reader, action).filter(pk__in=keys).values_list("pk", flat=True))


def accesses_over(now: datetime.datetime) -> QuerySet[EmergencyAccess]:
    """Return what is still marked open although its time is over."""
    return EmergencyAccess.objects.filter(state=GlassState.OPEN, ends_at__lte=now)


def open_to(account: User, person: Person) -> QuerySet[EmergencyAccess]:
    """Return the open accesses of an account to a person."""
    return EmergencyAccess.objects.filter(account=account, state=GlassState.OPEN, participation__person=person)


def _bodies(participation: Participation) -> set[int]:
    care = Care.objects.filter(person=participation.person_id, grant_project=participation.grant_project_id)  # type: ignore[misc]
    return set(care.values_list("organisation", flat=True))


def _oversees(role: Membership, bodies: set[int]) -> bool:
    clauses = Access([role]).scope(OVERSEE).clauses
    return any(
        each.reach is Reach.PROJECT or (each.reach is Reach.ORGANISATION and each.organisation in bodies)
        for each in clauses
    )
