"""Who is due for contact: the longest without support first, by the days of the project."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.models import Participation
from services.queries.contact import without_contact
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.services import make_support

DAY = datetime.date(2026, 9, 15)


@pytest.fixture
def enrol(city, sopot, caseworker_city):
    def enrolled(*supported: int, **values):
        person = make_person()
        make_care(person, city, sopot, caseworker_city)
        made = make_participation(person, sopot, **values)
        for days in supported:
            make_support(made, delivered_on=DAY - datetime.timedelta(days=days))
        return made

    return enrolled


def due(user) -> list[str]:
    return [each.number for each in without_contact(user, DAY)]


def test_longest_without_support_comes_first_and_the_latest_support_decides(enrol, caseworker_city):
    thirty, sixty = enrol(30, 90), enrol(60)
    enrol(29, 90)
    assert due(caseworker_city) == [sixty.number, thirty.number]


def test_days_are_those_of_the_project(enrol, sopot, caseworker_city):
    enrol(30)
    sopot.contact_days = 31
    sopot.save()
    assert due(caseworker_city) == []


def test_who_was_never_supported_is_counted_from_the_day_of_being_added(enrol, caseworker_city):
    late, fresh = enrol(start_on=None), enrol(start_on=None)
    for made, days in ((late, 40), (fresh, 3)):
        moment = timezone.make_aware(datetime.datetime.combine(DAY, datetime.time(12))) - datetime.timedelta(days=days)
        Participation.objects.filter(pk=made.pk).update(created_at=moment)
    assert due(caseworker_city) == [late.number]


def test_who_has_ended_or_is_in_the_care_of_others_is_not_due(enrol, caseworker_city, caseworker_foundation):
    enrol(60, end_on=DAY)
    assert due(caseworker_city) == []
    enrol(60)
    assert due(caseworker_foundation) == []
