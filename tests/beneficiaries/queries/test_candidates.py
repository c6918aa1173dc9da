"""Who may be the same person: ranked, explained, in few queries, and never out of reach (R109, S21, S26, S27)."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.enums import DuplicateReason as Reason
from beneficiaries.models import DuplicateKey, NameAlias
from beneficiaries.queries.candidates import (
    WORTH_ASKING,
    candidates_anywhere,
    candidates_for,
    candidates_together,
    described,
)
from tests.factories.beneficiaries import make_participant, make_person, make_pesel
from tests.misspelt.kinds import KINDS, first_writing, writings
from tests.misspelt.people import invent

BORN = datetime.date(1996, 7, 1)


@pytest.fixture
def volha(city, sopot):
    return make_participant(city, sopot, given_names="Volha", surname="Ivanova", birth_date=BORN).person


def found(user, *names, born=BORN, **more):
    return [each.person for each in candidates_for(names, born, user=user, **more)]


class TestFinding:
    def test_another_table_of_transliteration_leads_to_the_person_with_the_reason(self, caseworker_city, volha):
        (only,) = candidates_for(["Iwanowa Olga"], BORN, user=caseworker_city, surname="Iwanowa")
        assert (only.person, only.score) == (volha, 100)
        assert list(only.reasons) == [Reason.OTHER_SPELLING, Reason.SAME_BIRTH_DATE]

    @pytest.mark.parametrize("born", [datetime.date(1996, 1, 7), datetime.date(1996, 1, 1), None])
    def test_birth_date_may_be_swapped_half_known_or_absent(self, caseworker_city, volha, born):
        assert found(caseworker_city, "Вольга Іванова", born=born) == [volha]

    def test_another_name_on_the_record_is_found_too(self, caseworker_city, volha):
        NameAlias.objects.create(person=volha, name="Olga Sidorenko")
        keep_keys([volha])
        assert found(caseworker_city, "Sydorenko Olha") == [volha]

    def test_same_name_with_another_birth_date_is_shown_but_nobody_is_asked(self, caseworker_city, volha):
        (only,) = candidates_for(["Ivanova Volha"], datetime.date(1970, 2, 2), user=caseworker_city)
        assert only.score < WORTH_ASKING
        assert list(only.reasons) == [Reason.SAME_NAME, Reason.OTHER_BIRTH_DATE]

    def test_same_phone_brings_and_supports_somebody(self, caseworker_city, city, sopot):
        known = make_participant(city, sopot, given_names="Ihar", surname="Novik", phone="+48 600 100 200").person
        born = known.birth_date.replace(year=1970)
        (without,) = candidates_for(["Novik Igor"], born, user=caseworker_city)
        (only,) = candidates_for(["Novik Igor"], born, user=caseworker_city, contact={"phone": "+48 600 100 200"})
        assert Reason.SAME_PHONE in only.reasons
        assert only.score == without.score + 4

    def test_another_pesel_is_another_person(self, caseworker_city, city, sopot):
        make_participant(city, sopot, given_names="Olena", surname="Bondar", birth_date=BORN, pesel=make_pesel(BORN))
        other = {"pesel": make_pesel(BORN, serial=40)}
        assert found(caseworker_city, "Bondar Olena", contact=other) == []
        assert len(found(caseworker_city, "Bondar Olena")) == 1

    def test_same_pesel_comes_first_whatever_the_name(self, caseworker_city, city, sopot, volha):
        number = make_pesel(BORN)
        married = make_participant(
            city, sopot, given_names="Nina", surname="Kruk", birth_date=BORN, pesel=number
        ).person
        ranked = candidates_for(["Ivanova Volha"], BORN, user=caseworker_city, contact={"pesel": number})
        assert [each.person for each in ranked] == [married, volha]
        assert ranked[0].reasons[0] == Reason.SAME_PESEL

    def test_the_person_who_is_being_corrected_is_not_a_candidate(self, caseworker_city, volha):
        assert found(caseworker_city, "Ivanova Volha", but=volha) == []

    def test_twin_is_shown_but_the_first_reason_speaks_against(self, caseworker_city, volha):
        (twin,) = candidates_for(["Ivanova Nadzeya"], BORN, user=caseworker_city, surname="Ivanova")
        assert twin.reasons[0] == Reason.OTHER_GIVEN_NAME
        assert twin.score < WORTH_ASKING


class TestWalls:
    def test_people_of_another_organisation_are_no_candidates(self, caseworker_foundation, coordinator, volha):
        assert found(caseworker_foundation, "Ivanova Volha") == []
        assert found(coordinator, "Ivanova Volha") == [volha]

    def test_confidential_person_appears_to_the_named_alone(self, caseworker_city, coordinator, volha):
        type(volha).objects.filter(pk=volha.pk).update(is_confidential=True)
        volha.confidential_to.add(caseworker_city)
        assert found(coordinator, "Ivanova Volha") == []
        assert found(caseworker_city, "Ivanova Volha") == [volha]

    def test_account_on_the_deny_list_finds_nobody_by_any_key(self, caseworker_city, city, sopot):
        person = make_participant(
            city, sopot, given_names="Volha", surname="Ivanova", birth_date=BORN, phone="600100200"
        ).person
        person.denied_to.add(caseworker_city)
        assert found(caseworker_city, "Ivanova Volha", contact={"phone": "600100200"}) == []

    def test_many_who_are_out_of_reach_do_not_crowd_out_who_is_not(self, caseworker_city, foundation, sopot, volha):
        for _each in range(70):
            make_participant(foundation, sopot, given_names="Volha", surname="Ivanova", birth_date=BORN)
        assert found(caseworker_city, "Ivanova Volha") == [volha]

    def test_account_without_the_right_finds_nobody(self, auditor, volha):
        assert found(auditor, "Ivanova Volha") == []


def test_number_of_queries_does_not_depend_on_how_many_are_alike(city, sopot, caseworker_city, volha):
    def ask():
        user = type(caseworker_city).objects.get(pk=caseworker_city.pk)
        contact = {"phone": "600100200", "pesel": make_pesel(BORN)}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found(user, "Iwanowa Olga", contact=contact)
        return len(queries)

    with_one = ask()
    for _each in range(2):
        make_participant(city, sopot, given_names="Olga", surname="Ivanova", birth_date=BORN)
    assert ask() == with_one <= 6


def test_family_is_looked_up_together_in_no_more_queries_than_one(caseworker_city, city, sopot, volha):
    son = make_participant(
        city, sopot, given_names="Ivan", surname="Petrov", birth_date=datetime.date(2015, 2, 3)
    ).person
    mother = described(["Iwanowa Olga"], BORN, contact={})
    child = described(["Piatrou Ivan", "Пятроў Іван"], datetime.date(2015, 2, 3), contact={})
    stranger = described(["Zhuk Taras"], datetime.date(1950, 1, 5), contact={})
    user = type(caseworker_city).objects.get(pk=caseworker_city.pk)
    with CaptureQueriesContext(connection) as for_one:
        candidates_together([mother], user=user)
    user = type(caseworker_city).objects.get(pk=caseworker_city.pk)
    with CaptureQueriesContext(connection) as for_all:
        found = candidates_together([mother, child, stranger], user=user)
    assert [[each.person for each in some] for some in found] == [[volha], [son], []]
    assert len(for_one) == len(for_all)


def test_everybody_is_looked_up_in_two_queries_and_a_record_never_finds_itself(volha, django_assert_num_queries):
    again = make_person("Olga", "Iwanowa", birth_date=BORN)
    keep_keys([again])
    asked = described(["Ivanova Volha"], BORN, contact={})
    with django_assert_num_queries(2):
        assert {each.person for each in candidates_anywhere(asked)} == {volha, again}
    with django_assert_num_queries(2):
        assert [each.person for each in candidates_anywhere(asked, but=volha)] == [again]


def test_keys_tell_nothing_without_the_key_of_the_installation(volha, settings):
    """S59: the numbers change with the index key, so nobody can try names against a copy of the table."""
    before = set(DuplicateKey.objects.values_list("key", flat=True))
    ring = settings.PORTAL_KEY_RING
    settings.PORTAL_KEY_RING = type(ring)(**{**ring.__dict__, "index": b"another key of thirty-two bytes!"})
    DuplicateKey.objects.all().delete()
    volha.duplicate_sketch.delete()
    keep_keys([volha])
    after = set(DuplicateKey.objects.values_list("key", flat=True))
    assert before
    assert not before & after


def test_in_the_database_as_many_are_found_as_by_the_rules(db):
    """A town in the tables: one of each kind of mistake, at most one of all is not among ten."""
    people = list(invent(80, seed=5))
    known = []
    for person in people:
        seen = first_writing(person)
        known.append(make_person(seen.given_names, seen.surname, birth_date=seen.birth_date))
    missed = total = 0
    for _kind, place, written in writings(people, 1):
        asked = described([f"{written.surname} {written.given_names}"], written.birth_date, contact={})
        total += 1
        missed += known[place] not in [each.person for each in candidates_anywhere(asked)]
    assert total == len(KINDS)
    assert missed <= 1


@pytest.mark.parametrize("name", ["", "\x00", "\ud800", "\u202e", "x" * 100_000, "Ż" * 500, "1234", "محمد", "李", "-"])
def test_any_text_is_answered(caseworker_city, name):
    assert found(caseworker_city, name, surname=name) == []


@pytest.fixture(autouse=True)
def _others(city, sopot):
    """Somebody else is always there."""
    make_participant(city, sopot, given_names="Zinaida", surname="Wróbel", birth_date=datetime.date(1951, 9, 9))


def test_coordinator_of_the_partner_does_not_see_the_city(coordinator_foundation, volha):
    assert found(coordinator_foundation, "Ivanova Volha") == []
