"""The families of the invented project: who lives together, and which parents stand for which child."""

from collections.abc import Iterable
from itertools import groupby

from beneficiaries.enums import GuardianKind
from beneficiaries.models import Guardianship, Household, HouseholdMember, Person
from beneficiaries.rules.families import is_child, proposed_role
from portal.crypto.models import DataKey
from tryout.rules.calendar import DAY, TODAY
from tryout.rules.stories import Story

SINCE = DAY(2025, 1, 1)
YOUNGEST = 2018
"""Only children born from then on have a parent elsewhere under a court restriction."""
ELSEWHERE = "Drugi rodzic (dane w aktach)"
COURT = "Orzeczenie sądu rodzinnego: zakaz kontaktów z dzieckiem."


def write_households(told: Iterable[Story], people: dict[int, Person]) -> None:
    """Put everybody who is not alone into the household of the family, with an address; children get guardians."""
    known = [(story.person, people[id(story)]) for story in told if id(story) in people]
    by_family = lambda pair: pair[0].family  # noqa: E731
    for _number, members in groupby(sorted(known, key=by_family), by_family):
        home = list(members)
        if len(home) > 1:
            _write([person for _who, person in home], f"{home[0][0].street}, {home[0][0].postcode} Sopot")
            _stand_for_children([person for _who, person in home])


def _write(people: list[Person], address: str) -> None:
    key = DataKey.fresh()
    key.save()
    household = Household(data_key=key, address=address)
    household.save(force_insert=True)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            household=household, person=each, role=proposed_role(each, TODAY), since=max(SINCE, each.birth_date)
        )
        for each in people
    )


def _stand_for_children(people: list[Person]) -> None:
    """Let the adults young enough to be parents stand for the children."""
    children = [each for each in people if is_child(each, TODAY)]
    adults = [each for each in people if not is_child(each, TODAY)]
    links = [
        Guardianship(
            child=child, guardian=adult, kind=GuardianKind.PARENT, valid_from=max(SINCE, child.birth_date),
            contact_allowed=True, information_allowed=True,
        )
        for child in children
        for adult in adults
        if 16 <= child.birth_date.year - adult.birth_date.year <= 45  # noqa: PLR2004 - years of age of a parent
    ]  # fmt: skip
    if (
        len(children) == len(adults) == 1 and children[0].birth_date.year >= YOUNGEST
    ):  # the other parent lives elsewhere: something to see in the try-out
        links.append(
            Guardianship(
                child=children[0], outside_name=ELSEWHERE, kind=GuardianKind.PARENT,
                valid_from=max(SINCE, children[0].birth_date), court_restriction=True, restriction_words=COURT,
            )
        )  # fmt: skip
    Guardianship.objects.bulk_create(links)
