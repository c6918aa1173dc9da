"""The page of results that are due: rows by days left, those after the window apart, the goal for who may see it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEvent
from tests.factories.beneficiaries import make_care, make_participation, make_person

DAY = datetime.date(2026, 9, 15)
PATH = "/praca/rezultaty/"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def enrol(city, sopot, caseworker_city):
    def enrolled(ended, charge=caseworker_city):
        person = make_person()
        make_care(person, city, sopot, charge)
        return make_participation(person, sopot, end_on=DAY - datetime.timedelta(days=ended))

    return enrolled


def test_rows_lead_to_the_finding_and_reading_leaves_one_mark(client_of, caseworker_city, enrol):
    due, closed = enrol(21), enrol(40)
    answer = client_of(caseworker_city).get(PATH)
    assert [each.row.url for each in answer.context["rows"]] == [reverse("person_record", args=[due.number])]
    assert [each.row.url for each in answer.context["closed"]] == [reverse("person_record", args=[closed.number])]
    assert answer.context["rows"][0].left.figure == "7"
    page = answer.content.decode()
    assert reverse("record_finding", args=[due.number]) in page
    assert set(AuditEvent.objects.get(action="list").subjects) == {str(due.person_id), str(closed.person_id)}


def test_goal_is_for_who_may_see_the_figures(client_of, caseworker_city, coordinator, coordinator_foundation, enrol):
    enrol(40)
    assert "191" not in client_of(caseworker_city).get(PATH).content.decode()
    page = client_of(coordinator).get(PATH)
    assert [len(sentences) for _project, sentences in page.context["outlooks"]] == [3]
    assert "191" in page.content.decode()


def test_who_oversees_begins_with_all_people_and_others_with_their_own(client_of, caseworker_city, coordinator, enrol):
    enrol(1, coordinator)
    assert len(client_of(caseworker_city).get(PATH).context["rows"]) == 0
    assert len(client_of(caseworker_city).get(f"{PATH}?kogo=wszyscy").context["rows"]) == 1
    enrol(1)
    assert len(client_of(coordinator).get(PATH).context["rows"]) == 2
    assert len(client_of(coordinator).get(f"{PATH}?kogo=moje").context["rows"]) == 1


def test_queries_are_as_many_for_one_as_for_three(client_of, coordinator, enrol):
    client, counts = client_of(coordinator), []
    for more in (1, 2):
        for _ in range(more):
            enrol(3)
            enrol(40)
        with CaptureQueriesContext(connection) as found:
            client.get(PATH)
        counts.append(len(found))
    assert counts[0] == counts[1]
