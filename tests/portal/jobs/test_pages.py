"""The pages of jobs: whose, in words, with and without a worker."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.jobs import bell, leases
from portal.jobs.enums import Seen, State
from portal.jobs.heartbeats import mark_seen
from portal.jobs.models import Heartbeat, Job
from portal.jobs.news import FOLLOWS
from portal.jobs.running import carry_out
from tests.portal.jobs.kinds import ask, kind_that

pytestmark = pytest.mark.usefixtures("accounts_speak_english")

MINUTES = datetime.timedelta(minutes=1)


@pytest.fixture
def job(coordinator, sopot):
    with kind_that(lambda run: "/koordynacja/raporty/"):
        yield ask(coordinator, sopot)


@pytest.fixture(autouse=True)
def bells(monkeypatch):
    """Nobody answers the bell."""
    rung = []
    monkeypatch.setattr(bell, "_send", lambda job_id, kind, later: rung.append(job_id))
    return rung


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def words(client, job) -> str:
    return client.get(reverse("job", args=[job.pk])).content.decode()


def waiting_for(minutes: int, *, worker_seen: int | None) -> None:
    Job.objects.update(requested_at=timezone.now() - minutes * MINUTES)
    if worker_seen is not None:
        Heartbeat.objects.create(name=Seen.WORKER, seen_at=timezone.now() - worker_seen * MINUTES)


class TestWithoutWorker:
    """L10: within two minutes the page says so."""

    def test_page_says_since_when_no_worker_runs(self, client, job):
        waiting_for(5, worker_seen=2)
        assert "No worker has been running since" in words(client, job)

    def test_page_says_so_when_there_never_was_one(self, client, job):
        waiting_for(5, worker_seen=None)
        assert "No worker is running." in words(client, job)

    def test_page_is_calm_while_a_worker_lives_or_the_job_is_fresh(self, client, job):
        assert "No worker" not in words(client, job)
        waiting_for(5, worker_seen=0)
        assert "No worker" not in words(client, job)
        assert "Waiting since" in words(client, job)

    def test_lost_job_is_said_to_start_again_and_a_page_sees_to_it(self, client, job, bells):
        leases.claim(job.pk)
        Job.objects.update(lease_until=timezone.now() - MINUTES)
        mark_seen(Seen.SCHEDULE)
        assert "The worker broke off." in words(client, job)
        Heartbeat.objects.update(seen_at=timezone.now() - 5 * MINUTES)
        words(client, job)
        assert (Job.objects.get().state, bells) == (State.WAITING, [job.pk])


def test_page_of_unfinished_job_looks_again_and_of_a_finished_one_does_not(client, job):
    page = words(client, job)
    assert 'http-equiv="refresh"' in page
    assert "data-watch" in page
    carry_out(job.pk)
    page = words(client, job)
    assert "refresh" not in page
    assert 'data-goal="/koordynacja/raporty/"' in page
    assert 'href="/koordynacja/raporty/"' in page


def test_progress_is_a_bar_with_words(client, job):
    run = leases.claim(job.pk)
    leases.renew(run, progress_done=1, progress_total=2)
    page = words(client, job)
    assert '<progress id="progress" max="2" value="1">' in page
    assert "Done: 1 of 2" in page


def test_cancel_and_start_again(client, job):
    address = reverse("job_cancel", args=[job.pk])
    assert client.post(address).url == reverse("job", args=[job.pk])
    client.post(address)
    assert Job.objects.get().state == State.CANCELLED
    again = reverse("job_again", args=[job.pk])
    assert again in words(client, job)
    assert [client.post(again).url for _ in range(2)] == [reverse("job", args=[job.pk])] * 2
    assert Job.objects.get().state == State.WAITING


@pytest.mark.parametrize("name", ["job_cancel", "job_again"])
def test_looking_changes_nothing(client, job, name):
    assert client.get(reverse(name, args=[job.pk])).status_code == 405


def test_failure_is_told_with_its_reason(client, job):
    leases.fail(leases.claim(job.pk), "The list has no sheet of people.")
    page = words(client, job)
    assert "The list has no sheet of people." in page
    assert reverse("job_again", args=[job.pk]) in page


def test_job_of_somebody_else_is_not_there(client_of, auditor, job):
    other = client_of(auditor)
    assert other.get(reverse("job", args=[job.pk])).status_code == 404
    for name in ("job_cancel", "job_again"):
        assert other.post(reverse(name, args=[job.pk])).status_code == 404
    assert "thing 1" not in other.get(reverse("job_list")).content.decode()
    assert Job.objects.get().state == State.WAITING


def test_list_costs_the_same_for_many_as_for_few(client, job, coordinator, sopot, django_assert_max_num_queries):
    client.get(reverse("job_list"))
    with django_assert_max_num_queries(7) as few:
        client.get(reverse("job_list"))
    for number in range(3):
        ask(coordinator, sopot, thing=f"more {number}")
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(reverse("job_list")).context["jobs"]) == 4


class TestNews:
    def test_next_page_tells_once_that_a_job_is_ready(self, client, job):
        words(client, job)
        carry_out(job.pk)
        page = client.get(reverse("account_settings")).content.decode()
        assert "Ready: " in page
        assert '<a href="/koordynacja/raporty/">Work for tests thing 1</a>' in page
        assert "Ready: " not in client.get(reverse("account_settings")).content.decode()
        assert FOLLOWS not in client.session

    def test_failure_is_told_and_leads_to_the_job(self, client, job):
        words(client, job)
        leases.fail(leases.claim(job.pk), "Broken.")
        page = client.get(reverse("account_settings")).content.decode()
        assert f'Not done: <a href="{reverse("job", args=[job.pk])}">' in page

    def test_what_was_seen_on_its_own_page_or_in_the_list_is_not_told_again(self, client, job):
        words(client, job)
        carry_out(job.pk)
        client.get(reverse("job_list"))
        assert "Ready: " not in client.get(reverse("account_settings")).content.decode()

    def test_looking_by_script_uses_nothing_up(self, client, job):
        words(client, job)
        carry_out(job.pk)
        client.get(reverse("account_settings"), headers={"Sec-Fetch-Dest": "empty"})
        assert "Ready: " in client.get(reverse("account_settings")).content.decode()

    def test_people_who_wait_for_nothing_pay_nothing(self, client, job, django_assert_num_queries):
        client.get(reverse("account_settings"))
        with django_assert_num_queries(2):
            client.get(reverse("account_settings"))

    def test_whoever_comes_back_later_is_told_at_the_start(self, client, job):
        carry_out(job.pk)
        assert "Ready: " in client.get("/", follow=True).content.decode()
