"""Hours and days of a thing are written anew as a whole, and only when they are others."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model


def keep_spans(known: Any, made: Sequence[Model], names: Sequence[str]) -> bool:
    """Put these rows in the place of those of a thing (``known``); tell whether any of ``names`` was different."""
    before, after = ([[getattr(each, name) for name in names] for each in rows] for rows in (known.all(), made))
    if sorted(before) == sorted(after):
        return False
    known.all().delete()
    known.model._default_manager.bulk_create(made)
    return True
