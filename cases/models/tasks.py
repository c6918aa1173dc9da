"""What somebody has to do: tasks."""

from django.db import models

from beneficiaries.models import Participation
from cases.enums import TaskKind
from cases.querysets.tasks import TaskQuerySet
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject


class Task(models.Model):
    """Something that a colleague has to do by a day, about one participation or about nobody.

    No figure rests on it, so it is changed in place and the trail says by whom. The text can speak of anything, so it
    is sealed: with the key of the person it is about, otherwise with one of its own. ``version`` changes with every
    change (L5).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="tasks")
    participation = models.ForeignKey(Participation, models.PROTECT, null=True, blank=True, related_name="tasks")
    data_key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    text = SealedTextField()
    due_on = models.DateField()
    assigned_to = models.ForeignKey(User, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=TaskKind.choices, default=TaskKind.BY_HAND)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["assigned_to", "due_on"],
                condition=models.Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="task_open",
            ),
            models.Index(fields=["assigned_to", "done_at"], name="task_done"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
