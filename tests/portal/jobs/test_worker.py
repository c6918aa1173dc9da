"""A real worker process takes a task from a real broker."""

import os
import sqlite3
import uuid
from contextlib import closing

import pytest
import redis

from tests.portal.jobs.running import ON_SQLITE, manage, migrate, start, surroundings, wait_until

EXPIRED_ROW = """
import datetime
from django.utils import timezone
from portal.crypto.models import DataKey
from portal.imports.models import ImportBatch, ImportedRow
from portal.programmes.loading import load_programme
key = DataKey.fresh(); key.save()
project = load_programme("sopot-5.15")
batch = ImportBatch.objects.create(grant_project=project, data_key=key)
ImportedRow.objects.create(
    batch=batch, grant_project=project, sheet="people", row_number=2, fingerprint=bytes(32), ordinal=1,
    state="created", payload="content", decided_at=timezone.now() - datetime.timedelta(days=91),
)
"""
RING = "from portal.retention.tasks import remove_what_is_due; remove_what_is_due.delay()"
WORKER = ("-m", "celery", "-A", "portal", "worker", "--concurrency", "1", "--loglevel", "WARNING")

pytestmark = pytest.mark.long


def contents(folder):
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM imports_importedrow WHERE payload IS NOT NULL").fetchone()[0]


@pytest.mark.parametrize("broker", [pytest.param("filesystem", marks=ON_SQLITE), "redis"])
def test_a_task_runs_in_a_worker_process(tmp_path, broker):
    environment = surroundings(tmp_path)
    if broker == "redis":
        if "REDIS_URL" not in os.environ:
            pytest.skip("needs REDIS_URL")
        environment["REDIS_URL"] = os.environ["REDIS_URL"]
    queue = f"test-{uuid.uuid4().hex[:8]}"
    migrate(environment)
    manage(environment, "shell", "--verbosity", "0", "-c", EXPIRED_ROW)
    manage(environment, "shell", "--verbosity", "0", "-c", RING.replace(".delay()", f".apply_async(queue={queue!r})"))
    assert contents(tmp_path) == 1
    process = start(environment, *WORKER, "--queues", queue)
    try:
        done = wait_until(lambda: contents(tmp_path) == 0)
    finally:
        process.terminate()
        said = process.communicate(timeout=20)[0]
        forget(queue)
    assert done, said


def forget(queue):
    if "REDIS_URL" in os.environ:
        with redis.from_url(os.environ["REDIS_URL"]) as client:
            client.delete(queue, f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")
