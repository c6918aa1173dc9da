"""What may go “to the parent”: only between the days, under no court restriction, and while the child is one."""

import datetime
from dataclasses import dataclass, replace

import pytest

from beneficiaries.enums import FamilyRole
from beneficiaries.rules.families import is_child, may_be_contacted, may_be_told, proposed_role, shows_address

DAY = datetime.date(2026, 9, 15)


@dataclass(frozen=True)
class Somebody:
    birth_date: datetime.date
    is_confidential: bool = False


@dataclass(frozen=True)
class Link:
    contact_allowed: bool = True
    information_allowed: bool = True
    court_restriction: bool = False
    valid_from: datetime.date = datetime.date(2026, 1, 5)
    valid_until: datetime.date | None = None
    guardian: Somebody | None = None


CHILD = Somebody(datetime.date(2016, 5, 1))


def test_allowed_guardian_of_a_child_is_told_and_contacted():
    assert may_be_told(Link(), CHILD, DAY)
    assert may_be_contacted(Link(), CHILD, DAY)


@pytest.mark.parametrize(
    "link",
    [
        Link(court_restriction=True),
        Link(valid_from=datetime.date(2026, 9, 16)),
        Link(valid_until=datetime.date(2026, 9, 14)),
    ],
    ids=["court", "not yet", "no longer"],
)
def test_nothing_goes_to_a_guardian_who_is_restricted_or_out_of_time(link):
    assert not may_be_told(link, CHILD, DAY)
    assert not may_be_contacted(link, CHILD, DAY)


def test_each_flag_opens_its_own_thing():
    assert not may_be_told(Link(information_allowed=False), CHILD, DAY)
    assert may_be_contacted(Link(information_allowed=False), CHILD, DAY)
    assert may_be_told(Link(contact_allowed=False), CHILD, DAY)
    assert not may_be_contacted(Link(contact_allowed=False), CHILD, DAY)


def test_last_day_still_counts():
    assert may_be_told(replace(Link(), valid_until=DAY, valid_from=DAY), CHILD, DAY)


@pytest.mark.parametrize(("born", "told"), [((2008, 9, 16), True), ((2008, 9, 15), False), ((1990, 1, 1), False)])
def test_from_the_eighteenth_birthday_nobody_is_told_any_more(born, told):
    person = Somebody(datetime.date(*born))
    assert may_be_told(Link(), person, DAY) is told
    assert is_child(person, DAY) is told


@pytest.mark.parametrize(
    ("guardian", "told"), [(None, False), (Somebody(DAY), False), (Somebody(DAY, is_confidential=True), True)]
)
def test_of_a_confidential_child_only_who_is_kept_so_as_well_is_told(guardian, told):
    child = replace(CHILD, is_confidential=True)
    assert may_be_told(Link(guardian=guardian), child, DAY) is told
    assert may_be_contacted(Link(guardian=guardian), child, DAY) is told


def test_role_is_proposed_by_age():
    assert proposed_role(CHILD, DAY) == FamilyRole.CHILD
    assert proposed_role(Somebody(datetime.date(1990, 1, 1)), DAY) == FamilyRole.ADULT


@pytest.mark.parametrize(
    ("is_confidential", "is_cautious", "shown"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_nobody_who_hides_inherits_an_address(is_confidential, is_cautious, shown):
    assert shows_address(is_confidential=is_confidential, is_cautious=is_cautious) is shown
