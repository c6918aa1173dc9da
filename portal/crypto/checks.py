"""Mistakes around sealed fields that would show only when a value does not open, found at start instead."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from portal.crypto.fields import BlindIndexField, SealedTextField
from portal.crypto.models import DataKey


@register(Tags.models)
def sealed_fields(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check every model that seals values (S58, S59)."""
    chosen = {config.label for config in app_configs or apps.get_app_configs()}
    return [error for model in apps.get_models() if model._meta.app_label in chosen for error in mistakes(model)]


def mistakes(model: type[models.Model]) -> Iterator[CheckMessage]:
    """Yield what is wrong with the sealed fields of a model."""
    sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
    if sealed and not _is_made_in_python(model._meta.pk):
        yield Error("Sealed values need a UUID made in Python as primary key.", obj=model, id="crypto.E001")
    for field in sealed:
        if field.index and not _has_index_after(model, field):
            yield Error(f"“{field.index}” is no blind index declared after its field.", obj=field, id="crypto.E002")
        if not _leads_to_a_data_key(model, field.key_path):
            yield Error(f"“{field.key_path}” does not lead to a data key.", obj=field, id="crypto.E003")


def _is_made_in_python(key: Any) -> bool:
    return isinstance(key, models.UUIDField) and callable(key.default)


def _has_index_after(model: type[models.Model], field: SealedTextField) -> bool:
    fields = list(model._meta.concrete_fields)
    later = fields[fields.index(field) + 1 :]
    return any(each.name == field.index and isinstance(each, BlindIndexField) for each in later)


def _leads_to_a_data_key(model: type[models.Model], path: str) -> bool:
    current: Any = model
    for name in path.split("."):
        try:
            current = current._meta.get_field(name).related_model
        except (FieldDoesNotExist, AttributeError):
            return False
    return current is DataKey
