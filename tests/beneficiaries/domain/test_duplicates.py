"""Keys kept with every name, pairs found and remembered, nothing merged by itself (R109, S20, S70)."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.domain import duplicate_erasure, duplicate_pass
from beneficiaries.domain.duplicate_keys import keep_keys, rebuild_keys
from beneficiaries.domain.duplicate_pass import compare_everybody
from beneficiaries.domain.duplicates import Found, ask_again, keep_pairs, look_at_new_people
from beneficiaries.domain.people import change_values, create_person, keep_spellings
from beneficiaries.enums import DuplicateReason as Reason
from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicateKey, DuplicatePair, DuplicateSketch, Person
from beneficiaries.tasks import compare_everybody_task, look_for_duplicates_task
from portal.audit.models import AuditEvent
from portal.versions.actions import FactChanged
from tests.factories.beneficiaries import make_participant, make_person, make_pesel
from tests.factories.duplicates import make_pair

BORN = datetime.date(1996, 7, 1)

pytestmark = pytest.mark.django_db


def volha(**values) -> Person:
    return make_person("Volha", "Ivanova", birth_date=BORN, **values)


def olga(**values) -> Person:
    return make_person("Olga", "Iwanowa", birth_date=BORN, **values)


def keys_of(person: Person) -> set[int]:
    return set(DuplicateKey.objects.filter(person=person).values_list("key", flat=True))


class TestKeys:
    def test_creating_correcting_and_another_spelling_keep_the_keys(self):
        person = create_person({"given_names": "Volha", "surname": "Ivanova", "birth_date": BORN})
        first = keys_of(person)
        change_values(person, {"surname": "Bondarenko"})
        second = keys_of(person)
        keep_spellings(person, ["Ivanova Volha"])
        assert first
        assert not first <= second
        assert first | second == keys_of(person)

    def test_saving_what_has_nothing_to_do_with_names_writes_no_keys(self):
        person = volha()
        with CaptureQueriesContext(connection) as queries:
            assert keep_keys([person]) == 0
        assert len(queries) == 2

    def test_a_whole_list_costs_no_more_queries_than_one(self):
        def cost(people):
            DuplicateSketch.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                keep_keys(people)
            return len(queries)

        people = [make_person() for _each in range(5)]
        assert cost(people[:1]) == cost(people)

    def test_rebuilding_gives_the_same_keys_and_takes_nobody_for_new(self):
        person = volha()
        before = keys_of(person)
        DuplicateSketch.objects.update(is_new=False)
        DuplicateKey.objects.all().delete()
        assert rebuild_keys() == 1
        assert keys_of(person) == before
        assert not DuplicateSketch.objects.filter(is_new=True).exists()

    def test_keys_and_pairs_go_with_the_person(self):
        one, other = volha(), olga()
        make_pair(one, other)
        Person.objects.filter(pk=one.pk).delete()
        assert not keys_of(one)
        assert not DuplicatePair.objects.exists()


class TestLooking:
    def test_new_person_makes_a_pair_with_reasons_and_nothing_is_merged(self):
        people = {volha().pk, olga().pk}
        look_for_duplicates_task()
        pair = DuplicatePair.objects.get()
        assert {pair.first_id, pair.second_id} == people
        assert (pair.state, pair.score) == (DuplicateState.OPEN, 100)
        assert pair.reasons == [Reason.OTHER_SPELLING, Reason.SAME_BIRTH_DATE]
        assert Person.objects.count() == 2
        assert look_at_new_people() == 0

    def test_what_was_decided_is_not_asked_again(self):
        pair = make_pair(volha(), olga(), state=DuplicateState.DIFFERENT)
        look_for_duplicates_task()
        compare_everybody_task()
        pair.refresh_from_db()
        assert pair.state == DuplicateState.DIFFERENT
        assert DuplicatePair.objects.count() == 1

    def test_undecided_pair_goes_away_when_a_correction_shows_another_person(self):
        one, _other = volha(), olga()
        look_at_new_people()
        change_values(one, {"surname": "Petrova", "birth_date": datetime.date(1970, 2, 3)})
        look_at_new_people()
        assert not DuplicatePair.objects.exists()

    def test_decided_pair_stays_after_a_correction(self):
        one = volha()
        make_pair(one, olga(), state=DuplicateState.DIFFERENT)
        change_values(one, {"surname": "Petrova"})
        look_at_new_people()
        assert DuplicatePair.objects.get().state == DuplicateState.DIFFERENT

    def test_two_with_a_pesel_each_are_two_people(self):
        volha(pesel=make_pesel(BORN)), olga(pesel=make_pesel(BORN, serial=40))
        look_at_new_people()
        assert compare_everybody() == 0
        assert not DuplicatePair.objects.exists()

    def test_twins_make_no_pair(self):
        volha(), make_person("Nadzeya", "Ivanova", birth_date=BORN)
        look_at_new_people()
        assert compare_everybody() == 0

    def test_correction_made_while_looking_is_looked_at_again(self, monkeypatch):
        person = volha()
        sketch = person.duplicate_sketch.sketch
        change_values(person, {"surname": "Bondar"})
        DuplicateSketch.objects.filter(person=person, sketch=sketch).update(is_new=False)
        assert DuplicateSketch.objects.get(person=person).is_new


class TestPass:
    def test_everybody_is_compared_and_each_pair_kept_once(self):
        volha(), olga(), make_person("Ольга", "Иванова", birth_date=BORN), make_person()
        assert compare_everybody() == 3
        compare_everybody()
        assert DuplicatePair.objects.count() == 3

    def test_small_batches_find_the_same(self, monkeypatch):
        for month, surname in enumerate(("Hryb", "Shcherbak", "Lis", "Zaiats", "Vouk"), start=1):
            born = datetime.date(1940 + 11 * month, month, 20 + month)
            make_person("Volha", surname, birth_date=born), make_person("Olga", surname, birth_date=born)
        monkeypatch.setattr(duplicate_pass, "PAIRS_AT_ONCE", 2)
        compare_everybody()
        assert DuplicatePair.objects.count() == 5

    def test_key_that_too_many_share_is_passed_over(self, monkeypatch):
        monkeypatch.setattr(duplicate_pass, "LARGEST_BLOCK", 2)
        volha(), volha(), volha()
        assert compare_everybody() == 0

    def test_command_rebuilds_and_says_how_many(self, capsys):
        volha(), olga()
        DuplicateKey.objects.all().delete()
        call_command("find_duplicates", "--rebuild")
        assert "1" in capsys.readouterr().out


class TestPairs:
    def test_pair_is_one_in_either_order_and_the_better_score_stands(self):
        one, other = volha(), olga()
        keep_pairs(
            [Found((one.pk, other.pk), 90, [Reason.SIMILAR_NAME]), Found((other.pk, one.pk), 97, [Reason.SAME_NAME])]
        )
        pair = DuplicatePair.objects.get()
        assert (pair.score, pair.reasons) == (97, ["same-name"])
        assert pair.first_id < pair.second_id

    def test_asking_again_is_noted_without_names_and_works_once(self, caseworker_city):
        pair = make_pair(volha(), olga(), state=DuplicateState.DIFFERENT, decided_by=caseworker_city)
        ask_again(pair, by=caseworker_city)
        pair.refresh_from_db()
        assert (pair.state, pair.decided_by) == (DuplicateState.OPEN, None)
        event = AuditEvent.objects.latest("pk")
        assert event.detail == {"records": "ask again"}
        with pytest.raises(FactChanged):
            ask_again(pair, by=caseworker_city)


def test_erasing_forgets_pairs_and_other_spellings_but_not_the_name_that_must_stay(city, sopot):
    case = make_participant(city, sopot, given_names="Volha", surname="Ivanova", birth_date=BORN)
    by_name = keys_of(case.person)
    keep_spellings(case.person, ["Bondarenko Olena"])
    make_pair(case.person, olga())
    case.person.aliases.all().delete()
    assert duplicate_erasure.PART.erase(case) == 1
    assert keys_of(case.person) == by_name
    assert not DuplicatePair.objects.exists()
