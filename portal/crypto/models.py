"""Data keys: one per person (or per import batch), wrapped by the master key (S58).

Destroying a data key makes every value sealed with it unreadable for ever, also in backups.
"""

import os
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from portal.crypto.ids import new_id
from portal.crypto.sealing import key_id_of, master_key_of, seal, unseal


class DataKey(models.Model):
    """A random key that seals the values of one person or one batch; stored wrapped."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def fresh(cls) -> "DataKey":
        """Return a new, unsaved data key wrapped by the current master key."""
        row = cls()
        row.wrap(os.urandom(32))
        return row

    @property
    def place(self) -> str:
        """The place the wrapped key is bound to."""
        return f"{self._meta.db_table}|wrapped|{self._meta.pk.to_python(self.pk).hex}"

    @property
    def master_key_id(self) -> str:
        """The id of the master key that wraps this key."""
        return key_id_of(bytes(self.wrapped))

    def wrap(self, key: bytes) -> None:
        """Wrap ``key`` with the master key in use."""
        ring = settings.PORTAL_KEY_RING
        self.wrapped = seal(ring.field[ring.current], ring.current, key, self.place)
        self._key = key

    def rewrap(self) -> None:
        """Wrap the same key with the master key now in use; the values it seals stay as they are (S60)."""
        self.wrap(self.key)

    def destroy(self) -> None:
        """Put a fresh key in place of this one: what it sealed opens nowhere any more, its row still has a key."""
        self.wrap(os.urandom(32))
        self.save(update_fields=["wrapped"])

    @property
    def key(self) -> bytes:
        """The key itself, unwrapped once per instance; raises ``SealBroken`` when it does not open."""
        if not hasattr(self, "_key"):
            wrapped = bytes(self.wrapped)
            self._key = unseal(master_key_of(wrapped), wrapped, self.place)
        return self._key

    @cached_property
    def tied(self) -> "list[DataKey]":
        """The keys whose values open through this one as well, because two records were one person (one query)."""
        ties = KeyTie.objects.filter(models.Q(first=self.pk) | models.Q(second=self.pk))
        others = {each for pair in ties.values_list("first", "second") for each in pair} - {self.pk}
        return list(DataKey.objects.filter(pk__in=others))


class KeyTie(models.Model):
    """Two data keys that open each other's values: their people were, for a while or for good, one person.

    What was sealed stays as it is, byte for byte, wherever its row goes; so nothing has to be opened to be moved, also
    not what is never changed. The tie stays after the two are two again: each wrote some rows with the other's key.
    """

    first = models.ForeignKey(DataKey, models.CASCADE, related_name="+")
    second = models.ForeignKey(DataKey, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="keys_tied_once")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"

    @classmethod
    def between(cls, one: uuid.UUID, other: uuid.UUID) -> "KeyTie":
        """Tie two keys; tied already they stay so."""
        first, second = sorted((one, other))
        return cls.objects.get_or_create(first_id=first, second_id=second)[0]
