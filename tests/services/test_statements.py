"""The monthly statement: equal to the deliveries, whoever looks; own for everybody, all for coordinators."""

import datetime
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import shared_rules, support_table
from reporting.rules import Period
from services.domain.attendance import Mark, mark_meeting
from services.domain.support import record_support
from services.models import Attendance, Enrolment, SupportDelivery
from services.queries.attendance import attended
from services.queries.statements import Month, statement_of
from services.queries.support import support_by_kind
from services.queries.workers import Worker
from tests.factories.activities import HOUR, START, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

SEPTEMBER = Month(datetime.date(2026, 9, 1))
PERIOD = Period(SEPTEMBER.first, SEPTEMBER.last)
OWN, TEAM = "/godziny/?miesiac=2026-09", "/godziny/zespol/?miesiac=2026-09"
pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """Stand after the autumn."""
    for place in ("support", "attendance"):
        monkeypatch.setattr(f"services.domain.{place}.today", lambda: datetime.date(2026, 12, 1))


def hold(group, places, count, luck):
    """Hold classes of odd lengths and let people come as luck will have it, with corrections."""
    for number in range(count):
        meeting = make_meeting(
            group, START + number * 24 * HOUR, luck.choice((45, 50, 90, 100)), pause_minutes=luck.choice((0, 7))
        )
        now = meeting.ends_at
        mark_meeting(meeting, [Mark(each, luck.random() < 0.7) for each in places], by=None, now=now)
        for entry in Attendance.objects.current().filter(meeting=meeting):
            if luck.random() < 0.2:
                said = Mark(Enrolment.objects.get(pk=entry.enrolment_id), not entry.is_present, entry.pk)
                mark_meeting(meeting, [said], by=None, now=now, why="looked again")


def total(**of):
    return SupportDelivery.objects.current().filter(**of).aggregate(sum=Sum("hours"))["sum"] or Decimal(0)


@pytest.mark.parametrize("seed", range(3))
def test_record_figures_certificate_and_statement_say_the_same_of_a_random_course(seed, sopot, city, instructor):
    luck = random.Random(seed)  # noqa: S311 - a course, not a secret
    group = make_group(sopot, organisation=city, teacher=instructor)
    places = [make_place(group, make_participant(city, sopot)) for _ in range(4)]
    hold(group, places, 6, luck)
    other = make_participant(city, sopot)
    make_support(
        other, delivered_by=instructor, delivered_on=datetime.date(2026, 9, 3), hours=Decimal("1.25"), travel_minutes=40
    )
    certified = attended(places)
    for place in places:
        kinds = {each.code: each.hours for each in support_by_kind(place.participation)}
        assert certified[place.pk].hours == kinds.get("polish-course", 0) == total(participation=place.participation)
    figures = {each.code: each.hours for each in support_table(sopot, PERIOD, shared_rules(INDICATORS))}
    assert figures["polish-course"] == sum(each.hours for each in certified.values())
    made = statement_of(Worker("", instructor), sopot, SEPTEMBER)
    assert made.support_hours == total(delivered_by=instructor)
    assert made.deliveries == SupportDelivery.objects.current().count()
    assert sum(each.hours for each in certified.values()) == made.groups[0].support_hours
    assert (made.given_hours, made.travel_minutes) == (Decimal("1.25"), 40)
    assert made.groups[0].classes == 6


def test_own_statement_is_for_everybody_and_names_no_participant(client_of, sopot, city, instructor):
    group = make_group(sopot, organisation=city, teacher=instructor)
    place = make_place(group, make_participant(city, sopot, surname="Tajemnicza"))
    mark_meeting(make_meeting(group), [Mark(place, True)], by=instructor, now=START + HOUR)
    client = client_of(instructor)
    page = client.get(OWN)
    assert page.context["statement"].work_hours == 2
    assert "Tajemnicza" not in page.content.decode()
    assert client.get("/godziny/?miesiac=2026-08").context["statement"].is_empty
    assert client.get("/godziny/?miesiac=nonsense").status_code == 200
    assert client.get("/godziny/zestawienie.pdf?miesiac=2026-09").content.startswith(b"%PDF")
    assert client.get(TEAM).status_code == 404


def test_coordinator_sees_everybody_and_the_partner_its_own(
    client_of, sopot, city, foundation, coordinator, coordinator_foundation, caseworker_city, caseworker_foundation
):
    for colleague, body in ((caseworker_city, city), (caseworker_foundation, foundation)):
        record_support(
            participation=make_participant(body, sopot), service_type=sopot.service_types.first(), hours=Decimal(1),
            delivered_on=datetime.date(2026, 9, 8), delivered_by=colleague, by=colleague,
        )  # fmt: skip
    named = make_group(sopot, organisation=city, teacher_name="Danuta Wrzos", is_volunteer=True)
    mark_meeting(make_meeting(named), [Mark(make_place(named), True)], by=None, now=START + HOUR)
    client, partner = client_of(coordinator), client_of(coordinator_foundation)
    names = [each.worker.name for each, _url in client.get(TEAM).context["rows"]]
    assert names == ["Danuta Wrzos", "Marta Zielińska", "Piotr Lis"]
    assert [each.worker.name for each, _url in partner.get(TEAM).context["rows"]] == ["Piotr Lis"]
    assert partner.get(f"/godziny/zespol/{caseworker_city.pk}/").status_code == 404
    assert partner.get(f"/godziny/zajecia/{named.pk}/").status_code == 404
    of_nobody = make_group(sopot, teacher_name="Danuta Wrzos", is_volunteer=True)
    assert partner.get(f"/godziny/zajecia/{of_nobody.pk}/").status_code == 404
    of_nobody.delete()
    page = client.get(f"/godziny/zajecia/{named.pk}/?miesiac=2026-09")
    assert page.context["statement"].taught_hours == 2
    for _each, url in client.get(TEAM).context["rows"]:
        assert client.get(url).status_code == 200
        assert client.get(url.replace("?", "zestawienie.pdf?")).content.startswith(b"%PDF")


@pytest.mark.parametrize("path", [OWN, TEAM])
def test_same_number_of_queries_for_one_and_for_three(client_of, coordinator, sopot, city, path):
    client = client_of(coordinator)

    def work(times):
        for number in range(times):
            group = make_group(sopot, organisation=city, teacher=coordinator)
            places = [make_place(group, make_participant(city, sopot)) for _ in range(times)]
            start = START + number * HOUR
            mark_meeting(make_meeting(group, start), [Mark(each, True) for each in places], by=None, now=start + HOUR)
            make_support(places[0].participation, delivered_by=coordinator, delivered_on=datetime.date(2026, 9, 9))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    work(1)
    client.get(path)
    one = asked()
    work(3)
    assert asked() == one
