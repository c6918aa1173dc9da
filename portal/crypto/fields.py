"""Model fields whose values are sealed in the database and plain in Python."""

import uuid
from collections.abc import Iterator
from functools import reduce
from typing import Any

from django.db import models
from django.db.models.signals import pre_save

from portal.crypto.models import DataKey
from portal.crypto.sealing import blind_index, seal, unseal_with_any

DATA_KEY_ID = "d"


class Sealed(bytes):
    """A sealed value as it stands in the database; only these bytes are ever taken for ciphertext."""

    opened: str | None = None


class _SealedValue:
    """Opens the stored bytes when the attribute is first read; keeps what is assigned until saved."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.__dict__[name] = self.field.stored(instance)
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            if value.opened is None:
                value.opened = self.field.open(instance, value)
            return value.opened
        return value or ""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if not (value is None or isinstance(value, str | Sealed)):
            raise TypeError(f"{self.field} takes text, not {type(value).__name__}")
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """Text sealed with a data key, bound to its table, column and row (S58).

    ``key_path`` is the attribute path from the row to its ``DataKey``. The row's primary key must be a
    UUID made in Python. ``index`` names a sibling ``BlindIndexField``, declared later, and ``context`` its
    kind of value. Values are written by saving rows (``save``, ``bulk_create``); ``update``,
    ``bulk_update`` and look-ups by value raise ``TypeError``.
    """

    descriptor_class = _SealedValue

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
        """Watch that value and blind index are saved together."""
        super().contribute_to_class(cls, name, private_only=private_only)
        if self.index and not cls._meta.abstract:
            pre_save.connect(self._refuse_half_a_save, sender=cls)

    def stored(self, instance: models.Model) -> Sealed | None:
        """Read the value of a row that was loaded without it, still sealed."""
        rows = type(instance)._base_manager.using(instance._state.db).filter(pk=instance.pk)
        return rows.values_list(self.attname, flat=True).get()

    def open(self, instance: models.Model, sealed: bytes) -> str:
        """Return the plain text; raises ``SealBroken`` when the bytes were changed or moved.

        What the key of a record that was merged with this one had sealed opens as well (``KeyTie``).
        """
        return unseal_with_any(_keys_of(self._data_key(instance)), bytes(sealed), self._place(instance)).decode()

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Seal the text for the database and refresh its blind index.

        Raises ``SealBroken`` when a new row would take over another row's sealed bytes.
        """
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            if add:
                self.open(model_instance, value)
            return value
        if self.index:
            setattr(model_instance, self.index, blind_index(self.context or self.name, value or ""))
        if not value:
            return None
        return self.sealed(value, self._data_key(model_instance), model_instance.pk)

    def sealed(self, text: str, key: DataKey, pk: Any) -> Sealed:
        """Return the bytes that a row with the primary key ``pk`` stores for ``text``."""
        return Sealed(seal(key.key, DATA_KEY_ID, text.encode(), self._place_of(pk)))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        """Mark what comes from the database as sealed."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """Return what forms and validation hand in, as it is: text."""
        return value

    def get_prep_value(self, value: Any) -> bytes | None:
        """Let nothing but sealed bytes pass into a statement; raises ``TypeError``."""
        if value is None or isinstance(value, Sealed):
            return None if value is None else bytes(value)
        raise TypeError(f"{self} is written by saving its row and found by its blind index")

    def value_to_string(self, obj: models.Model) -> str:
        """Never serialise the plain text."""
        return ""

    def _place(self, instance: models.Model) -> str:
        return self._place_of(instance.pk)

    def _place_of(self, key: Any) -> str:
        pk = self.model._meta.pk.to_python(key)
        if not isinstance(pk, uuid.UUID):
            raise TypeError(f"{self} needs a UUID made in Python as primary key")
        return f"{self.model._meta.db_table}|{self.column}|{pk.hex}"

    def _data_key(self, instance: models.Model) -> DataKey:
        return reduce(getattr, self.key_path.split("."), instance)  # type: ignore[return-value]

    def _refuse_half_a_save(self, instance: models.Model, update_fields: Any = None, **kwargs: Any) -> None:
        changed = not isinstance(instance.__dict__.get(self.attname), Sealed)
        if changed and update_fields is not None and self.name in update_fields and self.index not in update_fields:
            raise ValueError(f"{self} and {self.index} are saved together: name both in update_fields")


def _keys_of(own: DataKey) -> Iterator[bytes]:
    """Yield the key itself, then, only when that did not open, those tied to it."""
    yield own.key
    yield from (each.key for each in own.tied)


class BlindIndexField(models.BinaryField):
    """The keyed hash of a sealed neighbour, for exact look-up; declare it *after* the sealed field."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        kw.update(null=True, blank=True, editable=False, max_length=32)
        kw.setdefault("db_index", True)
        super().__init__(*args, **kw)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Let a field without an index of its own stay without one in a migration."""
        name, path, args, kw = super().deconstruct()
        is_found = self.db_index or self.unique  # type: ignore[attr-defined]
        return name, path, list(args), kw if is_found else {**kw, "db_index": False}
