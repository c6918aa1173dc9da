"""Whom somebody who keeps a roll can add to it: whom they may see, and whom they teach in another group."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.people import in_force
from beneficiaries.queries.search import matches
from portal.policy.access import access_of
from services.models import Enrolment, Meeting
from services.queries.attendance import KEEP

if TYPE_CHECKING:
    from portal.accounts.models import User


def to_add(user: "User", meeting: Meeting, words: str, most: int) -> list[Participation]:
    """Return at most ``most`` people who fit a number or a name, in the order of names.

    Nobody is found who is hidden from ``user`` (S26, S27); for who teaches, only who has or had a place with them. One
    query, one more for a number.
    """
    project = meeting.activity.grant_project
    found = _within(user, meeting).filter(Q(number=words.strip().upper()) | matches(words, project))
    return list(found.order_by("person__sort_key", "pk")[:most])


def one_to_add(user: "User", meeting: Meeting, number: str) -> Participation | None:
    """Return the person with this number, if they can be added (one query)."""
    return _within(user, meeting).filter(number=number.strip().upper()).first()


def _within(user: "User", meeting: Meeting) -> QuerySet[Participation]:
    project = meeting.activity.grant_project
    seen = Q(pk__in=Participation.objects.visible_to(user, KEEP).values("pk"))
    if access_of(user).may(KEEP, project):
        places = Enrolment.objects.filter(participation=OuterRef("pk"), activity__teacher=user.pk)
        known = Participation.objects.not_hidden_from(user).filter(Exists(places))
        seen |= Q(pk__in=known.values("pk"))
    people: QuerySet = Participation.objects.filter(seen, grant_project=project)
    return (
        people.annotate(in_force=in_force())
        .select_related("person__data_key", "grant_project", "in_force__target_group")
        .defer("person__search_key", "person__sort_key")
    )
