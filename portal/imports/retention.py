"""Imported rows are personal data: their content goes 90 days after the decision (contracts, S65)."""

import datetime

from django.db.models import Exists, OuterRef

from portal.imports.models import ImportBatch, ImportedRow

KEPT_AFTER_DECISION = datetime.timedelta(days=90)


def remove_expired_payloads(now: datetime.datetime) -> int:
    """Remove the content of rows decided 90 days ago or earlier; return how many.

    The keyed hash stays, so that the row is recognised when it comes again. Rows that still wait for a
    decision keep their content.
    """
    expired = ImportedRow.objects.filter(decided_at__lte=now - KEPT_AFTER_DECISION, payload__isnull=False)
    _remove_reports(now - KEPT_AFTER_DECISION)
    return expired.update(payload=None)


def _remove_reports(before: datetime.datetime) -> None:
    """Remove what old imports found; how their columns were headed stays as long as the content of a row."""
    old = ImportBatch.objects.filter(imported_at__lte=before)
    old.filter(report__isnull=False).update(report=None)
    with_content = ImportedRow.objects.filter(batch=OuterRef("pk"), payload__isnull=False)
    old.filter(~Exists(with_content), layout__isnull=False).update(layout=None)
