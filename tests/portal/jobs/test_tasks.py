"""What the beat rings, and what the bell does."""

import datetime

from django.conf import settings
from django.utils import timezone

from portal.celery import app
from portal.imports.retention import KEPT_AFTER_DECISION
from portal.retention.tasks import remove_what_is_due
from tests.portal.imports.rows import make_row


def test_every_entry_of_the_schedule_rings_a_task_that_exists():
    app.loader.import_default_modules()
    entries = settings.CELERY_BEAT_SCHEDULE.values()
    assert entries
    assert all(entry["task"] in app.tasks for entry in entries)


def test_the_schedule_speaks_local_time():
    assert app.conf.timezone == settings.TIME_ZONE


def test_a_task_is_ended_before_redis_gives_it_to_another_worker():
    given_out_again_after = app.conf.broker_transport_options.get("visibility_timeout", 60 * 60)
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < given_out_again_after


def test_a_task_that_loses_its_worker_is_not_lost():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost


def test_messages_are_plain_data():
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ["json"]


def test_the_nightly_task_removes_what_has_expired(sopot):
    row = make_row(sopot, decided_at=timezone.now() - KEPT_AFTER_DECISION - datetime.timedelta(minutes=1))
    remove_what_is_due()
    row.refresh_from_db()
    assert row.payload == ""
