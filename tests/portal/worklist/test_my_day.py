"""The first page after signing in: the cards of all apps, one act on each row, one mark of reading."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.worklist import registry
from portal.worklist.registry import Column, NextAct, WorkList, WorkRow, WorkSection
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_task
from tests.factories.services import make_support

PATH = "/praca/"
DAY = datetime.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def own_sections(monkeypatch):
    """The registry without the cards of the apps."""
    monkeypatch.setattr(registry, "_sections", {})


@pytest.fixture
def enrol(city, sopot, caseworker_city):
    def enrolled(end_on=None, **values):
        person = make_person(**values)
        make_care(person, city, sopot, caseworker_city)
        made = make_participation(person, sopot, end_on=end_on)
        make_support(made)
        return made

    return enrolled


def page_of(client) -> str:
    return client.get(PATH).content.decode()


def test_who_works_with_people_starts_here_and_a_coordinator_with_the_figures(
    client_of, caseworker_city, instructor, coordinator
):
    assert client_of(caseworker_city).get(reverse("start")).url == PATH
    assert client_of(instructor).get(reverse("start")).url == PATH
    assert client_of(coordinator).get(reverse("start")).url != PATH
    assert client_of(coordinator).get(PATH).status_code == 200


def test_nothing_to_do_says_so_and_leads_on(client_of, caseworker_city, instructor):
    page = page_of(client_of(caseworker_city))
    assert "Nic dziś na Ciebie nie czeka" in page
    assert reverse("person_list") in page
    assert reverse("person_list") not in page_of(client_of(instructor))


def test_each_card_brings_its_rows_with_one_act_and_reading_leaves_one_mark(client_of, caseworker_city, sopot, enrol):
    ended = enrol(end_on=DAY - datetime.timedelta(days=21), surname="Wrona")
    silent = enrol(surname="Cicha")
    make_diagnosis(silent)
    make_task(sopot, caseworker_city, silent, text="Zadzwonić do szkoły")
    page = page_of(client_of(caseworker_city))
    assert reverse("record_finding", args=[ended.number]) in page
    assert reverse("new_support", args=[silent.number]) in page
    assert reverse("new_diagnosis", args=[silent.number]) not in page
    assert "Zadzwonić do szkoły" in page
    event = AuditEvent.objects.get(action="list")
    assert set(event.subjects) == {str(ended.person_id), str(silent.person_id)}
    assert event.detail == {"page": "my-day"}


def test_queries_are_as_many_for_one_person_as_for_three(
    client_of, caseworker_city, sopot, enrol, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_of(caseworker_city)
    for place in range(3):
        enrol(end_on=DAY)
        make_task(sopot, caseworker_city, enrol())
        if place == 0:
            with django_assert_max_num_queries(35) as one:
                client.get(PATH)
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(PATH)


def test_what_is_on_now_is_marked_and_what_is_done_is_not(own_sections, client_of, caseworker_city):
    begun = timezone.localtime().replace(second=0, microsecond=0).time()

    def rows(desk):
        made = [("Now", ""), ("Over", "saved 8:52")]
        return WorkList(
            [WorkRow(name, "/x/", [NextAct("Go", "/x/")], at=begun, minutes=1, done=d) for name, d in made], 2
        )

    registry.register_work_section(
        WorkSection("today", 10, "Today", "view_my_day", rows, tally=lambda count: f"{count} things")
    )
    page = page_of(client_of(caseworker_city))
    assert page.count('class="now"') <= 1
    assert 'class="done"' in page
    assert "2 things" in page


def test_card_is_for_those_with_its_right_and_says_how_many_more_there_are(own_sections, client_of, instructor):
    row = WorkRow("One", "/x/", [NextAct("Go", "/x/", panel="p")])
    registry.register_work_section(
        WorkSection("many", 10, "Many", "view_my_day", lambda desk: WorkList([row], 11, "/all/"))
    )
    registry.register_work_section(
        WorkSection("hidden", 20, "Hidden", "record_support", lambda desk: WorkList([row], 1))
    )
    page = page_of(client_of(instructor))
    assert "(11)" in page
    assert "Hidden" not in page


def test_names_of_the_cards_with_rows_lead_to_them(own_sections, client_of, instructor):
    row = WorkRow("One", "/x/", [NextAct("Go", "/x/")])
    for code, column, rows in (("left", Column.MAIN, [row]), ("right", Column.SIDE, [row]), ("blank", Column.SIDE, [])):
        work = WorkList(rows, len(rows))
        section = WorkSection(code, 10, code, "view_my_day", lambda _desk, work=work: work, column=column, empty="None")
        registry.register_work_section(section)
    page = page_of(client_of(instructor))
    assert re.findall(r'<a class="chip" href="#([\w-]+)">', page) == ["work-left", "work-right"]
    assert all(f'id="work-{code}"' in page for code in ("left", "right", "blank"))


def test_shortcuts_are_named_only_while_single_keys_are_on(client_of, caseworker_city):
    client = client_of(caseworker_city)
    assert "day-keys" in page_of(client)
    caseworker_city.single_keys = False
    caseworker_city.save()
    assert "day-keys" not in page_of(client)
