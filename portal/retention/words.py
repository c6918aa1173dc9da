"""Sealed words of people, wherever they stand: which columns hold them, and how they go (S58, S65)."""

import uuid
from collections.abc import Collection, Iterator

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from portal.crypto.fields import SealedTextField
from portal.datamap.entries import entries

_TO_PERSON = ("person.data_key", "child.data_key")


def sealed_words(person: type[Model]) -> Iterator[tuple[type[Model], str, list[SealedTextField]]]:
    """Yield each model with the look-up of its person and the fields that are sealed with that person's key."""
    for model in apps.get_models():
        paths: dict[str, list[SealedTextField]] = {}
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField) and (path := _path(model, person, field)):
                paths.setdefault(path, []).append(field)
        yield from ((model, path, fields) for path, fields in paths.items())


def blank_words(person: type[Model], people: Collection[uuid.UUID], rule: str = "") -> int:
    """Blank what is sealed with the keys of these people, all of it or what ``rule`` of the data map ends.

    The rows stay as they are; also on append-only tables that is the one change allowed. Returns how many rows.
    """
    changed = 0
    for model, path, fields in sealed_words(person):
        going = [field for field in fields if not rule or _rule(model, field) == rule]
        there = Q(*((field.attname + "__isnull", False) for field in going), _connector=Q.OR)
        blank = {name: None for field in going for name in (field.attname, field.index) if name}
        if going:
            changed += QuerySet(model).filter(there, **{f"{path}__in": people}).update(**blank)
    return changed


def _path(model: type[Model], person: type[Model], field: SealedTextField) -> str:
    if model is person and field.key_path == "data_key":
        return "pk"
    return field.key_path.removesuffix(".data_key").replace(".", "__") if field.key_path.endswith(_TO_PERSON) else ""


def _rule(model: type[Model], field: SealedTextField) -> str:
    return entries()[model._meta.label].of(field.name).retention
