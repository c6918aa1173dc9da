"""Lost jobs come back, waiting jobs are rung for, whoever looks after them."""

import datetime
import socket
import time

import pytest
from django.utils import timezone

from portal.celery import app
from portal.jobs import bell, care, leases
from portal.jobs.enums import Seen, State
from portal.jobs.heartbeats import a_worker_lives, mark_seen, marks, take_turn
from portal.jobs.models import Heartbeat, Job
from portal.jobs.tasks import look_after_jobs, run_job
from portal.retention.rows import remove_rows
from tests.portal.jobs.kinds import ask, kind_that

SECONDS = datetime.timedelta(seconds=1)


@pytest.fixture
def job(coordinator, sopot):
    with kind_that(lambda run: "/there/"):
        yield ask(coordinator, sopot)


@pytest.fixture
def bells(monkeypatch):
    rung = []
    monkeypatch.setattr(bell, "_send", lambda job_id, kind, later: rung.append(job_id))
    return rung


@pytest.fixture
def real_bells():
    """Bells go through the broker."""
    app.conf.update(task_always_eager=False)
    yield
    app.conf.update(task_always_eager=True)


def ago(seconds: float) -> datetime.datetime:
    return timezone.now() - seconds * SECONDS


def test_job_of_a_silent_worker_waits_again_and_is_rung_for(job, bells):
    leases.claim(job.pk)
    care.look_after_jobs(timezone.now())
    assert (Job.objects.get().state, bells) == (State.RUNNING, [])
    care.look_after_jobs(timezone.now() + 46 * SECONDS)
    again = Job.objects.get()
    assert (again.state, again.lease_token, bells) == (State.WAITING, None, [job.pk])


def test_busy_worker_looks_after_lost_jobs_before_its_next(job, bells, coordinator, sopot):
    """Behind a long queue what the beat rings is too old before it is heard."""
    leases.claim(job.pk)
    Job.objects.update(lease_until=ago(1))
    other = ask(coordinator, sopot, thing="2")
    Job.objects.filter(pk=other.pk).update(rung_at=timezone.now())
    run_job(str(other.pk))
    assert Job.objects.get(pk=other.pk).state == State.DONE
    assert (Job.objects.get(pk=job.pk).state, bells) == (State.WAITING, [job.pk])


def test_job_that_lost_its_third_worker_fails_with_a_reason(job, bells):
    for _ in range(3):
        leases.claim(job.pk)
        care.look_after_jobs(timezone.now() + 46 * SECONDS)
    job.refresh_from_db()
    assert (job.state, job.attempt, bool(job.reason)) == (State.FAILED, 3, True)
    assert leases.claim(job.pk) is None


def test_lease_given_before_the_clock_was_set_back_does_not_hold_for_ever(job):
    leases.claim(job.pk)
    assert leases.return_lost(timezone.now() - datetime.timedelta(hours=1)) == 1


def test_nobody_is_told_of_a_job_twice_in_a_row(job, bells):
    mark_seen(Seen.WORKER)
    care.look_after_jobs(timezone.now())
    care.look_after_jobs(timezone.now())
    assert bells == [job.pk]
    Job.objects.update(rung_at=ago(31))
    care.look_after_jobs(timezone.now())
    assert bells == [job.pk] * 2


def test_without_a_worker_bells_do_not_heap_up(job, bells):
    Job.objects.update(rung_at=ago(300))
    care.look_after_jobs(timezone.now())
    assert bells == []
    Job.objects.update(rung_at=ago(601))
    care.look_after_jobs(timezone.now())
    assert bells == [job.pk]


def test_broken_off_job_waits_a_moment_before_its_next_attempt(job, bells):
    leases.give_back(leases.claim(job.pk))
    mark_seen(Seen.WORKER)
    care.look_after_jobs(timezone.now())
    assert (Job.objects.get().state, bells) == (State.WAITING, [])


def test_one_look_gives_up_on_a_broker_that_is_away(job, coordinator, sopot, monkeypatch):
    tried = []
    monkeypatch.setattr(bell, "_send", lambda *arguments: tried.append(arguments) or 1 / 0)
    ask(coordinator, sopot, thing="2")
    assert care.look_after_jobs(timezone.now()) == (0, 0)
    assert len(tried) == 1


class TestMarks:
    def test_the_task_of_the_beat_shows_that_worker_and_beat_live(self, db):
        look_after_jobs(by_beat=True)
        assert set(marks()) == {Seen.WORKER, Seen.SCHEDULE}

    def test_a_worker_that_starts_does_not_speak_for_the_beat(self, db):
        look_after_jobs()
        assert set(marks()) == {Seen.WORKER}

    def test_worker_is_dead_after_a_while_unless_it_holds_a_job(self, job):
        mark_seen(Seen.WORKER)
        now = timezone.now()
        assert a_worker_lives(marks(), now)
        assert not a_worker_lives(marks(), now + 76 * SECONDS)
        leases.claim(job.pk)
        Job.objects.update(lease_until=now + 100 * SECONDS)
        assert a_worker_lives(marks(), now + 76 * SECONDS)

    def test_of_several_one_gets_the_turn(self, db):
        now = timezone.now()
        assert [take_turn(Seen.CARE, 30 * SECONDS, now) for _ in range(3)] == [True, False, False]
        assert take_turn(Seen.CARE, 30 * SECONDS, now + 31 * SECONDS)


class TestWithoutBeat:
    def test_a_page_returns_lost_jobs(self, job, bells):
        leases.claim(job.pk)
        Job.objects.update(lease_until=ago(1))
        care.look_after_jobs_without_beat(marks(), timezone.now())
        assert (Job.objects.get().state, bells) == (State.WAITING, [job.pk])

    def test_a_page_leaves_it_to_a_beat_that_lives(self, job, bells):
        mark_seen(Seen.SCHEDULE)
        care.look_after_jobs_without_beat(marks(), timezone.now())
        assert bells == []

    def test_many_pages_look_once(self, job, bells, django_assert_max_num_queries):
        care.look_after_jobs_without_beat({}, timezone.now())
        with django_assert_max_num_queries(2):
            care.look_after_jobs_without_beat({}, timezone.now())


@pytest.mark.parametrize("answers", [False, True], ids=["refuses", "never answers"])
def test_broker_that_is_away_costs_the_page_less_than_a_second(job, real_bells, monkeypatch, answers):
    """A server that takes the connection and says nothing is the slow one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if not answers:
            server.close()
        connection_to = type(app).connection_for_write
        away = lambda self, url=None, **how: connection_to(self, f"redis://127.0.0.1:{port}/0", **how)  # noqa: E731
        monkeypatch.setattr(type(app), "connection_for_write", away)
        took = []
        for _ in range(3):  # the first time the library is loaded, too
            begun = time.monotonic()
            assert not bell.ring(job.pk, job.kind)
            took.append(time.monotonic() - begun)
        assert min(took) < 1
    job.refresh_from_db()
    assert (job.state, job.rung_at) == (State.WAITING, None)


def test_old_jobs_are_removed_and_unfinished_ones_are_not(job, coordinator, sopot):
    ask(coordinator, sopot, thing="2")
    Job.objects.filter(pk=job.pk).update(state=State.DONE, finished_at=timezone.now() - datetime.timedelta(days=91))
    assert remove_rows(care.old_jobs(timezone.now()), 9) == 1
    assert Job.objects.exclude(pk=job.pk).count() == Job.objects.count() == 1


def test_mark_of_life_reads_well(db):
    mark_seen(Seen.WORKER)
    assert str(Heartbeat.objects.get()).startswith("worker 20")
