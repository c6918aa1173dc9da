"""Rows of lists that were about a record which is part of another now: they are recognised as that person's (R34)."""

from portal.imports.models import ImportedRow
from portal.merging.registry import Log, Mover, Union


def move(union: Union) -> Log:
    """Let rows be about the participation that stays, so that next week's list finds the one person.

    Rows of other sheets are recognised by whom they were about when they were read, so that is kept.
    """
    moved = []
    for fold in union.folds:
        rows = ImportedRow.objects.filter(subject=fold.gone.pk)
        keys = [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]
        rows.filter(marked_by=None).update(marked_by=fold.gone.pk)
        rows.update(subject=fold.kept.pk)
        moved.append([str(fold.gone.pk), str(fold.kept.pk), keys])
    return moved


def undo(union: Union, log: Log) -> None:
    """Let rows be about whom they were about."""
    for gone, kept, keys in log:
        rows = ImportedRow.objects.filter(pk__in=keys)
        rows.filter(marked_by=gone).update(marked_by=None)
        rows.filter(subject=kept).update(subject=gone)


ROWS = Mover("imported-rows", 90, frozenset({"imports.ImportedRow.subject"}), move, undo)
