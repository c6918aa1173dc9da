"""Two records side by side, merges and what they lead to, as one account may see them (S21, S26, S27)."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicatePair, HouseholdMember, Participation, Person, PersonMerge
from beneficiaries.queries.people import in_force
from portal.policy.access import access_of
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

RIGHT = "merge_people"
CONTACT = "view_person_contact"


@dataclass(frozen=True)
class Record:
    """One of two records: the person, where they take part (each with ``in_force``), with whom they live."""

    person: Person
    taking_part: Sequence[Participation]
    household: uuid.UUID | None
    living_with: Sequence[str]

    @property
    def number(self) -> str:
        """The number by which colleagues know the record; blank for somebody who takes part in nothing."""
        return self.taking_part[0].number if self.taking_part else ""

    def in_project(self, project: Any) -> Participation | None:
        """Return the participation in a project (its key)."""
        return next((each for each in self.taking_part if each.grant_project_id == project), None)  # type: ignore[attr-defined]

    @property
    def since(self) -> tuple[Any, ...]:
        """What tells which record is the older one: the first support, then when it was made."""
        starts = [each.in_force.start_on for each in self.taking_part if each.in_force and each.in_force.start_on]  # type: ignore[attr-defined]
        return (not starts, *sorted(starts)[:1], self.person.created_at, self.person.pk)


def pairs_to_merge(user: "User") -> QuerySet[DuplicatePair]:
    """Return the pairs that wait and of which the account may merge both people and read how to reach them."""
    pairs = DuplicatePair.objects.visible_to(user, RIGHT).visible_to(user, CONTACT)  # type: ignore[attr-defined]
    return pairs.filter(state=DuplicateState.OPEN).order_by("-score", "pk")


def records_of(user: "User", pair: DuplicatePair) -> tuple[Record, Record]:
    """Return both records of a pair, the older one first: it is proposed as the one that stays (three queries)."""
    people = (pair.first, pair.second)
    shown = Participation.objects.visible_to(user, RIGHT).filter(person__in=people).annotate(in_force=in_force())
    known = shown.select_related("grant_project", "in_force__target_group")
    taking_part = list(known.order_by("-grant_project__starts_on", "pk"))
    homes = dict(HouseholdMember.objects.present().filter(person__in=people).values_list("person", "household"))  # type: ignore[attr-defined]
    living = _living_with(user, homes)
    found = [
        Record(
            person, [each for each in taking_part if each.person_id == person.pk], homes.get(person.pk),  # type: ignore[attr-defined]
            [name for other, home, name in living if home == homes.get(person.pk) and other != person.pk],
        )
        for person in people
    ]  # fmt: skip
    older, later = sorted(found, key=lambda record: record.since)
    return older, later


def place_in_line(user: "User", pair: DuplicatePair) -> tuple[int, int, uuid.UUID | None]:
    """Return which of how many waiting pairs this is, and the next one (one query)."""
    waiting = list(pairs_to_merge(user).values_list("pk", flat=True)[:MOST_IN_LINE])
    place = waiting.index(pair.pk) if pair.pk in waiting else 0
    following = waiting[place + 1 :] or waiting[:place]
    return place + 1, len(waiting), following[0] if following else None


MOST_IN_LINE = 500


def merge_of(user: "User", pair: uuid.UUID) -> PersonMerge | None:
    """Return the merge in force that a pair led to, if the account may see it."""
    merges = PersonMerge.objects.visible_to(user, RIGHT).in_force()  # type: ignore[attr-defined]
    made = Q(kept__in=_of_pair(pair, "first"), gone__in=_of_pair(pair, "second"))
    return merges.filter(made | Q(kept__in=_of_pair(pair, "second"), gone__in=_of_pair(pair, "first"))).first()


def merges_into(person: Any) -> QuerySet[PersonMerge]:
    """Return the merges in force into a person, the latest first."""
    return PersonMerge.objects.in_force().filter(kept=person).select_related("by").order_by("-at")  # type: ignore[attr-defined]


def number_now(grant_projects: Iterable[GrantProject | int], number: str) -> str:
    """Return the number under which the person of a number is found: that of the record which stayed (one query).

    The number itself when nothing was merged, or nobody has it; whoever asks reads the record through ``visible_to``.
    """
    merged = Participation.objects.filter(grant_project__in=list(grant_projects), number=number)
    stayed = "person__merged_into__participations"
    here = merged.filter(**{f"{stayed}__grant_project": F("grant_project")})
    return here.values_list(f"{stayed}__number", flat=True).first() or number


def record_that_stayed(user: "User", action: str, number: str) -> str:
    """Return the number of the record into which that of a number was merged, if the account may see it; or blank."""
    stayed = number_now(access_of(user).scope(action).project_ids, number) if "\0" not in number else number
    shown = Participation.objects.visible_to(user, action).filter(number=stayed)
    return stayed if stayed != number and shown.exists() else ""


def _of_pair(pair: uuid.UUID, side: str) -> QuerySet:
    return DuplicatePair.objects.filter(pk=pair).values(side)


def _living_with(user: "User", homes: dict[Any, Any]) -> list[tuple[Any, Any, str]]:
    """Return who lives in these households, as far as the account sees them."""
    members = HouseholdMember.objects.visible_to(user).filter(household__in=set(homes.values()))  # type: ignore[attr-defined]
    found = members.select_related("person").order_by("person__birth_date", "pk")
    return [(each.person_id, each.household_id, each.person.full_name) for each in found]
