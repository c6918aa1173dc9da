"""Who sees which tasks, and who can be given one: never past the walls around a person (S5–S7, S26, S27)."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Task
from cases.queries.tasks import JUST_DONE, colleagues_for, overseen_colleagues, own_tasks
from portal.accounts.enums import Role
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_task

HIDDEN = (lambda about, user: about.person.denied_to.add(user), lambda about, user: hide(about))


def hide(about) -> None:
    about.person.is_confidential = True
    about.person.save()


def seen_by(user) -> set[str]:
    return {task.text for task in Task.objects.visible_to(user)}


@pytest.fixture
def about(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


def test_task_about_a_person_is_seen_by_whoever_works_with_the_person(cast, sopot, about):
    make_task(sopot, cast["caseworker_city"], about)
    colleague = make_member(Role.CASEWORKER, sopot.organisations.get(code="sopot"), sopot)
    assert {name for name, user in cast.items() if seen_by(user)} == {"caseworker_city", "coordinator"}
    assert seen_by(colleague)


def test_task_about_nobody_is_seen_by_whoever_has_or_made_it_and_by_those_who_oversee(cast, sopot, city):
    make_task(sopot, cast["caseworker_foundation"], made_by=cast["caseworker_city"])
    colleague = make_member(Role.CASEWORKER, city, sopot)
    assert {name for name, user in cast.items() if seen_by(user)} == {
        "caseworker_city", "caseworker_foundation", "coordinator", "coordinator_foundation",
    }  # fmt: skip
    assert not seen_by(colleague)


def test_partner_oversees_only_its_own_colleagues(sopot, caseworker_city, coordinator_foundation):
    make_task(sopot, caseworker_city)
    assert not seen_by(coordinator_foundation)


@pytest.mark.parametrize("conceal", HIDDEN, ids=["denied", "confidential"])
def test_task_about_somebody_out_of_sight_is_in_no_list_and_no_count(sopot, about, caseworker_city, conceal):
    make_task(sopot, caseworker_city, about)
    conceal(about, caseworker_city)
    assert own_tasks(caseworker_city, 9) == ([], 0)


def test_own_tasks_are_open_ones_by_their_last_day_then_those_just_done(sopot, caseworker_city, coordinator):
    now, day = timezone.now(), datetime.date(2026, 7, 1)
    for text, due, done in (
        ("later", 9, None), ("sooner", 2, None), ("done", 1, now), ("done long ago", 1, now - 2 * JUST_DONE)
    ):  # fmt: skip
        make_task(sopot, caseworker_city, text=text, due_on=day.replace(day=due), done_at=done)
    make_task(sopot, caseworker_city, text="withdrawn", withdrawn_at=now)
    make_task(sopot, coordinator, text="of another", made_by=caseworker_city)
    found, total = own_tasks(caseworker_city, 9)
    assert [task.text for task in found] == ["sooner", "later", "done"]
    assert total == 2


def test_about_a_person_those_are_offered_who_may_see_the_person(cast, sopot, about):
    offered = colleagues_for(cast["coordinator"], sopot, about)
    assert offered == [cast["coordinator"], cast["caseworker_city"]]
    about.person.denied_to.add(cast["caseworker_city"])
    assert colleagues_for(cast["coordinator"], sopot, about) == [cast["coordinator"]]
    about.person.denied_to.clear()
    hide(about)
    about.person.confidential_to.add(cast["coordinator"])
    assert colleagues_for(cast["coordinator"], sopot, about) == [cast["coordinator"]]


def test_about_nobody_colleagues_of_the_own_organisation_are_offered_and_all_to_who_oversees_the_project(cast, sopot):
    staff = {
        cast[name] for name in ("caseworker_city", "caseworker_foundation", "coordinator", "coordinator_foundation")
    }
    assert set(colleagues_for(cast["coordinator"], sopot, None)) == staff
    assert set(colleagues_for(cast["caseworker_foundation"], sopot, None)) == {
        cast["caseworker_foundation"], cast["coordinator_foundation"],
    }  # fmt: skip


def test_colleagues_whose_tasks_can_be_looked_through(cast):
    assert len(overseen_colleagues(cast["coordinator"])) == 4
    assert set(overseen_colleagues(cast["coordinator_foundation"])) == {
        cast["caseworker_foundation"], cast["coordinator_foundation"],
    }  # fmt: skip
    assert overseen_colleagues(cast["caseworker_city"]) == []
