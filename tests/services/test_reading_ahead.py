"""A record costs the same for whoever has something in every part of it and for whoever has nothing (goals 7, 10)."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.views import record
from portal.reads import ahead
from services.enums import AssistanceKind
from tests.clients import signed_in
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_diagnosis, make_finding, make_legalisation, make_task
from tests.factories.documents import make_document
from tests.factories.eligibility import make_check
from tests.factories.households import make_guardian, make_household
from tests.factories.own import make_sent_file
from tests.factories.plans import make_goal, make_plan, make_review, make_step
from tests.factories.referrals import make_referral
from tests.factories.services import make_assistance, make_support

pytestmark = pytest.mark.django_db
MOST, LIST = 9, 5
TABS = ("support", "diagnosis", "documents", "plan")


@pytest.fixture
def bare(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


@pytest.fixture
def full(city, foundation, sopot, caseworker_city):
    """Somebody with something in every part of the record, three of each kind where there can be more."""
    person = make_participant(city, sopot, caseworker=caseworker_city)
    child = make_participant(city, sopot, caseworker=caseworker_city)
    make_household(person, child)
    make_guardian(child.person, person.person)
    plan = make_plan(person)
    for number in range(3):
        make_support(person, delivered_by=caseworker_city)
        make_appointment(person, in_charge=caseworker_city)
        make_task(sopot, caseworker_city, person)
        make_step(make_goal(plan), due_on=datetime.date(2026, 1, 10 + number))
    make_review(plan)
    make_diagnosis(person)
    make_diagnosis(person, taken_on=datetime.date(2026, 3, 2))
    make_finding(person)
    make_legalisation(person, deadline=datetime.date(2026, 1, 5))
    make_document(person, city)
    make_check(person)
    make_sent_file(person)
    make_referral(person, city, caseworker_city, to_organisation=foundation)
    make_assistance(person, kind=AssistanceKind.FAMILY, assistant_name="Anna Pomocna")
    return person


def queries(client, participation) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("person_record", args=[participation.number])).status_code == 200
    return len(asked)


def shown(client, url) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(url).content.decode())


@pytest.mark.parametrize("who", ["caseworker_city", "coordinator"])
def test_record_costs_nine_statements_at_most(request, bare, full, who):
    client = signed_in(request.getfixturevalue(who))
    client.get(reverse("person_record", args=[bare.number]))  # what the first request of a process asks
    assert queries(client, bare) <= MOST - 3
    assert queries(client, full) <= MOST


@pytest.mark.parametrize("who", ["caseworker_city", "coordinator"])
def test_list_of_people_costs_five_statements(request, bare, full, who):
    client = signed_in(request.getfixturevalue(who))
    client.get(reverse("person_list"))
    with CaptureQueriesContext(connection) as asked:
        assert full.number in client.get(reverse("person_list")).content.decode()
    assert len(asked) == LIST


@pytest.mark.parametrize("who", ["caseworker_city", "coordinator"])
def test_reading_ahead_changes_no_word(request, bare, full, monkeypatch, who):
    client = signed_in(request.getfixturevalue(who))
    urls = [reverse("person_record", args=[each.number]) for each in (bare, full)]
    urls += [reverse(f"person_{tab}", args=[full.number]) for tab in TABS]
    ahead_of = [shown(client, url) for url in urls]
    monkeypatch.setattr(record, "read_ahead", lambda *_args, **_words: None)
    assert ahead_of == [shown(client, url) for url in urls]


def test_what_was_not_read_ahead_is_read_when_it_is_asked(full):
    assert list(ahead(full, lambda _participation: ["now"])) == ["now"]
