"""Workers are killed and put to sleep at random moments; every report still has its files, once (L7, L8)."""

import os
import random
import shutil
import signal
import sys
import time

import pytest

from reporting.enums import FILES
from tests.portal.jobs.checker import wrong_with
from tests.portal.jobs.installation import Installation, children, own_database, own_redis, watch
from tests.portal.jobs.running import ON_SQLITE, manage
from tests.portal.operations.servers import free_port

pytestmark = pytest.mark.long

REPORTS = 30
LAST_ATTEMPT = 3


@pytest.fixture(params=[pytest.param("SQLite and a folder", marks=ON_SQLITE), "PostgreSQL and Redis"])
def installation(request, tmp_path):
    if request.param == "SQLite and a folder":
        place = Installation(tmp_path)
        yield place
        place.end()
        return
    if not os.environ.get("DATABASE_URL", "").startswith("postgres") or not shutil.which("redis-server"):
        pytest.skip("needs DATABASE_URL of a PostgreSQL and a redis-server")
    with own_database(os.environ["DATABASE_URL"]) as database, own_redis(free_port()) as redis:
        place = Installation(tmp_path, DATABASE_URL=database, REDIS_URL=redis)
        yield place
        place.end()


def kill_in_next_job(installation: Installation, worker, moment: random.Random, struck: set):
    """Kill the worker, or only the process that works, somewhere in the next job; return the worker that lives then.

    ``struck`` are the attempts that were killed; a last attempt is spared.
    """

    def at_work() -> list[tuple]:
        return [each for each in installation.running() if each not in struck and each[1] < LAST_ATTEMPT]

    assert watch(lambda: at_work() or installation.are_over(), 120) is not None, "no job is taken"
    time.sleep(moment.uniform(0, 1) * moment.random())  # early more often: a job that is over cannot be struck
    for attempt in at_work():
        struck.add(attempt)
        if moment.random() < 0.5:
            installation.signal(worker, signal.SIGKILL)
            return installation.start_worker()
        for child in children(worker):
            os.kill(child, signal.SIGKILL)
    return worker


def test_killed_at_random_moments_thirty_reports_have_each_file_once(installation):
    seed = random.SystemRandom().randrange(10**6)
    moment = random.Random(seed)
    installation.ask_for_reports(REPORTS)
    worker, struck = installation.start_worker(), set()
    while len(struck) < REPORTS and not installation.are_over():
        worker = kill_in_next_job(installation, worker, moment, struck)
    recovered = watch(installation.are_over, 300)
    repeated = installation.sql("SELECT count(*) FROM jobs_job WHERE attempt > 1")[0][0]
    trail = f"seed {seed}: {len(struck)} kills, {repeated} jobs done again, the rest took {recovered} s"
    sys.stdout.write(trail)
    assert recovered is not None, trail
    assert wrong_with(installation) == [], trail
    assert repeated >= REPORTS // 3, trail


@pytest.mark.parametrize("app", ["slow", "flawed"])
def test_worker_that_slept_through_its_lease_writes_nothing_and_the_checker_would_see_it(installation, app):
    installation.ask_for_reports(1)
    sleeper = installation.start_worker(f"tests.portal.jobs.{app}")
    assert watch(lambda: installation.sql("SELECT 1 FROM jobs_job WHERE progress_total > 0"), 60) is not None
    installation.signal(sleeper, signal.SIGSTOP)
    installation.start_worker("tests.portal.jobs.slow")
    assert watch(installation.are_over, 120) is not None
    installation.signal(sleeper, signal.SIGCONT)
    assert watch(lambda: installation.said("attempt 1: "), 120) is not None
    wrong = wrong_with(installation)
    if app == "slow":
        assert wrong == []
        assert installation.said("attempt 1: LeaseLost")
    else:
        assert [line for line in wrong if line.endswith("were written 2 times")], wrong


@pytest.mark.parametrize("is_queue_lost", [False, True], ids=["queue kept", "queue lost"])
def test_day_without_a_worker_loses_nothing(installation, is_queue_lost):
    """Jobs asked for while nobody works are done when somebody does, also without their bells (L6, L10)."""
    installation.ask_for_reports(2)
    if is_queue_lost:
        installation.lose_queue()
    assert installation.sql("SELECT count(*) FROM jobs_job WHERE state = 'waiting'") == [(2,)]
    installation.start_worker()
    assert watch(installation.are_over, 90) is not None
    assert wrong_with(installation) == []


POISON = """
from portal.accounts.models import User
from portal.jobs.domain import request_job
from portal.programmes.models import GrantProject
from tests.portal.jobs.poison import KINDS
for kind in KINDS:
    request_job(kind, by=User.objects.get(), grant_project=GrantProject.objects.get(), params={"thing": "1"})
"""


def test_poison_fails_after_three_attempts_with_a_reason_and_the_others_go_on(installation):
    installation.environment["PORTAL_JOB_MEMORY"] = "1500"
    installation.ask_for_reports(1)
    manage(installation.environment, "shell", "--verbosity", "0", "-c", POISON)
    installation.start_worker("tests.portal.jobs.poison")
    assert watch(installation.are_over, 120) is not None
    told = {kind: rest for kind, *rest in installation.sql("SELECT kind, state, attempt, reason FROM jobs_job")}
    assert told.pop(FILES)[0] == "done"
    assert {(state, attempt) for state, attempt, _reason in told.values()} == {("failed", 3)}
    assert "pami" in told["hungry"][2]
    assert "minut" in told["endless"][2]
    assert "3" in told["crashing"][2]
