"""Files of a record that is part of another now: they belong to that person, sealed as they are."""

from portal.merging.registry import Log, Mover, Union
from portal.uploads.models import StoredFile


def move(union: Union) -> Log:
    """Let files belong to the person who stays."""
    files = StoredFile.objects.filter(owner=union.gone.pk)
    keys = [str(key) for key in files.order_by("pk").values_list("pk", flat=True)]
    files.update(owner=union.kept.pk)
    return keys


def undo(union: Union, log: Log) -> None:
    """Let files belong to whom they belonged to."""
    StoredFile.objects.filter(pk__in=log, owner=union.kept.pk).update(owner=union.gone.pk)


FILES = Mover("files", 95, frozenset({"uploads.StoredFile.owner"}), move, undo)
