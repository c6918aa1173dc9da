"""Model fields whose values are sealed in the database and plain in Python."""

import uuid
from functools import reduce
from typing import Any

from django.db import models

from portal.crypto.models import DataKey
from portal.crypto.sealing import blind_index, seal, unseal

DATA_KEY_ID = "d"


class _SealedValue:
    """Opens the stored bytes when the attribute is first read; keeps what is assigned until saved."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname)
        if value is None and self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
            value = instance.__dict__.get(self.field.attname)
        if isinstance(value, (bytes, memoryview)):
            value = self.field.open(instance, bytes(value))
            instance.__dict__[self.field.attname] = value
        return "" if value is None else value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """Text sealed with a data key, bound to its table, column and row (S58).

    ``key_path`` is the attribute path from the row to its ``DataKey``. The row's primary key must be
    made in Python. ``index`` names a sibling ``BlindIndexField`` and ``context`` its kind of value.
    """

    def __init__(self, *args: Any, key_path: str = "data_key", index: str = "", context: str = "", **kw: Any) -> None:
        self.key_path, self.index, self.context = key_path, index, context
        kw.update(null=True, blank=True, editable=True)
        super().__init__(*args, **kw)

    def deconstruct(self) -> tuple:
        """Describe the field to migrations (the sealing itself leaves no trace in the schema)."""
        name, _, args, kwargs = super().deconstruct()
        kwargs.update(key_path=self.key_path, index=self.index, context=self.context)
        return name, "portal.crypto.fields.SealedTextField", args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Put the opening descriptor in place of the plain attribute."""
        super().contribute_to_class(cls, name, private_only=private_only)
        setattr(cls, self.attname, _SealedValue(self))

    def _place(self, instance: models.Model) -> str:
        row = instance.pk.hex if isinstance(instance.pk, uuid.UUID) else str(instance.pk)
        return f"{instance._meta.db_table}|{self.column}|{row}"

    def _data_key(self, instance: models.Model) -> DataKey:
        return reduce(getattr, self.key_path.split("."), instance)  # type: ignore[return-value]

    def open(self, instance: models.Model, sealed: bytes) -> str:
        """Return the plain text; raises ``SealBroken`` when the bytes were changed or moved."""
        return unseal(self._data_key(instance).key, sealed, self._place(instance)).decode()

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        """Seal the text for the database and refresh its blind index."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, (bytes, memoryview)):
            return bytes(value)
        if self.index:
            setattr(model_instance, self.index, blind_index(self.context or self.name, value or ""))
        if not value:
            return None
        return seal(self._data_key(model_instance).key, DATA_KEY_ID, str(value).encode(), self._place(model_instance))

    def value_to_string(self, obj: models.Model) -> str:
        """Never serialise the plain text."""
        return ""


class BlindIndexField(models.BinaryField):
    """The keyed hash of a sealed neighbour, for exact look-up; declare it *after* the sealed field."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        kw.update(null=True, blank=True, editable=False, max_length=32)
        kw.setdefault("db_index", True)
        super().__init__(*args, **kw)
