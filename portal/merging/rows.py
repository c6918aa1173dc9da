"""Rows that point to another record from now on, and back."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

Pair = tuple[Any, Any]


def relation(name: str) -> tuple[type[models.Model], models.Field]:
    """Return model and field of ``app.Model.field``."""
    app, model, field = name.split(".")
    found = apps.get_model(app, model)
    return found, found._meta.get_field(field)  # type: ignore[return-value]


def pairs_of(name: str, union: Any) -> list[Pair]:
    """Return from which row to which the relation goes: the people, or the participations that fold into one."""
    target = relation(name)[1].related_model
    if isinstance(union.kept, target):  # type: ignore[arg-type]
        return [(union.gone.pk, union.kept.pk)]
    return [(fold.gone.pk, fold.kept.pk) for fold in union.folds]


def move_rows(name: str, pairs: Iterable[Pair]) -> list[list[Any]]:
    """Let the rows of a relation point to the record that stays; return which did, and from where.

    A row that would stand there twice stays behind: a constraint of the table decides.
    """
    model, field = relation(name)
    moved = []
    for source, target in pairs:
        rows = model._base_manager.filter(**{field.attname: source})
        for key in list(rows.order_by("pk").values_list("pk", flat=True)):
            if _point(model, field, key, source, target):
                moved.append([str(key), str(source), str(target)])
    return moved


def move_rows_back(name: str, moved: Iterable[list[Any]]) -> None:
    """Let rows point to where they came from; one that was removed or went elsewhere since stays as it is."""
    model, field = relation(name)
    for key, source, target in moved:
        model._base_manager.filter(pk=key, **{field.attname: target}).update(**{field.attname: source})


def _point(model: type[models.Model], field: models.Field, key: Any, source: Any, target: Any) -> bool:
    try:
        with transaction.atomic():
            rows = model._base_manager.filter(pk=key, **{field.attname: source})
            return bool(rows.update(**{field.attname: target}))
    except IntegrityError:
        return False
