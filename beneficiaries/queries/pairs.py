"""Pairs that may be one person, as one account sees them (S21, S26, S27)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.enums import DuplicateState
from beneficiaries.models import Care, DuplicatePair, Participation, Person
from portal.programmes.models import GrantProject

if TYPE_CHECKING:
    from portal.accounts.models import User

DECIDE = "decide_duplicates"


@dataclass(frozen=True)
class ListedPair:
    """A pair with the records of both people that the account may open.

    ``shows_names``: one organisation looks after both, so nobody learns by the list whom another one knows; otherwise
    numbers stand for names (S21).
    """

    pair: DuplicatePair
    records: tuple[Participation | None, Participation | None]
    shows_names: bool


def pairs_in_line(user: "User", state: str = DuplicateState.OPEN) -> QuerySet[DuplicatePair]:
    """Return the pairs in this state of which the account may decide, the likeliest first."""
    pairs = DuplicatePair.objects.visible_to(user, DECIDE).filter(state=state)  # type: ignore[attr-defined]
    return pairs.select_related("first", "second", "decided_by").order_by("-score", "pk")


def waiting_pair_of(user: "User", person: Any) -> DuplicatePair | None:
    """Return the likeliest pair that waits for a decision about a person, as far as the account sees both."""
    return pairs_in_line(user).filter(Q(first=person) | Q(second=person)).first()


def listed_pairs(user: "User", pairs: Sequence[DuplicatePair]) -> list[ListedPair]:
    """Return pairs with the numbers of both people (two queries)."""
    people = {person for pair in pairs for person in (pair.first_id, pair.second_id)}  # type: ignore[attr-defined]
    records = _records(user, people)
    cared: dict[Any, set[int]] = {}
    for person, organisation in Care.objects.filter(person__in=people).values_list("person", "organisation"):
        cared.setdefault(person, set()).add(organisation)
    return [
        ListedPair(
            pair,
            (records.get(pair.first_id), records.get(pair.second_id)),  # type: ignore[attr-defined]
            bool(cared.get(pair.first_id, set()) & cared.get(pair.second_id, set())),  # type: ignore[attr-defined]
        )
        for pair in pairs
    ]


def _records(user: "User", people: Iterable[Any]) -> dict[Any, Participation]:
    """Return for each person the latest record that the account may open."""
    records = Participation.objects.visible_to(user, DECIDE).filter(person__in=people).order_by("created_at", "pk")
    return {record.person_id: record for record in records}  # type: ignore[attr-defined]


def has_possible_duplicate(project: GrantProject) -> Q:
    """Return the condition that somebody else of the project may be the same person, and nobody decided.

    Of people who are hidden from anybody nothing is said here: a note is read by all who see the other one (S26, S27).
    Pairs are asked for first: few people are in one, and a database weighs conditions in the order in which they stand.
    """
    open_pairs = DuplicatePair.objects.filter(state=DuplicateState.OPEN)
    seen = seen_by_all(project)
    in_a_pair = Q(Exists(open_pairs.filter(first=OuterRef("person"), second__in=seen))) | Q(
        Exists(open_pairs.filter(second=OuterRef("person"), first__in=seen))
    )
    return in_a_pair & Q(Exists(seen.filter(pk=OuterRef("person"))))


def seen_by_all(project: GrantProject) -> QuerySet[Person]:
    """Return the people of a project of whom everybody of the staff may know."""
    taking_part = Participation.objects.filter(grant_project=project, person=OuterRef("pk"))
    return Person.objects.filter(Exists(taking_part), is_confidential=False, denied_to__isnull=True)
