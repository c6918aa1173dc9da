"""Database, Redis and disk go away and come back: nothing acknowledged is lost, nothing doubled (L6, L12, L14)."""

import os
import shutil
import sqlite3
import statistics
import subprocess
import time
from contextlib import closing

import pytest

from tests.portal.faults.site import UNAVAILABLE, Load, Site, goes_on_after, told, wrong_with
from tests.portal.jobs.installation import own_database, own_redis, watch
from tests.portal.jobs.running import ON_SQLITE
from tests.portal.operations.servers import free_port, own_postgres, postgres_program

pytestmark = [pytest.mark.long, ON_SQLITE]  # each brings its own services

SOUND, LATE = "portal.wsgi:application", "tests.portal.faults.flawed:late"
REFUSED = {302, UNAVAILABLE}


def judged(site: Site, load: Load, application: str, words: str) -> None:
    """A sound site has lost and doubled nothing; what the flawed one lost, the checker sees."""
    wrong = wrong_with(site, load.journal)
    if application == SOUND:
        assert wrong == [], words
        assert set(load.journal.statuses) <= REFUSED, words
    else:
        assert any(line.startswith("lost") for line in wrong), words


@pytest.mark.parametrize("application", [SOUND, LATE])
def test_database_stopped_at_once_loses_nothing_and_is_a_503(tmp_path, application):
    if not postgres_program("initdb"):
        pytest.skip("needs the programs of a PostgreSQL server (initdb)")
    with own_postgres() as server, own_database(server.url) as database:
        site = Site(tmp_path, DATABASE_URL=database)
        try:
            site.prepare()
            site.start_web(application)
            with Load(site) as load:
                time.sleep(2)
                server.stop()
                time.sleep(2)
                server.start()
                back = goes_on_after(load, time.monotonic())
                time.sleep(1)
            words = told(load, back=back)
            assert back is not None, words
            judged(site, load, application, words)
            if application == SOUND:
                assert load.journal.statuses.get(UNAVAILABLE), words
        finally:
            site.end()


@pytest.mark.parametrize("worker", ["portal", "tests.portal.faults.silent"])
def test_redis_away_keeps_no_page_waiting_and_jobs_are_done_when_it_is_back(tmp_path, worker):
    if not shutil.which("redis-server"):
        pytest.skip("needs redis-server")
    port = free_port()
    with own_redis(port) as redis:
        site = Site(tmp_path, REDIS_URL=redis)
        site.prepare()
        site.start_web()
        with Load(site) as before:
            time.sleep(2)
    try:
        with Load(site, first=before.journal.places) as load:
            time.sleep(3)
            site.ask_for_reports(1)
        words = told(load)
        assert load.journal.acknowledged, words
        extra = statistics.median(load.journal.seconds) - statistics.median(before.journal.seconds)
        assert extra < 1, words
        judged(site, load, SOUND, words)
        with own_redis(port):
            site.start_worker(worker)
            done = watch(site.are_over, 60 if worker == "portal" else 12)
        assert (done is not None) == (worker == "portal"), words
    finally:
        site.end()


@pytest.mark.parametrize("application", [SOUND, LATE])
def test_full_disk_acknowledges_nothing_and_mends_itself(tmp_path, application):
    if os.geteuid() != 0:
        pytest.skip("only root may make a disk of its own")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
    site = Site(folder)
    try:
        site.prepare()
        site.start_web(application)
        with Load(site) as load:
            time.sleep(1)
            fill(folder)
            time.sleep(3)
            landing = site.ask("GET", "/pl/")[0]
            (folder / "filler").unlink()
            back = goes_on_after(load, time.monotonic(), 60)
        words = told(load, back=back)
        assert back is not None, words
        assert landing == 200, words
        judged(site, load, application, words)
        with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        site.end()
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder) -> None:
    """Write until nothing fits any more, down to the last block."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue
