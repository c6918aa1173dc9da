"""Whom a list brings is compared with everybody known; what a list says never merges two people by a likeness (R109)."""

import datetime

from beneficiaries.domain.duplicates import look_at_new_people
from beneficiaries.models import DuplicateKey, DuplicatePair, Person
from tests.factories.beneficiaries import make_person
from tests.workbooks import ListOfPeople


def test_day_and_month_the_other_way_round_in_a_list_make_a_pair_and_two_people(sopot, take):
    known = make_person("Volha", "Ivanova", birth_date=datetime.date(1990, 5, 7))
    people = ListOfPeople()
    people.person(surname="Iwanowa", given="Olga", born="1990-07-05")
    people.person(surname="Wróbel", given="Zinaida", born="1951-09-09")
    take(people)
    assert Person.objects.count() == 3
    assert set(DuplicateKey.objects.values_list("person", flat=True)) == set(
        Person.objects.values_list("pk", flat=True)
    )
    look_at_new_people()
    pair = DuplicatePair.objects.get()
    assert known.pk in (pair.first_id, pair.second_id)
    assert "day-and-month" in pair.reasons
