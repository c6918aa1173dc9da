"""Who may know of a person, against every role: what was decided, by whom and why (S26, S27)."""

from django.db import models

from beneficiaries.enums import ProtectionAct
from beneficiaries.models.people import Person
from portal.accounts.models import User
from portal.audit.models import AppendOnlyQuerySet
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id


class Protection(models.Model):
    """One decision about the protection of a person; what is in force stands on the person.

    ``account`` is whom it is about: who was named, who was put on the deny list; ``None`` for the person as a whole.
    Only those who may protect the person read it, so nobody on the deny list ever does.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="protections")
    act = models.CharField(max_length=10, choices=ProtectionAct.choices)
    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedTextField(key_path="person.data_key")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["person", "at"], name="protection_history")]

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"
