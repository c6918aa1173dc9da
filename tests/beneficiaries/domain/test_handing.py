"""People change hands for good or for a while, and go back."""

import datetime
from collections import Counter

import pytest

from beneficiaries.domain.handing import NotInCharge, Wish, give_back, hand_over_people, planned
from beneficiaries.models import Care, HandedCare
from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.audit.models import AuditEvent
from portal.clock import today
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_person

AWAY = datetime.timedelta(days=7)


@pytest.fixture
def pile(city, sopot, caseworker_city):
    """Four people of one caseworker."""
    return [make_care(make_person(), city, sopot, caseworker_city) for _ in range(4)]


@pytest.fixture
def second(city, sopot):
    return make_member(Role.CASEWORKER, city, sopot, "Anna Bąk")


@pytest.fixture
def third(city, sopot):
    return make_member(Role.CASEWORKER, city, sopot, "Olga Cis")


@pytest.fixture
def wish(city, sopot, caseworker_city, pile):
    def made(*to, cares=pile, **other):
        values = {"grant_project": sopot, "organisation": city, "former": caseworker_city}
        return Wish(cares=frozenset(care.pk for care in cares), to=to, **{**values, **other})

    return made


def in_charge() -> Counter:
    return Counter(Care.objects.values_list("caseworker__name", flat=True))


def test_some_of_the_people_go_to_one_and_the_others_stay(wish, pile, second, coordinator):
    hand_over_people(wish(second, cares=pile[:1]), until_on=None, by=coordinator, why="other duties")
    assert in_charge() == {"Anna Bąk": 1, "Marta Zielińska": 3}


def test_several_share_evenly_with_what_they_carry_already(wish, city, sopot, second, third, coordinator):
    for _ in range(2):
        make_care(make_person(), city, sopot, second)
    hand_over_people(wish(second, third), until_on=None, by=coordinator, why="leave")
    assert in_charge() == {"Anna Bąk": 3, "Olga Cis": 3}


def test_plan_writes_nothing(wish, second):
    given = planned(wish(second))
    assert {user.name: len(taken) for user, taken in given.items()} == {"Anna Bąk": 4}
    assert in_charge() == {"Marta Zielińska": 4}


def test_each_who_takes_over_is_one_event_with_people_and_reason(wish, pile, second, coordinator, caseworker_city):
    hand_over_people(wish(second), until_on=None, by=coordinator, why="leave")
    event = AuditEvent.objects.get(object_type="user", object_id=str(second.pk))
    assert (event.actor, event.reason, event.detail) == (
        coordinator,
        "leave",
        {"caseload": 4, "from": caseworker_city.pk},
    )
    assert set(event.subjects) == {str(care.person_id) for care in pile}


def test_nobody_gets_a_person_whom_they_must_not_know(wish, pile, second, third, coordinator):
    pile[0].person.denied_to.add(second, third)
    pile[1].person.denied_to.add(second)
    confidential = pile[2].person
    confidential.is_confidential = True
    confidential.save()
    confidential.confidential_to.add(second)
    hand_over_people(wish(second, third), until_on=None, by=coordinator, why="leave")
    taken = dict(Care.objects.values_list("pk", "caseworker__name"))
    assert [taken[care.pk] for care in pile[:3]] == ["Marta Zielińska", "Olga Cis", "Anna Bąk"]


@pytest.mark.parametrize("who", ["caseworker_foundation", "coordinator", "caseworker_city"])
def test_whoever_cannot_be_in_charge_there_is_refused_and_nothing_is_written(request, wish, coordinator, who):
    with pytest.raises(NotInCharge):
        hand_over_people(wish(request.getfixturevalue(who)), until_on=None, by=coordinator, why="leave")
    assert in_charge() == {"Marta Zielińska": 4}


def test_person_who_changed_hands_meanwhile_stops_the_whole(wish, pile, second, third, coordinator):
    Care.objects.filter(pk=pile[0].pk).update(caseworker=third)
    with pytest.raises(NotInCharge):
        hand_over_people(wish(second), until_on=None, by=coordinator, why="leave")
    assert not HandedCare.objects.exists()


def test_people_of_nobody_are_shared_and_have_no_way_back(wish, pile, second, coordinator):
    Care.objects.update(caseworker=None)
    act = hand_over_people(wish(second, former=None), until_on=today() + AWAY, by=coordinator, why="new people")
    assert in_charge() == {"Anna Bąk": 4}
    assert act.until_on is None


class TestGivingBack:
    @pytest.fixture
    def act(self, wish, second, coordinator):
        return hand_over_people(wish(second), until_on=today() + AWAY, by=coordinator, why="leave")

    def test_people_go_back_once(self, act, second, coordinator):
        assert give_back(act, by=coordinator) == 4
        assert in_charge() == {"Marta Zielińska": 4}
        Care.objects.update(caseworker=second)
        assert give_back(act, by=coordinator) == 0
        assert in_charge() == {"Anna Bąk": 4}

    def test_who_got_somebody_else_meanwhile_stays_there(self, act, pile, third, coordinator):
        Care.objects.filter(pk=pile[0].pk).update(caseworker=third)
        assert give_back(act, by=coordinator) == 3
        assert in_charge() == {"Marta Zielińska": 3, "Olga Cis": 1}

    def test_nobody_goes_back_to_whom_they_are_hidden_from_now(self, act, pile, caseworker_city, coordinator):
        pile[0].person.denied_to.add(caseworker_city)
        assert give_back(act, by=coordinator) == 3

    def test_nobody_goes_back_to_a_colleague_who_works_there_no_longer(self, act, caseworker_city, coordinator):
        Membership.objects.filter(user=caseworker_city).update(ends_on=today() - AWAY)
        assert give_back(act, by=coordinator) == 0
        assert in_charge() == {"Anna Bąk": 4}

    def test_what_was_handed_over_for_good_does_not_come_back(self, wish, second, coordinator):
        act = hand_over_people(wish(second), until_on=None, by=coordinator, why="leave")
        assert give_back(act, by=coordinator) == 0
