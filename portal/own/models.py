"""Codes with which somebody who takes part signs in: sent to them, or printed on paper (S19, S20, S22)."""

from django.db import models
from django.utils import timezone

from portal.accounts.models import User
from portal.crypto.ids import new_id


class SignInCode(models.Model):
    """One request for a code, also of somebody whom nobody knows: then ``user`` is empty, and nothing else differs.

    The code itself stands nowhere: it follows from ``id`` and a key that is not in the database
    (``portal.own.codes``). ``id`` is known to the browser that asked, so the code works there alone. ``tries`` counts
    what was entered; ``sent_at`` says when the worker dealt with it.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="sign_in_code_asked")]

    def __str__(self) -> str:
        return str(self.pk)


class Slip(models.Model):
    """A code on paper that opens the own space of one account once. ``mark`` is its keyed hash: the paper has it alone.

    A newer slip withdraws the older ones.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="slips")
    mark = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)
