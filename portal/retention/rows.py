"""Keepings of plain rows: which are due is a queryset, and with a row goes the key that sealed it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from portal.crypto.models import DataKey
from portal.retention.registry import Keeping, Words

Due = Callable[[datetime.datetime], QuerySet[Any]]


def rows_keeping(
    code: str,
    position: int,
    label: Words,
    rules: tuple[str, ...],
    due: Due,
    *,
    key: str = "",
) -> Keeping:
    """Return the keeping of rows that are removed as they are.

    ``key`` names the field with the data key of a row, which is destroyed with it.
    """
    label_of_model = due(datetime.datetime.now(tz=datetime.UTC)).model._meta.label
    return Keeping(
        code, position, label, rules, (label_of_model,), lambda now: due(now).count(),
        lambda now, most: remove_rows(due(now), most, key=key),
    )  # fmt: skip


@transaction.atomic
def remove_rows(due: QuerySet[Any], most: int, *, key: str = "") -> int:
    """Remove at most so many rows, the oldest key first, and destroy their data keys; return how many rows."""
    found = list(due.order_by("pk").values_list("pk", *((key,) if key else ()))[:most])
    due.model._default_manager.filter(pk__in=[row[0] for row in found]).delete()
    DataKey.objects.filter(pk__in=[row[1] for row in found if key and row[1]]).delete()
    return len(found)


def remove_in_batches(remove: Callable[[datetime.datetime, int], int], now: datetime.datetime, most: int = 500) -> int:
    """Remove until nothing is left; return how many."""
    total = 0
    while some := remove(now, most):
        total += some
    return total
