"""Tasks on pages: added, handed on, crossed off where they stand, withdrawn; mistakes keep what was typed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Task
from cases.tables.tasks import day_tasks
from portal.audit.models import AuditEvent
from portal.worklist.registry import Desk
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_task
from tests.forms import again, fill, take_back

DAY = datetime.date(2026, 9, 15)
NEW, LIST = "/praca/zadania/nowe/", "/praca/zadania/"
TYPED = {"text": "Zadzwonić do szkoły", "due_on": "2026-09-18"}


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def about(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


def test_task_from_the_record_is_about_the_person_and_stands_there(client, about, caseworker_city):
    answer = fill(client, reverse("new_task_about", args=[about.number]), **TYPED)
    task = Task.objects.get()
    assert (task.participation, task.assigned_to, task.due_on) == (about, caseworker_city, datetime.date(2026, 9, 18))
    assert answer.url == reverse("person_record", args=[about.number])
    record = client.get(answer.url).content.decode()
    assert "Zadzwonić do szkoły" in record
    assert reverse("finish_task", args=[task.pk]) in record


def test_number_makes_a_task_about_the_person_whom_the_writer_may_see(client, about):
    fill(client, NEW, **TYPED, number=f" {about.number.lower()} ")
    assert Task.objects.get().participation == about


def test_number_out_of_reach_is_as_unknown_as_one_that_is_not_there(client, about, caseworker_city):
    about.person.denied_to.add(caseworker_city)
    messages = [fill(client, NEW, **TYPED, number=each).context["form"].errors for each in (about.number, "WS-99999")]
    assert messages[0] == messages[1] != {}
    assert not Task.objects.exists()
    assert AuditEvent.objects.filter(action="refuse").count() == 2


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("text", {"text": "  "}),
        ("text", {"text": "x" * 301}),
        ("text", {"text": "a\0b"}),
        ("due_on", {"due_on": "2026-02-31"}),
        ("due_on", {"due_on": "2026-09-14"}),
        ("assigned_to", {"assigned_to": "999999"}),
        ("assigned_to", {"assigned_to": "x"}),
        ("number", {"number": "9" * 21}),
    ],
)
def test_mistake_is_said_beside_the_field_and_what_was_typed_stays(client, caseworker_city, sopot, field, typed):
    answer = fill(client, NEW, **{**TYPED, **typed})
    assert list(answer.context["form"].errors) == [field]
    assert "2026-09-1" in answer.content.decode() or field == "due_on"
    assert not Task.objects.exists()


def test_auditor_and_instructor_have_no_tasks(client_of, auditor, instructor):
    for user in (auditor, instructor):
        assert client_of(user).get(LIST).status_code == 404


def test_crossed_off_from_my_day_leads_back_there_and_can_be_undone(client, sopot, caseworker_city):
    task = make_task(sopot, caseworker_city)
    answer = client.post(reverse("finish_task", args=[task.pk]), {"back": "/praca/"})
    assert answer.url == "/praca/"
    undo = reverse("reopen_task", args=[task.pk])
    assert undo in client.get("/praca/").content.decode()
    client.post(undo, {"back": "/praca/"})
    assert Task.objects.get().done_at is None


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", ""])
def test_nobody_is_led_out_of_the_portal(client, sopot, caseworker_city, back):
    task = make_task(sopot, caseworker_city)
    assert client.post(reverse("finish_task", args=[task.pk]), {"back": back}).url == LIST


def test_done_ones_stand_apart_with_who_and_when(client, sopot, caseworker_city):
    task = make_task(sopot, caseworker_city, text="Kupić papier")
    client.post(reverse("finish_task", args=[task.pk]))
    assert "Kupić papier" not in client.get(LIST).content.decode()
    assert "Kupić papier" in client.get(f"{LIST}?stan=zrobione").content.decode()


def test_who_oversees_chooses_whose_tasks_to_see(client_of, coordinator, sopot, caseworker_city, client):
    make_task(sopot, caseworker_city, text="Kupić papier")
    boss = client_of(coordinator)
    assert "Kupić papier" not in boss.get(LIST).content.decode()
    for whose in ("wszyscy", caseworker_city.pk):
        assert "Kupić papier" in boss.get(f"{LIST}?kogo={whose}").content.decode()
    assert boss.get(f"{LIST}?kogo=9%009&stan=zrobione").status_code in (200, 400)
    assert 'name="kogo"' not in client.get(LIST).content.decode()


def test_second_of_two_sees_both_texts_before_saving(client, client_of, coordinator, sopot, caseworker_city):
    task = make_task(sopot, caseworker_city, text="Kupić papier", due_on=DAY)
    path = reverse("change_task", args=[task.pk])
    page = client.get(path)
    fill(client_of(coordinator), path, text="Kupić tusz")
    answer = again(client, path, page, text="Kupić koperty")
    shown = answer.content.decode()
    assert coordinator.name in shown
    assert "Kupić tusz" in shown
    assert Task.objects.get().text == "Kupić tusz"
    again(client, path, answer)
    assert Task.objects.get().text == "Kupić koperty"


def test_overdue_task_can_be_handed_on_without_moving_its_day(client, sopot, caseworker_city, coordinator):
    task = make_task(sopot, caseworker_city, due_on=DAY - datetime.timedelta(days=9))
    fill(client, reverse("change_task", args=[task.pk]), assigned_to=str(coordinator.pk))
    assert Task.objects.get().assigned_to == coordinator


def test_withdrawn_with_a_reason_is_gone(client, sopot, caseworker_city):
    task = make_task(sopot, caseworker_city, due_on=DAY)
    path = reverse("change_task", args=[task.pk])
    take_back(client, path, why="not needed")
    assert client.get(path).status_code == 404
    assert AuditEvent.objects.get(object_type="task", action="change").reason == "not needed"


def test_list_costs_the_same_for_one_and_for_three(client, sopot, about, caseworker_city):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_task(sopot, caseworker_city, about)
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_task_about_somebody_reached_with_care_says_so_on_my_day(about, caseworker_city, sopot):
    make_task(sopot, caseworker_city, about)
    desk = Desk(caseworker_city, DAY, 8)
    assert not day_tasks(desk).rows[0].tags
    about.person.is_cautious = True
    about.person.save()
    assert [tone for _words, tone in day_tasks(desk).rows[0].tags] == ["danger"]
