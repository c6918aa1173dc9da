"""The addresses under which calendars of other programs read when somebody is busy."""

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id


class CalendarFeed(models.Model):
    """The one secret address of an account's calendar: whoever has it reads times, and nothing about anybody.

    ``secret_mark`` is the keyed hash of the secret, which is shown once. Making a new address replaces the row, so the
    old one leads nowhere. ``used_on`` is the last day on which it was read.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    secret_mark = models.BinaryField(max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)
