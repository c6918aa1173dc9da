"""Imported rows are personal data: their content goes 90 days after the decision (contracts, S65)."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portal.clock import local_day
from portal.imports.models import ImportBatch, ImportedRow, UploadedList
from portal.programmes.archive import past_archive

KEPT_AFTER_DECISION = datetime.timedelta(days=90)


def expired_payloads(now: datetime.datetime) -> QuerySet[ImportedRow]:
    """Return rows decided 90 days ago or earlier whose content is there.

    Rows that still wait for a decision keep their content.
    """
    return ImportedRow.objects.filter(decided_at__lte=now - KEPT_AFTER_DECISION, payload__isnull=False)


@transaction.atomic
def remove_expired_payloads(now: datetime.datetime, most: int = 500) -> int:
    """Remove the content of such rows, at most so many; return how many.

    The keyed hash stays, so that the row is recognised when it comes again.
    """
    some = list(expired_payloads(now).order_by("pk").values_list("pk", flat=True)[:most])
    removed = ImportedRow.objects.filter(pk__in=some).update(payload=None)
    _remove_reports(now - KEPT_AFTER_DECISION)
    return removed


def batches_past_archive(now: datetime.datetime) -> QuerySet[ImportBatch]:
    """Return lists of projects whose time of keeping is over (R78)."""
    return ImportBatch.objects.filter(grant_project__in=past_archive(local_day(now)))


@transaction.atomic
def remove_batches(now: datetime.datetime, most: int) -> int:
    """Remove such lists with all their rows, and destroy their keys; return how many lists.

    Rows name the list in which they stood last, so lists go in the order in which no other needs them.
    """
    removed = 0
    for batch in batches_past_archive(now).select_related("data_key").order_by("imported_at")[:most]:
        ImportedRow.objects.filter(batch=batch).delete()
        ImportedRow.objects.filter(seen_in=batch).update(seen_in=None)
        UploadedList.objects.filter(batch=batch).delete()
        key = batch.data_key
        batch.delete()
        key.delete()
        removed += 1
    return removed


def _remove_reports(before: datetime.datetime) -> None:
    """Remove what old imports found; how their columns were headed stays as long as the content of a row."""
    old = ImportBatch.objects.filter(imported_at__lte=before)
    old.filter(report__isnull=False).update(report=None)
    with_content = ImportedRow.objects.filter(batch=OuterRef("pk"), payload__isnull=False)
    old.filter(~Exists(with_content), layout__isnull=False).update(layout=None)
