"""Each event gets its place in the chain, once, whoever seals and whenever it was committed (S33)."""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from portal.audit import sealer
from portal.audit.enums import Action
from portal.audit.models import AppendOnly, AuditEvent, AuditSeal
from portal.audit.sealer import seal_waiting, waiting_events
from portal.audit.tasks import seal_audit
from portal.audit.trail import record
from portal.audit.verification import verify_trail
from tests.portal.audit.sealed import make_events

HOUR = datetime.timedelta(hours=1)
on_postgresql = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""), reason="SQLite has one writer at a time"
)


def places():
    return list(AuditSeal.objects.order_by("sequence").values_list("sequence", flat=True))


@pytest.mark.django_db
class TestOne:
    """One sealer."""

    def test_events_get_numbers_without_gaps_in_the_order_of_their_moments(self, caseworker_city):
        events = [record(Action.VIEW, by=caseworker_city) for _ in range(3)]
        seal_audit()
        record(Action.VIEW, by=caseworker_city)
        assert seal_waiting() == 1
        assert places() == [1, 2, 3, 4]
        assert [seal.event_id for seal in AuditSeal.objects.order_by("sequence")][:3] == [event.pk for event in events]
        assert list(verify_trail()) == []

    def test_more_than_a_batch(self, monkeypatch):
        monkeypatch.setattr(sealer, "BATCH", 10)
        make_events(25)
        assert seal_waiting() == 25
        assert list(verify_trail()) == []

    def test_nothing_waits_and_nothing_is_written(self, django_assert_num_queries):
        make_events(2)
        seal_waiting()
        with django_assert_num_queries(2):
            assert seal_waiting() == 0

    def test_event_that_comes_late_is_sealed_behind_those_that_were_quicker(self):
        make_events(3)
        seal_waiting()
        (late,) = make_events(1, start=timezone.now() - HOUR / 2)
        assert seal_waiting() == 1
        assert AuditSeal.objects.get(sequence=4).event_id == late.pk

    def test_event_of_long_ago_waits_for_the_look_over_everything(self):
        make_events(3)
        seal_waiting()
        make_events(1, start=timezone.now() - 30 * HOUR)
        assert seal_waiting() == 0
        assert seal_waiting(everything=True) == 1

    def test_nothing_is_passed_over_after_the_sealer_stood_still_or_the_clock_jumped(self):
        make_events(2, start=timezone.now() + 5 * HOUR)
        seal_waiting()
        make_events(2)
        assert seal_waiting() == 2
        make_events(2, start=timezone.now() - 50 * HOUR)
        AuditSeal.objects.all().first()
        assert seal_waiting(everything=True) == 2

    def test_seal_is_never_changed_or_removed(self):
        make_events(1)
        seal_waiting()
        for act in (AuditSeal.objects.all().delete, lambda: AuditSeal.objects.all().update(sequence=2)):
            with pytest.raises(AppendOnly):
                act()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@on_postgresql
class TestSeveral:
    """Several at once, on a database with many writers."""

    def in_threads(self, *acts):
        def closing(act):
            try:
                act()
            finally:
                connections.close_all()

        threads = [threading.Thread(target=closing, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        return threads

    def test_sealers_at_once_leave_one_chain(self, monkeypatch):
        monkeypatch.setattr(sealer, "BATCH", 7)
        make_events(400)
        for thread in self.in_threads(*[lambda: seal_waiting(everything=True)] * 4):
            thread.join()
        seal_waiting(everything=True)
        assert places() == list(range(1, 401))
        assert list(verify_trail()) == []

    def test_event_whose_transaction_ends_late_is_not_skipped(self):
        written, go_on = threading.Event(), threading.Event()

        def slow():
            with transaction.atomic():
                record(Action.CREATE, by=None, reason="late")
                written.set()
                go_on.wait(10)

        (thread,) = self.in_threads(slow)
        written.wait(10)
        record(Action.VIEW, by=None)
        assert seal_waiting() == 1
        go_on.set()
        thread.join()
        assert seal_waiting() == 1
        assert AuditSeal.objects.get(sequence=2).event.reason == "late"
        assert list(verify_trail()) == []

    def test_writers_and_sealers_at_once(self):
        def write():
            for _ in range(40):
                record(Action.VIEW, by=None)

        def seal():
            for _ in range(40):
                seal_waiting()

        for thread in self.in_threads(write, write, write, seal, seal):
            thread.join()
        seal_waiting()
        assert places() == list(range(1, 121))
        assert not waiting_events().exists()
        assert list(verify_trail()) == []


KILLED = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()
from django.core.management import call_command
if sys.argv[1] == "make":
    call_command("migrate", verbosity=0)
    from tests.portal.audit.sealed import make_events
    make_events(6000)
elif sys.argv[1] == "seal":
    from portal.audit import sealer
    sealer.BATCH = 20
    print("go", flush=True)
    sealer.seal_waiting(everything=True)
else:
    from portal.audit.models import AuditSeal
    from portal.audit.sealer import seal_waiting
    from portal.audit.verification import verify_trail
    before = AuditSeal.objects.count()
    seal_waiting(everything=True)
    print(before, AuditSeal.objects.count(), len(list(verify_trail())))
"""


@pytest.mark.long
def test_killed_between_any_two_steps_it_leaves_a_whole_chain(tmp_path):
    root = Path(__file__).parents[3]
    env = {**os.environ, "PORTAL_VAR": str(tmp_path / "var"), "PORTAL_TODAY": "", "PYTHONPATH": str(root)}
    env.pop("DATABASE_URL", None)

    def start(what):
        return subprocess.Popen(
            [sys.executable, "-c", KILLED, what], cwd=root, env=env, stdout=subprocess.PIPE, text=True
        )

    made = start("make")
    made.communicate()
    assert made.returncode == 0
    for wait in (0.05, 0.3, 0.7):
        process = start("seal")
        assert process.stdout.readline() == "go\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    done = start("look")
    before, after, found = map(int, done.communicate()[0].split())
    assert 0 < before <= after
    assert (after, found) == (6000, 0)


def test_lock_is_asked_for_where_there_is_one(db):
    with transaction.atomic():
        assert sealer._is_alone()
    assert connection.vendor in ("sqlite", "postgresql")
    assert AuditEvent._meta.get_field("id").primary_key
