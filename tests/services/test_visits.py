"""A visit to several people: each receives its hours, and who gave it worked and travelled once."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db.models import Count, Sum
from django.urls import reverse

from beneficiaries.models import Participation
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import shared_rules, support_table
from reporting.rules import Period
from services.domain.support import correct_support
from services.models import Assistance, SupportDelivery
from services.queries.assistance import given_in
from services.queries.statements import Month, Statement, statement_of, totals_of
from services.queries.support import support_by_kind
from services.queries.workers import Worker
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_household
from tests.factories.services import make_assistance, make_support

SEPTEMBER = Month(datetime.date(2026, 9, 1))
LOG, KIND = "/praca/zapis/", "personal-assistant"
GIVEN = {
    "kind": KIND,
    "day": "2026-09-10",
    "minutes": "60",
    "hours": "",
    "note": "",
    "place": "outside",
    "travel": "40",
}


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def family(city, sopot):
    """A mother and three children."""
    people = [make_participant(city, sopot) for _ in range(4)]
    make_household(*people)
    return people


@pytest.fixture
def assistance(family, caseworker_city) -> Assistance:
    return make_assistance(family[0], kind="family", assistant=caseworker_city, monthly_hours=20)


def log(client, *people: Participation, at="", **values) -> None:
    sent = {"submission": str(uuid.uuid4()), "people": [each.number for each in people], "do": "save"}
    address = f"{LOG}?spotkanie={at}" if at else LOG
    assert client.post(address, {**GIVEN, **sent, **values}).status_code == 302


def month_of(worker, project) -> Statement:
    return statement_of(Worker(worker.name, worker), project, SEPTEMBER)


def work(worker, project, reader, assistance=None):
    """Return hours and minutes on the way; every place that says them says the same."""
    made = month_of(worker, project)
    (total,) = (each for each in totals_of(reader, project, SEPTEMBER) if each.worker.account == worker)
    said = made.work_hours, made.travel_minutes
    assert said == (total.hours, total.travel_minutes)
    given = (
        SupportDelivery.objects.current().filter(delivered_by=worker).aggregate(times=Count("pk"), hours=Sum("hours"))
    )
    assert (made.deliveries, made.support_hours) == (given["times"], given["hours"])
    assert made.deliveries == total.deliveries
    if assistance:
        given = given_in(reader, [assistance], SEPTEMBER)[assistance.pk]
        assert said == (given.hours, given.travel_minutes)
    return said


def test_visit_to_a_family_is_work_once_and_support_of_each(
    client, family, assistance, sopot, caseworker_city, coordinator
):
    page = client.get(f"{LOG}?rodzina={assistance.participation.person.household_places.get().household_id}")
    log(client, *(Participation.objects.get(number=each.number) for each in page.context["picked"]))
    assert SupportDelivery.objects.count() == 4
    assert work(caseworker_city, sopot, coordinator, assistance) == (1, 40)
    made = month_of(caseworker_city, sopot)
    assert (made.kinds[0].times, made.deliveries, made.support_hours) == (1, 4, 4)
    assert all(support_by_kind(each)[0].hours == 1 for each in family)
    period = Period(SEPTEMBER.first, SEPTEMBER.last)
    (figure,) = (each for each in support_table(sopot, period, shared_rules(INDICATORS)) if each.code == KIND)
    assert (figure.persons, figure.deliveries, figure.hours) == (4, 4, 4)


def test_two_visits_and_what_was_recorded_before_are_added_up(
    client, family, assistance, sopot, caseworker_city, coordinator
):
    log(client, *family[:2])
    log(client, *family[:2], minutes="30", travel="")
    for each in family[2:]:
        make_support(
            each, KIND, delivered_by=caseworker_city, delivered_on=datetime.date(2026, 9, 10), hours=Decimal(1),
            travel_minutes=5,
        )  # fmt: skip
    assert work(caseworker_city, sopot, coordinator, assistance) == (Decimal("3.5"), 50)


def test_one_person_alone_is_no_visit(client, family, sopot, caseworker_city, coordinator):
    log(client, family[0])
    assert SupportDelivery.objects.get().visit is None
    assert work(caseworker_city, sopot, coordinator) == (1, 40)


def test_appointment_of_several_is_one_visit_also_when_each_is_recorded_alone(
    client, family, assistance, sopot, caseworker_city, coordinator
):
    met = make_appointment(*family[:2], in_charge=caseworker_city)
    for each in family[:2]:
        log(client, each, at=met.pk)
    assert work(caseworker_city, sopot, coordinator, assistance) == (1, 40)
    log(client, family[0], at=met.pk, minutes="30", travel="")
    assert work(caseworker_city, sopot, coordinator, assistance) == (Decimal("1.5"), 40)


def test_other_kind_at_the_same_appointment_is_other_work(client, family, sopot, caseworker_city, coordinator):
    met = make_appointment(*family[:2], in_charge=caseworker_city)
    log(client, family[0], at=met.pk, travel="")
    log(client, family[1], at=met.pk, kind="career-advice-adults", minutes="30", travel="")
    assert work(caseworker_city, sopot, coordinator) == (Decimal("1.5"), 0)


@pytest.mark.parametrize("at", ["018f0000-0000-7000-8000-000000000000", "x"])
def test_address_that_names_no_appointment_of_theirs_ties_nothing(client, city, family, caseworker_city, at):
    make_appointment(family[3], in_charge=caseworker_city)
    log(client, *family[:2], at=at)
    log(client, family[2], at=at)
    assert len({each.visit for each in SupportDelivery.objects.all()} - {None}) == 1
    assert SupportDelivery.objects.get(participation=family[2]).visit is None


def test_appointment_of_others_ties_nothing(client, family, caseworker_city):
    met = make_appointment(family[3], in_charge=caseworker_city)
    log(client, *family[:2], at=met.pk)
    assert met.pk not in {each.visit for each in SupportDelivery.objects.all()}


def test_corrected_delivery_stays_of_the_visit(client, family, assistance, sopot, caseworker_city, coordinator):
    log(client, *family)
    found = SupportDelivery.objects.current().order_by("pk")
    correct_support(found[0], {"hours": Decimal(2)}, by=caseworker_city, why="two hours")
    assert work(caseworker_city, sopot, coordinator, assistance) == (2, 40)
    assert month_of(caseworker_city, sopot).support_hours == 5
    day = {"delivered_on": datetime.date(2026, 9, 9)}
    correct_support(found[0], day, by=caseworker_city, why="the day before")
    assert work(caseworker_city, sopot, coordinator, assistance) == (3, 80)


def test_two_who_go_to_one_appointment_worked_each(client, client_of, family, sopot, caseworker_city, coordinator):
    met = make_appointment(*family[:2], in_charge=caseworker_city)
    log(client, family[0], at=met.pk)
    log(client_of(coordinator), family[1], at=met.pk)
    assert work(caseworker_city, sopot, coordinator) == work(coordinator, sopot, coordinator) == (1, 40)


def test_team_costs_the_same_for_one_visit_and_for_three(
    client, family, sopot, caseworker_city, coordinator, django_assert_num_queries
):
    log(client, *family)
    totals_of(coordinator, sopot, SEPTEMBER)
    for minutes in ("30", "45"):
        with django_assert_num_queries(11):
            totals_of(coordinator, sopot, SEPTEMBER)
        with django_assert_num_queries(6):
            month_of(caseworker_city, sopot)
        for people in (family[:2], family[2:]):
            log(client, *people, minutes=minutes)


def test_page_of_the_hours_says_the_visit_once(client, family, sopot):
    log(client, *family)
    page = client.get(f"{reverse('own_hours')}?miesiac=2026-09")
    assert page.context["statement"].work_hours == 1
