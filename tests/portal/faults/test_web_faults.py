"""Nothing that was acknowledged is lost, nothing is there twice: web processes killed, everything killed (L1, L2)."""

import os
import shutil
import time

import pytest

from tests.portal.faults.site import Load, Site, goes_on_after, told, wrong_with
from tests.portal.jobs.installation import own_database, own_redis
from tests.portal.operations.servers import free_port

pytestmark = pytest.mark.long

KILLS = 8


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def site(request, tmp_path):
    if request.param == "SQLite":
        if os.environ.get("DATABASE_URL"):
            pytest.skip("once is enough")
        place = Site(tmp_path)
        place.prepare()
        yield place
        place.end()
        return
    if not os.environ.get("DATABASE_URL", "").startswith("postgres") or not shutil.which("redis-server"):
        pytest.skip("needs DATABASE_URL of a PostgreSQL and a redis-server")
    with own_database(os.environ["DATABASE_URL"]) as database, own_redis(free_port()) as redis:
        place = Site(tmp_path, DATABASE_URL=database, REDIS_URL=redis)
        place.prepare()
        yield place
        place.end()


def test_web_processes_killed_under_load_lose_and_double_nothing(site):
    site.start_web()
    back = []
    with site.supervised(), Load(site) as load:
        for _ in range(KILLS):
            time.sleep(0.4)
            site.kill_one_web_process()
            killed = time.monotonic()
            time.sleep(0.2)
            back.append(goes_on_after(load, killed))
    words = told(load, slowest_back=max(seconds or 99 for seconds in back))
    assert None not in back, words
    assert wrong_with(site, load.journal) == [], words
    assert load.journal.unsure == [], words
    assert len(load.journal.acknowledged) >= KILLS, words


@pytest.mark.parametrize("site", ["SQLite"], indirect=True)
def test_whole_web_server_killed_under_load_is_back_and_has_lost_nothing(site):
    site.start_web()
    with Load(site) as load:
        time.sleep(3)
        site.kill_web()
        killed = time.monotonic()
        site.start_web()
        back = goes_on_after(load, killed)
        time.sleep(1)
    words = told(load, back=back)
    assert back is not None, words
    assert wrong_with(site, load.journal) == [], words
    assert load.journal.unsure == [], words


@pytest.mark.parametrize("site", ["SQLite"], indirect=True)
@pytest.mark.parametrize("flaw", ["mute", "deaf", "late"])
def test_process_that_dies_between_storing_and_answering_doubles_nothing_and_the_checker_would_see_it(site, flaw):
    site.start_web(f"tests.portal.faults.flawed:{flaw}")
    with Load(site) as load:
        time.sleep(5)
        if flaw == "late":
            site.kill_web()
            site.start_web()
    words, wrong = told(load), wrong_with(site, load.journal)
    if flaw == "mute":
        assert wrong == [], words
    else:
        assert any(line.startswith({"deaf": "doubled", "late": "lost"}[flaw]) for line in wrong), words
