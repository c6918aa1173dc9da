"""What the data map leaves out: a model or field without an entry, a word that nobody knows (S64)."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from portal.crypto.models import DataKey
from portal.datamap.entries import Entry, ModelEntry, entries
from portal.datamap.vocabulary import vocabulary
from portal.versions.models import Version

NONE = "none"
HISTORY = ("history_date", "history_change_reason", "history_type", "history_user", "history_id")


def mapped_models() -> list[type[models.Model]]:
    """Return the models that need an entry: all but the tables behind many-to-many fields and the twins of histories.

    Those hold nothing but what their model says, and inherit its entry.
    """
    found = apps.get_models()
    return [model for model in found if not hasattr(model, "history_object") and not hasattr(model, "instance_type")]


def named_fields(model: type[models.Model]) -> list[str]:
    """Return the fields that an entry must name: neither keys nor links, nor what every version has.

    Translations of a field (``name_uk``) go with it.
    """
    technical = {field.name for field in Version._meta.get_fields()} - {"why"} if issubclass(model, Version) else set()
    return [
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)
        if not (field.primary_key and isinstance(field, models.UUIDField | models.AutoField | models.OneToOneField))
        and not _is_link(field)
        and field.name not in technical
        and not hasattr(field, "translated_field")
    ]


def _is_link(field: models.Field) -> bool:
    return isinstance(field, models.ForeignKey) or field.related_model is DataKey


def mistakes() -> list[str]:
    """Return one sentence for each gap or mistake of the map."""
    known = entries()
    labels = {model._meta.label: model for model in mapped_models()}
    found = [f"{label}: there is no such model" for label in known if label not in labels]
    for label, model in labels.items():
        if label in known:
            found += _of_model(label, model, known[label])
        else:
            found.append(f"{label}: no entry")
    return found


def missing_fields(model: type[models.Model]) -> list[str]:
    """Return the fields of a model that its entry does not name."""
    entry = entries().get(model._meta.label)
    named = entry.inherit | set(entry.fields) if entry else frozenset()
    return [name for name in named_fields(model) if name not in named]


def _of_model(label: str, model: type[models.Model], entry: ModelEntry) -> Iterator[str]:
    there = {field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
    for name in sorted((entry.inherit | set(entry.fields)) - there):
        yield f"{label}.{name}: there is no such field"
    for name in sorted(entry.inherit & set(entry.fields)):
        yield f"{label}.{name}: named twice"
    for name in missing_fields(model):
        yield f"{label}.{name}: no entry"
    yield from _of_entry(label, entry.whole)
    for name, own in entry.fields.items():
        yield from _of_entry(f"{label}.{name}", own)


def _of_entry(where: str, entry: Entry) -> Iterator[str]:
    words = vocabulary()
    for part in ("level", "retention"):
        if getattr(entry, part) not in words[part]:
            yield f"{where}: “{getattr(entry, part)}” is no {part}"
    for part in ("purpose", "basis", "recipients", "subjects"):
        for code in getattr(entry, part):
            if code not in words[part]:
                yield f"{where}: “{code}” is no {part}"
    if not (entry.purpose and entry.basis):
        yield f"{where}: purpose and basis are missing"
    if entry.level != NONE and entry.basis == (NONE,):
        yield f"{where}: personal data need a legal basis"
    if entry.level not in (NONE, "A0") and not (entry.subjects and entry.says):
        yield f"{where}: whose data they are, and what, is missing"
