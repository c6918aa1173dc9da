"""What: support that was given."""

from django.db import models

from beneficiaries.models import Participation
from portal.accounts.models import Organisation, User
from portal.programmes.models import ServiceType
from portal.versions.models import Version


class SupportDelivery(Version):
    """One delivery of support to one participant (R30, R33).

    ``hours`` is null when a list gave none that can be read; the delivery still counts. ``provider`` is
    the name a list wrote; ``delivered_by`` is the account when a colleague logged it.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="support")
    service_type = models.ForeignKey(ServiceType, models.PROTECT, related_name="+")
    delivered_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.CharField(max_length=120, blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["participation", "delivered_on"],
                condition=models.Q(superseded_at__isnull=True),
                name="support_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_type_id} {self.delivered_on}"
