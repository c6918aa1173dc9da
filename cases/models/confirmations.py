"""That a second person stands behind a finding, in projects that ask for it (R62)."""

from django.db import models

from beneficiaries.models import Participation
from cases.models.facts import ExitFinding
from portal.versions.models import Version


class FindingConfirmation(Version):
    """A second person, ``recorded_by``, agrees with a finding as it stood: one version of it.

    A correction of the finding is a new version and asks for a new confirmation. ``confirmed_on`` is the day on which
    the second person agreed; it may lie after the result window, for only the finding must be dated in it (R40).
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="finding_confirmations")
    finding = models.ForeignKey(ExitFinding, models.PROTECT, related_name="confirmations")
    confirmed_on = models.DateField()

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["finding"],
                condition=models.Q(superseded_at__isnull=True),
                name="finding_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.confirmed_on)
