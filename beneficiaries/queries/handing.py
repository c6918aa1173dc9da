"""Hand-overs: those with a way back, and those about which somebody is told."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from beneficiaries.models import Care, HandedCare, HandOver, Person
from portal.accounts.models import Organisation
from portal.policy.access import access_of
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

ASSIGN, SEEN_BY_TAKERS = "assign_caseworker", "list_people"
TOLD_FOR = datetime.timedelta(days=14)
"""How long both sides are told of people who changed hands for good."""


def substitutions(grant_project: GrantProject, bodies: Iterable[Organisation]) -> list[HandOver]:
    """Return the substitutions that have not ended, those that end first at the head (one query)."""
    found = HandOver.objects.filter(
        grant_project=grant_project, organisation__in=[body.pk for body in bodies], until_on__isnull=False,
        given_back_at=None, former__isnull=False,
    )  # fmt: skip
    return list(found.select_related("former", "organisation").order_by("until_on", "handed_on", "pk"))


def handed_of(hand_overs: Iterable[HandOver]) -> list[HandedCare]:
    """Return the people of these hand-overs with who took them over (one query)."""
    keys = [each.pk for each in hand_overs]
    handed = HandedCare.objects.filter(hand_over__in=keys).select_related("taken_by")
    return list(handed.order_by("taken_by__name", "pk"))


def told_to(account: "User", day: datetime.date) -> list[tuple[HandOver, list[HandedCare]]]:
    """Return the hand-overs in which ``account`` gave or took people or has to end, with those it may see.

    Substitutions are told until they end, the others for two weeks; whoever decides is told only when the last day
    has come (two queries).
    """
    deciding = access_of(account).scope(ASSIGN)
    touched = HandedCare.objects.filter(
        Q(hand_over__until_on__isnull=False) | Q(hand_over__handed_on__gt=day - TOLD_FOR),
        Q(hand_over__former=account)
        | Q(taken_by=account)
        | Q(hand_over__until_on__lte=day, care__in=Care.objects.filter(deciding.as_q(account))),
        hand_over__given_back_at=None,
    )
    visible = Person.objects.visible_to(account, SEEN_BY_TAKERS)
    rows = touched.filter(care__person__in=visible).select_related(
        "hand_over__former", "hand_over__organisation", "hand_over__grant_project", "taken_by"
    )
    found: dict[HandOver, list[HandedCare]] = {}
    for each in rows.order_by("hand_over__until_on", "hand_over__handed_on", "hand_over", "pk"):
        found.setdefault(each.hand_over, []).append(each)
    return list(found.items())
