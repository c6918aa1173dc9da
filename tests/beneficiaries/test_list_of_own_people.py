"""A caseworker asks the list of people for those in their own care."""

import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.programmes.models import GrantProject
from tests.factories.accounts import make_member, make_membership
from tests.factories.beneficiaries import make_care, make_participant, make_participation

LIST = reverse("person_list")
MINE = f"{LIST}?widok=mine"


@pytest.fixture(autouse=True)
def _in_english(accounts_speak_english):
    """The pages speak as the sources do."""


def numbers(answer) -> list[str]:
    return [row.number for row in answer.context["rows"]]


def test_view_holds_ones_own_people_alone(client_of, sopot, city, caseworker_city):
    colleague = make_member(Role.CASEWORKER, city, sopot, "Anna Bąk")
    own = make_participant(city, sopot, caseworker=caseworker_city)
    theirs = make_participant(city, sopot, caseworker=colleague)
    make_participant(city, sopot)
    client = client_of(caseworker_city)
    everybody = client.get(LIST)
    assert len(numbers(everybody)) == 3
    assert "My participants" in [chip.label for chip in everybody.context["chips"]]
    assert numbers(client.get(MINE)) == [own.number]
    assert numbers(client_of(colleague).get(MINE)) == [theirs.number]


def test_care_in_another_project_makes_nobody_ones_own_here(client_of, sopot, city, caseworker_city):
    other = GrantProject.objects.create(
        code="other", number_prefix="OT", starts_on=sopot.starts_on, ends_on=sopot.ends_on
    )
    make_membership(caseworker_city, Role.CASEWORKER, city, other)
    here = make_participant(city, sopot)
    make_care(here.person, city, other, caseworker_city)
    there = make_participation(here.person, other)
    client = client_of(caseworker_city)
    assert numbers(client.get(f"{MINE}&projekt=sopot-5.15")) == []
    assert numbers(client.get(f"{MINE}&projekt=other")) == [there.number]


def test_nobody_in_ones_care_leaves_the_way_back(client_of, sopot, city, caseworker_city):
    make_participant(city, sopot)
    answer = client_of(caseworker_city).get(MINE)
    assert "Nobody fits" in answer.content.decode()
    assert "Remove the filter “My participants”" in answer.content.decode()
