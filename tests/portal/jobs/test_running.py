"""Doing jobs: one worker, one result, whatever breaks."""

import datetime
import hashlib

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone, translation

from portal.accounts.domain import disable_account, end_membership
from portal.accounts.models import Organisation
from portal.audit.models import AuditEvent
from portal.jobs import leases
from portal.jobs.domain import cancel_job
from portal.jobs.enums import State
from portal.jobs.errors import JobCancelled, JobFailed, LeaseLost
from portal.jobs.models import Job
from portal.jobs.running import JobRun, carry_out
from tests.portal.jobs.kinds import ask, kind_that


def write(run: JobRun) -> str:
    """Leave something behind that can be counted."""
    run.progress(1, 2)
    with run.committing():
        Organisation.objects.create(code=f"written-{Organisation.objects.count()}", name="x")
        run.answer = "/there/"
    return run.answer


def written() -> int:
    return Organisation.objects.filter(code__startswith="written").count()


def expire() -> None:
    Job.objects.filter(state=State.RUNNING).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))


@pytest.fixture
def job(coordinator, sopot):
    with kind_that(write):
        yield ask(coordinator, sopot)


def now_of(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_job_is_done_once_however_often_the_bell_rings(job):
    for _ in range(3):
        carry_out(job.pk)
    assert (now_of(job).state, job.answer, job.attempt, written()) == (State.DONE, "/there/", 1, 1)


def test_result_without_a_transaction_of_its_own_is_the_returned_address(coordinator, sopot):
    with kind_that(lambda run: "/plain/"):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
    assert (now_of(job).state, job.answer) == (State.DONE, "/plain/")


def test_address_returned_after_the_result_is_kept(coordinator, sopot):
    def late(run):
        with run.committing():
            pass
        return "/late/"

    with kind_that(late):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
    assert (now_of(job).state, job.answer) == (State.DONE, "/late/")


def test_second_worker_does_not_get_a_claimed_job(job):
    first = leases.claim(job.pk)
    assert first.attempt == 1
    assert leases.claim(job.pk) is None
    assert 40 < carry_out(job.pk) < 50


def test_lost_job_is_taken_by_another_and_the_first_writes_nothing_more(job):
    kind = kind_of(job)
    zombie = JobRun(leases.claim(job.pk), kind)
    expire()
    carry_out(job.pk)
    with pytest.raises(LeaseLost):
        zombie.progress(1, 1)
    with pytest.raises(LeaseLost):
        write(zombie)
    assert not leases.fail(zombie.job, "x") and not leases.give_back(zombie.job)
    assert (now_of(job).state, job.attempt, written()) == (State.DONE, 2, 1)


def test_lease_lost_between_work_and_commit_undoes_the_work(job):
    run = JobRun(leases.claim(job.pk), kind_of(job))
    with pytest.raises(LeaseLost), run.committing():
        Organisation.objects.create(code="written-1", name="x")
        Job.objects.update(lease_token=None)
    assert written() == 0


def test_zombie_that_was_not_replaced_may_still_finish(job):
    run = JobRun(leases.claim(job.pk), kind_of(job))
    expire()
    run.close(write(run))
    assert (now_of(job).state, written()) == (State.DONE, 1)


def test_job_cancelled_while_it_runs_writes_nothing(job, coordinator):
    run = JobRun(leases.claim(job.pk), kind_of(job))
    cancel_job(job, by=coordinator)
    with pytest.raises(JobCancelled):
        run.progress(1, 1)
    with pytest.raises(JobCancelled):
        write(run)
    assert (now_of(job).state, written()) == (State.CANCELLED, 0)


def test_cancelled_while_it_runs_stays_cancelled(coordinator, sopot):
    def work(run):
        cancel_job(run.job, by=coordinator)
        return write(run)

    with kind_that(work):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
    assert (now_of(job).state, written()) == (State.CANCELLED, 0)


def test_readable_failure_is_final_and_told(coordinator, sopot):
    def work(run):
        raise JobFailed("The list has no sheet of people.")

    with kind_that(work):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
    assert (now_of(job).state, job.reason, job.attempt) == (State.FAILED, "The list has no sheet of people.", 1)


def test_poison_job_has_three_attempts_and_others_go_on(coordinator, sopot, caplog):
    def work(run):
        return 1 / 0 if run.params["thing"] == "poison" else "/fine/"

    with kind_that(work):
        poison, fine = ask(coordinator, sopot, thing="poison"), ask(coordinator, sopot, thing="fine")
        for _ in range(5):
            carry_out(poison.pk)
        carry_out(fine.pk)
    assert (now_of(poison).state, poison.attempt) == (State.FAILED, 3)
    assert "3" in poison.reason
    assert now_of(fine).state == State.DONE
    assert len([line for line in caplog.records if "broke off" in line.message]) == 3


@pytest.mark.parametrize(("error", "words"), [(MemoryError, "memory"), (SoftTimeLimitExceeded, "4 min")])
def test_job_that_reaches_a_limit_says_which(coordinator, sopot, error, words):
    def work(run):
        raise error

    with translation.override("en"), kind_that(work):
        job = ask(coordinator, sopot)
        for _ in range(3):
            carry_out(job.pk)
    assert now_of(job).state == State.FAILED
    assert words in job.reason


def test_done_job_has_the_hash_of_what_it_wrote(coordinator, sopot):
    def work(run):
        with run.committing():
            run.result_sha256 = "ab" * 32
        return "/there/"

    with kind_that(work):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
    assert now_of(job).result_sha256 == "ab" * 32


def test_done_job_without_a_hash_of_its_own_has_that_of_its_answer(job):
    carry_out(job.pk)
    assert now_of(job).result_sha256 == hashlib.sha256(b"/there/").hexdigest()


@pytest.mark.parametrize("breaks", ["membership", "account"])
def test_right_lost_before_the_job_runs_refuses_it(job, coordinator, breaks):
    take_right(coordinator, breaks)
    carry_out(job.pk)
    assert (now_of(job).state, written()) == (State.FAILED, 0)
    assert job.reason
    assert AuditEvent.objects.filter(action="refuse", object_id=str(job.pk)).count() == 1


def test_right_lost_while_the_job_runs_refuses_the_result(coordinator, sopot):
    def work(run):
        take_right(coordinator, "membership")
        return write(run)

    with kind_that(work):
        job = ask(coordinator, sopot)
        carry_out(job.pk)
    assert (now_of(job).state, written()) == (State.FAILED, 0)


def test_kind_that_is_no_longer_known_fails_with_a_reason(coordinator, sopot):
    with kind_that(write):
        job = ask(coordinator, sopot)
    carry_out(job.pk)
    assert (now_of(job).state, job.label) == (State.FAILED, "for-tests")
    assert job.reason


def test_words_of_a_job_are_in_the_language_of_the_asker(coordinator, sopot):
    from django.utils.translation import get_language

    seen = []
    with kind_that(lambda run: seen.append(get_language()) or "/x/"):
        job = ask(coordinator, sopot)
        Job.objects.update(language="uk")
        carry_out(job.pk)
    assert seen == ["uk"]


def test_progress_is_written_at_once_and_then_twice_a_second(job, django_assert_num_queries):
    run = JobRun(leases.claim(job.pk), kind_of(job))
    run.progress(0, 1000)
    with django_assert_num_queries(0):
        for done in range(1, 1000):
            run.progress(done, 1000)
    run.progress(1000, 1000)
    assert (now_of(job).progress_done, job.progress_total) == (1000, 1000)


def kind_of(job: Job):
    from portal.jobs.registry import find_job_kind

    return find_job_kind(job.kind)


def take_right(user, how: str) -> None:
    if how == "account":
        disable_account(user, by=None)
    else:
        end_membership(user.memberships.get(), last_day=datetime.date(2026, 1, 1), by=None)
