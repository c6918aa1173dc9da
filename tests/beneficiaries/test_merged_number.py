"""The number of a record that was merged still finds the person; everywhere else the record is gone (S26, R34)."""

import json

import pytest
from django.urls import reverse

from beneficiaries.domain.merging import merge_people
from beneficiaries.domain.protection import declare_conflict
from beneficiaries.models import Person
from beneficiaries.queries.breakglass import asked_for
from beneficiaries.queries.protection import history_of_protection, out_of_reach
from portal.clock import today
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.quality import quality_found
from reporting.rules import Period
from tests.commands import run
from tests.merging import two_records


@pytest.fixture
def both(sopot, city):
    return two_records(sopot, city)


@pytest.fixture
def merge(both, caseworker_city):
    return merge_people(both[0].person, both[1].person, by=caseworker_city)


def test_the_record_leads_to_the_one_that_stayed(
    client_of, caseworker_city, caseworker_foundation, both, merge
) -> None:
    old, now = (reverse("person_record", args=[each.number]) for each in both[::-1])

    assert client_of(caseworker_city).get(old).url == now
    assert client_of(caseworker_foundation).get(old).status_code == 404


def test_the_search_finds_the_one_that_stayed(client_of, caseworker_city, both, merge) -> None:
    page = client_of(caseworker_city).post(reverse("person_search"), {"q": both[1].number}, follow=True)

    assert both[0].number in page.content.decode()


def test_the_list_shows_one(client_of, caseworker_city, both, merge) -> None:
    page = client_of(caseworker_city).get(reverse("person_list")).content.decode()

    assert both[0].number in page
    assert both[1].number not in page


def test_an_explanation_is_that_of_the_one_that_stayed(sopot, both, merge, capsys) -> None:
    asked = ("--project", sopot.code, "--indicator", "EECO01", "--person", both[1].number.lower(), "--format", "json")
    told = json.loads(run(capsys, "explain", *asked).out)

    assert (told["person"], told["counted"]) == (both[0].number, True)


def test_emergency_access_and_conflicts_reach_the_one_that_stayed(both, merge, caseworker_city) -> None:
    assert asked_for(caseworker_city, both[1].number) == both[0]

    declare_conflict(caseworker_city, both[1].number, reason="A cousin")

    assert caseworker_city in Person.objects.get(pk=both[0].person_id).denied_to.all()
    assert [each.reason for each in history_of_protection(both[0])] == ["A cousin"]


def test_a_protected_record_that_was_merged_waits_for_nobody(sopot, both, caseworker_city) -> None:
    gone = both[1].person
    gone.is_confidential = True
    gone.save()
    gone.confidential_to.set([caseworker_city])
    merge_people(both[0].person, gone, by=caseworker_city)

    assert [each.participation for each in out_of_reach(sopot, today()) if each.participation == both[1]] == []


def test_data_quality_looks_at_people_not_at_records_that_went(sopot, both, caseworker_city) -> None:
    def looked_at() -> int:
        found = quality_found(sopot, INDICATORS[0], Period.whole())
        return sum(each.people for each in found if each.check.code == "no-support")

    before = looked_at()
    merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert looked_at() == before
