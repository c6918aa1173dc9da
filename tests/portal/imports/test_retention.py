"""The content of imported rows goes 90 days after the decision; the mark by which they are known stays."""

import datetime

import pytest

from portal.imports.models import ImportBatch
from portal.imports.retention import remove_expired_payloads
from tests.portal.imports.rows import make_batch, make_row

NOW = datetime.datetime(2026, 12, 15, 3, 20, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("days", "left"), [(89, "Shevchenko"), (90, ""), (400, "")])
def test_content_goes_after_ninety_days(sopot, days, left):
    row = make_row(sopot, decided_at=NOW - datetime.timedelta(days=days))
    assert remove_expired_payloads(NOW) == (left == "")
    row.refresh_from_db()
    assert row.payload == left


def test_a_row_that_waits_keeps_its_content(sopot):
    row = make_row(sopot, decided_at=None)
    assert remove_expired_payloads(NOW) == 0
    row.refresh_from_db()
    assert row.payload == "Shevchenko"


def test_the_mark_of_the_row_stays_and_nothing_is_removed_twice(sopot):
    row = make_row(sopot, decided_at=NOW - datetime.timedelta(days=91))
    mark = bytes(row.fingerprint)
    assert remove_expired_payloads(NOW) == 1
    assert remove_expired_payloads(NOW) == 0
    row.refresh_from_db()
    assert bytes(row.fingerprint) == mark


@pytest.mark.parametrize(("days", "left"), [(89, "found"), (90, "")])
def test_findings_of_an_import_go_after_ninety_days(sopot, days, left):
    batch = make_batch(sopot, report="found", layout="headings")
    ImportBatch.objects.filter(pk=batch.pk).update(imported_at=NOW - datetime.timedelta(days=days))
    remove_expired_payloads(NOW)
    batch = ImportBatch.objects.get()
    assert (batch.report, bool(batch.layout)) == (left, bool(left))


def test_headings_stay_as_long_as_a_row_waits(sopot):
    batch = make_batch(sopot, layout="headings")
    make_row(sopot, batch=batch, decided_at=None)
    ImportBatch.objects.update(imported_at=NOW - datetime.timedelta(days=400))
    remove_expired_payloads(NOW)
    assert ImportBatch.objects.get().layout == "headings"
