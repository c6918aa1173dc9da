"""Files that are kept: what is known of each, and apart from it the sealed bytes."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.uploads.scanning import Scan


class StoredFile(models.Model):
    """A file about somebody: ``owner`` is the key of the person, whose data key seals name and content.

    ``name`` is what the sender called it; it may speak of anybody, so it is sealed. ``size`` is that of the content
    in bytes. With the data key the file is gone for ever, also in backups (S58).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    data_key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    owner = models.UUIDField(db_index=True)
    name = SealedTextField()
    kind = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("jpeg", "JPEG"), ("png", "PNG")])
    pages = models.PositiveSmallIntegerField(default=1)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=10, choices=Scan.choices, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class StoredContent(models.Model):
    """The sealed bytes of a file, in a table that nothing but the file itself is read with."""

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="stored_content")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def place_of(cls, file: StoredFile) -> str:
        """Return the place that the content is bound to: moved to another file it does not open (S58)."""
        return f"{cls._meta.db_table}|sealed|{file.pk.hex}"
