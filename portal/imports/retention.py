"""Imported rows are personal data: their content goes 90 days after the decision (contracts, S65)."""

import datetime

from portal.imports.models import ImportedRow

KEPT_AFTER_DECISION = datetime.timedelta(days=90)


def remove_expired_payloads(now: datetime.datetime) -> int:
    """Remove the content of rows decided 90 days ago or earlier; return how many.

    The keyed hash stays, so that the row is recognised when it comes again. Rows that still wait for a
    decision keep their content.
    """
    expired = ImportedRow.objects.filter(decided_at__lte=now - KEPT_AFTER_DECISION, payload__isnull=False)
    return expired.update(payload=None)
