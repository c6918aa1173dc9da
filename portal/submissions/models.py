"""Forms that were sent, so that none acts twice, and forms that are still being written."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey


class Submission(models.Model):
    """A form that was sent and done: its token, and the address of the answer (L3)."""

    token: models.UUIDField = models.UUIDField(primary_key=True, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return str(self.token)


class Draft(models.Model):
    """What an account has typed into a form and not sent yet; sealed with a key of its own.

    ``form`` is the code of the form, ``subject`` what it is about ("" for nothing in particular).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    content = SealedTextField()
    saved_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "form", "subject"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"
