"""What: support that was given."""

from django.db import models

from beneficiaries.models import Participation
from portal.accounts.models import Organisation, User
from portal.crypto.fields import SealedTextField
from portal.programmes.models import ServiceType
from portal.versions.models import Version
from services.enums import Place, Tier


class SupportDelivery(Version):
    """One delivery of support to one participant (R30, R33).

    ``hours`` is null when a list gave none that can be read; the delivery still counts. ``provider`` is
    the name a list wrote; ``delivered_by`` is the account when a colleague logged it. ``note`` holds
    the facts that the support needs; it can speak of anything, so it is sealed.

    How the talk went (C7) is blank where nobody said it, as in every list: ``tier``, ``place``, ``language``,
    ``interpreter`` and ``authority`` by name, ``has_childcare``, and what comes next. ``travel_minutes`` are the
    way there and back; they are never hours of support and change no figure.

    ``assistance`` is the key of the ``Assistance`` in which it was given: so hours of a pair with a peer tutor are the
    pair's, without being anything that the tutor received. The pair ends with the case, the delivery does not.

    ``visit`` is the same for what was given to several people at once, or from one appointment: each of them received
    it, and the worker worked once. Null for what stands alone, for classes (attendance tells), and in lists.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="support")
    service_type = models.ForeignKey(ServiceType, models.PROTECT, related_name="+")
    delivered_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.CharField(max_length=120, blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = SealedTextField(key_path="participation.person.data_key")
    tier = models.CharField(max_length=15, choices=Tier.choices, blank=True)
    place = models.CharField(max_length=10, choices=Place.choices, blank=True)
    authority = SealedTextField(key_path="participation.person.data_key")
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=5, blank=True)
    interpreter = SealedTextField(key_path="participation.person.data_key")
    has_childcare = models.BooleanField(default=False)
    next_step = SealedTextField(key_path="participation.person.data_key")
    next_step_on = models.DateField(null=True, blank=True)
    assistance = models.UUIDField(null=True, blank=True)
    visit = models.UUIDField(null=True, blank=True)

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation", "delivered_on"],
                condition=models.Q(superseded_at__isnull=True),
                name="support_current",
            ),
            models.Index(
                fields=["delivered_on"], condition=models.Q(superseded_at__isnull=True), name="support_by_day"
            ),
            models.Index(fields=["delivered_by", "recorded_at"], name="support_by_account"),
            models.Index(
                fields=["assistance", "delivered_on"],
                condition=models.Q(superseded_at__isnull=True, assistance__isnull=False),
                name="support_of_assistance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_type_id} {self.delivered_on}"
