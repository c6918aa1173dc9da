"""Institutions, staff who were trained, products: written down once, corrected and taken back, never overwritten."""

import datetime
import threading
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from beneficiaries.models import Participation, Person
from portal.audit.models import AuditEvent
from portal.retention.registry import keepings
from portal.versions.actions import FactChanged
from services.domain.beyond import (
    DayRefused,
    SameTwice,
    SomebodyAlike,
    StillNeeded,
    add_trained,
    add_training,
    correct_beyond,
    forget_trained,
    take_back_beyond,
    trained_past_archive,
)
from services.models import Institution, TrainedPerson, Training
from services.rules.beyond import institution_key
from tests.factories.beyond import make_institution, make_product, make_trained, person_of

DAY = datetime.date


def test_institutions_are_compared_without_case_and_accents_and_numbers_tell_schools_apart():
    assert institution_key("SZKOŁA  Podstawowa Nr 8", "sopot") == institution_key("Szkola podstawowa nr 8", "Sopot")
    assert institution_key("Szkoła nr 8", "Sopot") != institution_key("Szkoła nr 9", "Sopot")
    assert institution_key("Szkoła nr 8", "Sopot") != institution_key("Szkoła nr 8", "Gdynia")


def test_the_same_institution_of_one_town_is_refused_until_the_first_is_taken_back(sopot):
    first = make_institution(sopot)
    with pytest.raises(SameTwice):
        make_institution(sopot, "szkola podstawowa NR 8")
    make_institution(sopot, town="Gdynia")
    take_back_beyond(first, by=None, why="omyłka")
    make_institution(sopot)
    assert Institution.objects.current().count() == 2


def test_a_correction_follows_the_same_rules_and_keeps_what_was_said(sopot, coordinator):
    first, second = make_institution(sopot), make_institution(sopot, "Przedszkole nr 4")
    with pytest.raises(SameTwice):
        correct_beyond(second, {"name": "Szkoła podstawowa nr 8"}, by=coordinator, why="nazwa")
    then = timezone.now()
    made = correct_beyond(second, {"name": "Przedszkole nr 5"}, by=coordinator, why="nazwa")
    assert (made.fact_id, made.why, made.recorded_by) == (second.fact_id, "nazwa", coordinator)
    known = Institution.objects.known_on(then).get(fact_id=second.fact_id)
    assert (known.name, made.key) == ("Przedszkole nr 4", institution_key("Przedszkole nr 5", "Sopot"))
    assert correct_beyond(made, {"name": "Przedszkole nr 5"}, by=coordinator, why="nic") is made
    with pytest.raises(FactChanged):
        correct_beyond(second, {"name": "Przedszkole nr 6"}, by=coordinator, why="z drugiej karty")
    assert first.superseded_at is None


@pytest.mark.parametrize("day", [DAY(2024, 12, 31), DAY(2027, 1, 1), DAY(2026, 12, 31)])
def test_a_day_outside_the_project_or_to_come_is_refused(sopot, settings, day):
    settings.PORTAL_TODAY = "2026-11-29"
    for make in (make_institution, make_trained, make_product):
        with pytest.raises(DayRefused):
            make(sopot, day=day)
    assert not TrainedPerson.objects.exists()


def test_somebody_alike_is_asked_about_and_never_joined_in_silence(sopot):
    school = make_institution(sopot)
    known = make_trained(sopot, "Oksana", "Shevchenko", institution=school)
    who = {"given_names": "Оксана", "surname": "Шевченко", "sex": "K", "institution": school.fact_id}
    said = {"title": "Trauma", "day": DAY(2026, 4, 1), "hours": None}
    with pytest.raises(SomebodyAlike):
        add_trained(sopot, who, said, by=None)
    other = add_trained(sopot, who, said, by=None, is_somebody_else=True)
    assert (known.person.code, other.person.code) == ("S-1", "S-2")
    add_trained(sopot, {**who, "institution": None}, said, by=None)
    assert TrainedPerson.objects.count() == 3


def test_a_training_of_one_day_is_written_down_once_for_a_person(sopot):
    first = make_trained(sopot)
    said = {"title": first.title, "day": first.day, "hours": None}
    with pytest.raises(SameTwice):
        add_training(first.person, said, by=None)
    add_training(first.person, {**said, "title": "Trauma"}, by=None)
    assert Training.objects.current().filter(person=first.person).count() == 2


def test_who_was_trained_is_no_person_of_the_project_and_stands_in_the_trail_without_a_name(sopot):
    make_trained(sopot)
    assert not Person.objects.exists() and not Participation.objects.exists()
    event = AuditEvent.objects.get(object_type="training")
    assert "Zieli" not in str(event.detail) and event.subjects == []


def test_the_name_goes_with_the_last_training_and_number_and_sex_stay(sopot):
    first = make_trained(sopot)
    second = add_training(first.person, {"title": "Trauma", "day": first.day, "hours": None}, by=None)
    take_back_beyond(first, by=None, why="nie ukończyła")
    assert person_of(first).surname == "Zielińska"
    take_back_beyond(second, by=None, why="nie ukończyła")
    left = person_of(first)
    assert (left.name, left.code, left.sex) == ("", "S-1", "K")
    assert Training.objects.filter(why="nie ukończyła").count() == 2
    with pytest.raises(FactChanged):
        add_training(first.person, {"title": "Trauma", "day": first.day, "hours": None}, by=None)


def test_an_institution_with_trained_staff_is_corrected_and_not_taken_back(sopot):
    school = make_institution(sopot)
    training = make_trained(sopot, institution=school)
    with pytest.raises(StillNeeded):
        take_back_beyond(school, by=None, why="omyłka")
    school = correct_beyond(school, {"town": "Gdynia"}, by=None, why="miasto")
    take_back_beyond(training, by=None, why="omyłka")
    take_back_beyond(school, by=None, why="omyłka")
    assert not Institution.objects.current().exists()


def test_names_go_after_the_archive_date_and_trainings_stay(sopot):
    sopot.retention_until = DAY(2032, 12, 31)
    sopot.save()
    training = make_trained(sopot)
    before, after = (datetime.datetime(year, 6, 1, tzinfo=datetime.UTC) for year in (2032, 2033))
    assert (trained_past_archive(before).count(), trained_past_archive(after).count()) == (0, 1)
    assert next(each for each in keepings() if each.code == "trained-names").due(after) == 1
    assert (forget_trained(after, 10), forget_trained(after, 10)) == (1, 0)
    assert (person_of(training).name, Training.objects.current().count()) == ("", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_of_ten_at_once_one_writes_the_same_down_and_numbers_stay_apart(sopot):
    alike = run_at_once(partial(make_institution, sopot))
    apart = run_at_once(*(partial(make_trained, sopot, "Osoba", f"Numer {place}") for place in range(10)))
    assert [type(each) for each in alike] == [SameTwice] * 9 and apart == []
    who = {"given_names": "Oksana", "surname": "Shevchenko", "sex": "K", "institution": None}
    wrong = run_at_once(partial(add_trained, sopot, who, {"title": "Trauma", "day": DAY(2026, 4, 1)}, by=None))
    assert [type(each) for each in wrong] == [SomebodyAlike] * 9
    assert sorted(TrainedPerson.objects.values_list("number", flat=True)) == list(range(1, 12))
    assert Institution.objects.count() == 1


def run_at_once(*acts):
    """Run ten acts at the same moment, the one act ten times; return what went wrong."""
    wrong, gate = [], threading.Barrier(10)

    def run(act):
        try:
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001 - told to the test
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in (acts * 10)[:10]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
