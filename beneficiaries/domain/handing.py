"""People change hands while everybody stays: for good, or while others stand in for a colleague."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from beneficiaries.domain.caseload import evenly, write_shares
from beneficiaries.models import Care, HandedCare, HandOver
from beneficiaries.queries.colleagues import colleagues_of
from beneficiaries.queries.walls import walls_of
from portal.accounts.models import Organisation, User
from portal.clock import today
from portal.programmes.models import GrantProject

GIVEN_BACK = "given back"
Shares = Mapping[User, Sequence[Care]]


class NotInCharge(ValueError):
    """Somebody chosen is not in charge, or cannot be: what the page showed is no longer so. Nothing was written."""


@dataclass(frozen=True)
class Wish:
    """Which people of ``former`` (``None``: of nobody) go to whom; ``cares`` are keys of care records."""

    grant_project: GrantProject
    organisation: Organisation
    former: User | None
    cares: frozenset[int]
    to: tuple[User, ...]


@transaction.atomic
def planned(wish: Wish) -> Shares:
    """Return who would take over whom, evenly; nobody gets a person whom they must not know (S26, S27).

    The caller chooses ``cares`` among the people that the one who asks may see. Raises ``NotInCharge``.
    """
    able = {each.user_id for each in colleagues_of(wish.grant_project, [wish.organisation], today())}  # type: ignore[attr-defined]
    if any(each.pk not in able or each == wish.former for each in wish.to):
        raise NotInCharge
    here = Care.objects.filter(
        pk__in=wish.cares, grant_project=wish.grant_project, organisation=wish.organisation, caseworker=wish.former
    )
    people = list(here.select_for_update(of=("self",)).order_by("person__sort_key", "person", "pk"))
    if len(people) != len(wish.cares):
        raise NotInCharge
    return evenly(people, wish.to)


@transaction.atomic
def hand_over_people(wish: Wish, *, until_on: datetime.date | None, by: User, why: str) -> HandOver:
    """Let others take over; with ``until_on`` they stand in, and somebody lets the people go back afterwards.

    The way back and what both sides are told are kept; the reason stands in the trail alone. Raises ``NotInCharge``.
    """
    given = planned(wish)
    hand_over = HandOver.objects.create(
        grant_project=wish.grant_project, organisation=wish.organisation, former=wish.former,
        until_on=until_on if wish.former else None, handed_on=today(), handed_by=by,
    )  # fmt: skip
    HandedCare.objects.bulk_create(
        HandedCare(hand_over=hand_over, care=care, taken_by=taker) for taker, taken in given.items() for care in taken
    )
    write_shares(given, wish.grant_project, wish.organisation, wish.former, by=by, why=why)
    return hand_over


@transaction.atomic
def give_back(hand_over: HandOver, *, by: User) -> int:
    """End a substitution: people go back to whom they came from; return how many did.

    Whoever got somebody else in charge meanwhile stays there, and so does everybody whom the former colleague must
    not know, or when that colleague can be in charge no longer. A substitution ends once; again it changes nothing.
    """
    held = HandOver.objects.select_for_update(of=("self",)).select_related("organisation", "grant_project", "former")
    known = held.get(pk=hand_over.pk)
    if known.given_back_at is not None or known.until_on is None or known.former is None:
        return 0
    known.given_back_at = timezone.now()
    known.save(update_fields=["given_back_at"])
    back = _going_back(known)
    write_shares({known.former: back}, known.grant_project, known.organisation, None, by=by, why=GIVEN_BACK)
    return len(back)


def _going_back(hand_over: HandOver) -> list[Care]:
    former, project, organisation = hand_over.former, hand_over.grant_project, hand_over.organisation
    able = colleagues_of(project, [organisation], today())
    if former is None or former.pk not in {each.user_id for each in able}:  # type: ignore[attr-defined]
        return []
    handed = HandedCare.objects.filter(hand_over=hand_over).select_related("care")
    still = [each.care for each in handed if each.care.caseworker_id == each.taken_by_id]  # type: ignore[attr-defined]
    walls = walls_of({care.person_id for care in still})  # type: ignore[attr-defined]
    return [care for care in still if walls.let_through(former.pk, care.person_id)]  # type: ignore[attr-defined]
