"""Asking for jobs, cancelling them, asking again."""

import datetime

import pytest
from django.utils import timezone, translation

from portal.audit.models import AuditEvent
from portal.jobs import bell
from portal.jobs.domain import cancel_job, latest_job, request_job, retry_job
from portal.jobs.enums import State
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from tests.portal.jobs.kinds import CODE, ask, kind_that


@pytest.fixture(autouse=True)
def kind():
    with kind_that(lambda run: "/there/") as kind:
        yield kind


def test_double_click_is_one_job(coordinator, sopot):
    assert ask(coordinator, sopot) == ask(coordinator, sopot)
    assert AuditEvent.objects.filter(action="create", object_type="job").count() == 1


def test_other_work_or_another_asker_is_another_job(coordinator, auditor, sopot):
    assert len({ask(coordinator, sopot).pk, ask(coordinator, sopot, thing="2").pk, ask(auditor, sopot).pk}) == 3


def test_work_that_was_just_done_is_not_done_again_and_later_it_is(coordinator, sopot):
    job = ask(coordinator, sopot)
    carry_out(job.pk)
    assert ask(coordinator, sopot) == job
    Job.objects.update(finished_at=timezone.now() - datetime.timedelta(minutes=11))
    assert ask(coordinator, sopot) != job


def test_two_who_ask_at_the_same_moment_get_one_job(coordinator, sopot, monkeypatch):
    first, blind = ask(coordinator, sopot), [None]
    real = request_job.__globals__["_same"]
    monkeypatch.setitem(request_job.__globals__, "_same", lambda job: blind.pop() if blind else real(job))
    assert ask(coordinator, sopot) == first
    assert Job.objects.count() == 1


def test_failed_work_can_be_asked_for_at_once(coordinator, sopot):
    job = ask(coordinator, sopot)
    Job.objects.update(state=State.FAILED, finished_at=timezone.now())
    assert ask(coordinator, sopot) != job


def test_job_keeps_the_language_of_the_asker(coordinator, sopot):
    with translation.override("uk"):
        assert ask(coordinator, sopot).language == "uk"


def test_unknown_kind_and_parameters_that_are_no_text_are_refused(coordinator, sopot):
    with pytest.raises(LookupError):
        request_job("no-kind", by=coordinator, grant_project=sopot, params={})
    with pytest.raises(TypeError):
        request_job(CODE, by=coordinator, grant_project=sopot, params={"number": 1})
    assert not Job.objects.exists()


def test_workers_are_told_after_the_transaction(coordinator, sopot, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(coordinator, sopot)
        assert job.rung_at is None
    job.refresh_from_db()
    assert (job.state, job.answer) == (State.DONE, "/there/")


def test_broken_bell_does_not_reach_the_asker(coordinator, sopot, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(bell, "_send", lambda *_: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(coordinator, sopot)
    job.refresh_from_db()
    assert (job.state, job.rung_at) == (State.WAITING, None)


class TestCancel:
    def test_waiting_job_is_never_run(self, coordinator, sopot):
        job = ask(coordinator, sopot)
        assert cancel_job(job, by=coordinator)
        carry_out(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempt) == (State.CANCELLED, 0)
        assert AuditEvent.objects.filter(action="change", detail__state="cancelled").count() == 1

    def test_finished_job_stays_finished(self, coordinator, sopot):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
        assert not cancel_job(job, by=coordinator)
        job.refresh_from_db()
        assert job.state == State.DONE
        assert not AuditEvent.objects.filter(detail__state="cancelled").exists()


class TestRetry:
    def test_failed_job_has_all_its_attempts_again(self, coordinator, sopot):
        job = ask(coordinator, sopot)
        Job.objects.update(
            state=State.FAILED, attempt=3, reason="x", finished_at=timezone.now(), told_at=timezone.now()
        )
        assert retry_job(job, by=coordinator) == job
        assert (job.state, job.attempt, job.reason, job.told_at) == (State.WAITING, 0, "", None)
        carry_out(job.pk)
        job.refresh_from_db()
        assert job.state == State.DONE

    @pytest.mark.parametrize("state", [State.WAITING, State.RUNNING, State.DONE])
    def test_others_stay_as_they_are(self, coordinator, sopot, state):
        job = ask(coordinator, sopot)
        Job.objects.update(state=state, attempt=2)
        assert retry_job(job, by=coordinator).attempt == 2
        assert not AuditEvent.objects.filter(action="change").exists()

    def test_twin_that_was_asked_for_in_between_takes_its_place(self, coordinator, sopot):
        job = ask(coordinator, sopot)
        Job.objects.update(state=State.FAILED)
        twin = ask(coordinator, sopot)
        assert retry_job(job, by=coordinator) == twin
        job.refresh_from_db()
        assert job.state == State.FAILED


def test_latest_job_is_found_whoever_asked(coordinator, auditor, sopot):
    ask(coordinator, sopot)
    later = ask(auditor, sopot)
    assert latest_job(CODE, grant_project=sopot, params={"thing": "1"}) == later
    assert latest_job(CODE, grant_project=sopot, params={"thing": "2"}) is None
