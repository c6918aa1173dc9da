"""Old things of every kind go, new ones stay; twice is once; one that fails keeps nobody else (S65, L9)."""

import datetime
from dataclasses import replace

import pytest
from django.conf import settings

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.crypto.models import DataKey
from portal.jobs.models import Job
from portal.retention import engine
from portal.retention.engine import plan, run
from portal.retention.models import RetentionRun
from portal.retention.people import CASE, RECORD
from portal.retention.registry import keepings
from portal.retention.tasks import remove_what_is_due
from portal.submissions.models import Draft
from tests.factories.releases import make_release
from tests.portal.retention.planting import PLANTERS, world_of

LATER = datetime.timedelta(days=4000)
OF_PEOPLE = {"cases": CASE, "records": RECORD}
"""What goes only after two people have let it."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(sopot, city):
    return world_of(sopot, city)


def keeping_of(code: str):
    return next(each for each in keepings() if each.code == code)


def test_what_is_of_people_is_said_to_need_a_release():
    assert {each.code for each in keepings() if each.is_released} == set(OF_PEOPLE)


def test_every_kind_is_planted():
    assert set(PLANTERS) == {each.code for each in keepings()}


@pytest.mark.parametrize("code", PLANTERS)
def test_what_is_planted_now_goes_later_and_not_before(world, code):
    keeping = keeping_of(code)
    assert keeping.due(world.now + LATER) == 0
    PLANTERS[code](world)
    assert keeping.due(world.now) == 0
    assert keeping.remove(world.now, 10) == 0
    assert keeping.due(world.now + LATER) == 1
    if code in OF_PEOPLE:
        assert keeping.remove(world.now + LATER, 10) == 0
        make_release(OF_PEOPLE[code], world.now + LATER)
    assert keeping.remove(world.now + LATER, 10) == 1
    assert keeping.due(world.now + LATER) == 0
    assert keeping.remove(world.now + LATER, 10) == 0


@pytest.mark.parametrize("code", ["drafts", "lists", "messages", "applications", "refusals"])
def test_the_key_goes_with_the_row(world, code):
    before = DataKey.objects.count()
    PLANTERS[code](world)
    assert DataKey.objects.count() == before + 1
    keeping_of(code).remove(world.now + LATER, 10)
    assert DataKey.objects.count() == before


def test_more_than_a_batch_goes_in_one_run(world):
    for _each in range(5):
        PLANTERS["drafts"](world)
    done = run(world.now + LATER, most=2)
    assert done.counts["drafts"] == 5
    assert not Draft.objects.exists()


def test_run_is_written_down_in_counts_and_again_does_nothing(world):
    PLANTERS["jobs"](world)
    done = run(world.now + LATER)
    event = AuditEvent.objects.get(object_type="retentionrun")
    assert event.object_id == str(done.pk)
    assert event.detail == {"retention": {"jobs": 1}, "failed": []}
    assert run(world.now + LATER).counts == {}


def test_one_that_fails_keeps_no_other(world, monkeypatch):
    def fail(now, most):
        raise RuntimeError("Shevchenko")

    PLANTERS["jobs"](world)
    broken = [replace(each, remove=fail) if each.code == "rows" else each for each in keepings()]
    monkeypatch.setattr(engine, "keepings", lambda: broken)
    done = run(world.now + LATER)
    assert (done.failed, done.counts) == ("rows", {"jobs": 1})
    assert not Job.objects.exists()


def test_plan_counts_what_comes_and_touches_nothing(world):
    PLANTERS["jobs"](world)
    Job.objects.update(finished_at=world.now - datetime.timedelta(days=75))
    line = next(each for each in plan(world.now) if each.keeping.code == "jobs")
    assert list(line.counts) == [0, 1, 1]
    assert Job.objects.count() == 1
    assert not RetentionRun.objects.exists()


def test_plan_asks_as_often_for_many_as_for_one(world, django_assert_num_queries):
    PLANTERS["cases"](world)
    plan(world.now)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as one:
        plan(world.now)
    for _each in range(3):
        PLANTERS["cases"](world)
    with django_assert_num_queries(len(one)):
        plan(world.now)


def test_night_rings_it():
    entry = settings.CELERY_BEAT_SCHEDULE["remove-what-is-due"]
    assert entry["task"] == remove_what_is_due.name


def test_closed_account_keeps_its_name_and_nothing_else(world):
    user = PLANTERS["accounts"](world)
    keeping_of("accounts").remove(world.now + LATER, 10)
    user = User.objects.get(pk=user.pk)
    assert (user.name, user.email) == ("Zamknięta Osoba", f"{user.pk}@closed.invalid")
    assert not user.has_usable_password()


def test_account_in_use_stays(world):
    user = PLANTERS["accounts"](world)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert keeping_of("accounts").due(world.now + LATER) == 0
