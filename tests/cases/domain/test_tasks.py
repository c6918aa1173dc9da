"""Tasks: who can be given one, what a second click does, what a change of somebody else does."""

import datetime

import pytest

from cases.domain.tasks import TaskRefused, add_task, change_task, finish_task, reopen_task, withdraw_task
from cases.models import Task
from portal.audit.models import AuditEvent
from portal.versions.actions import FactChanged
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_task

DUE = datetime.date(2026, 9, 18)


@pytest.fixture
def about(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


def test_task_about_a_person_is_sealed_with_that_persons_key_and_noted(sopot, about, caseworker_city, coordinator):
    task = add_task(sopot, text="Qzxkwvt", due_on=DUE, assigned_to=caseworker_city, by=coordinator, participation=about)
    assert task.data_key == about.person.data_key
    assert b"Qzxkwvt" not in bytes(Task.objects.values_list("text", flat=True).get())
    event = AuditEvent.objects.get(object_type="task")
    assert (event.action, event.subjects, event.detail) == ("create", [str(about.person_id)], {"task": "added"})


def test_task_about_nobody_has_a_key_of_its_own(sopot, caseworker_city):
    first, second = (
        add_task(sopot, text="Paper", due_on=DUE, assigned_to=caseworker_city, by=caseworker_city) for _ in range(2)
    )
    assert first.data_key != second.data_key
    assert Task.objects.get(pk=first.pk).text == "Paper"


def test_without_somebody_who_adds_it_a_rule_has_made_it(sopot, caseworker_city):
    task = add_task(sopot, text="Paper", due_on=DUE, assigned_to=caseworker_city, by=None)
    assert (task.kind, task.made_by) == ("by-rule", None)


def test_who_may_not_see_the_person_is_not_given_the_task(
    sopot, about, caseworker_city, caseworker_foundation, auditor
):
    about.person.denied_to.add(caseworker_city)
    for colleague in (caseworker_foundation, caseworker_city, auditor):
        with pytest.raises(TaskRefused):
            add_task(sopot, text="x", due_on=DUE, assigned_to=colleague, by=None, participation=about)


def test_who_has_no_tasks_or_no_access_any_more_is_given_none(sopot, auditor, caseworker_city):
    caseworker_city.is_active = False
    for colleague in (auditor, caseworker_city):
        with pytest.raises(TaskRefused):
            add_task(sopot, text="x", due_on=DUE, assigned_to=colleague, by=None)


def test_second_click_changes_nothing(sopot, caseworker_city):
    task = make_task(sopot, caseworker_city)
    assert [finish_task(task, by=caseworker_city) for _ in range(2)] == [True, False]
    assert Task.objects.get().done_by == caseworker_city
    assert [reopen_task(task, by=caseworker_city) for _ in range(2)] == [True, False]
    assert Task.objects.get().done_at is None
    assert [event.detail["task"] for event in AuditEvent.objects.order_by("at")] == ["done", "open-again"]


def test_handing_on_is_noted_as_such_and_saving_the_same_writes_nothing(sopot, caseworker_city, coordinator):
    task = make_task(sopot, caseworker_city)
    same = {"text": task.text, "due_on": task.due_on}
    change_task(task, **same, assigned_to=caseworker_city, by=caseworker_city)
    assert not AuditEvent.objects.exists()
    change_task(task, **same, assigned_to=coordinator, by=caseworker_city)
    assert AuditEvent.objects.get().detail == {"task": "handed-on"}
    assert Task.objects.get().assigned_to == coordinator


def test_handing_on_to_whom_the_person_is_hidden_is_refused(sopot, about, caseworker_city, caseworker_foundation):
    task = make_task(sopot, caseworker_city, about)
    with pytest.raises(TaskRefused):
        change_task(task, text=task.text, due_on=task.due_on, assigned_to=caseworker_foundation, by=caseworker_city)


def test_change_of_what_somebody_changed_meanwhile_is_refused(sopot, caseworker_city):
    seen = make_task(sopot, caseworker_city)
    finish_task(seen, by=caseworker_city)
    with pytest.raises(FactChanged):
        change_task(seen, text="new", due_on=DUE, assigned_to=caseworker_city, by=caseworker_city)
    with pytest.raises(FactChanged):
        withdraw_task(seen, by=caseworker_city, why="not needed")


def test_withdrawn_is_in_no_list_and_can_be_crossed_off_no_more(sopot, caseworker_city):
    task = make_task(sopot, caseworker_city)
    withdraw_task(task, by=caseworker_city, why="not needed")
    assert not Task.objects.standing().exists()
    assert not finish_task(task, by=caseworker_city)
    assert AuditEvent.objects.get().reason == "not needed"
