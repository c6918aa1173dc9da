"""How many visitors came to an open event: a number that figures rest on, without anybody's name (R33)."""

from django.db import models

from portal.versions.models import Version
from services.models.activities import Meeting


class HeadCount(Version):
    """The number of visitors of one meeting of an open event, on the local day on which it was held.

    Append-only, like every fact that figures rest on, so that a figure can be made again as it was known at a moment.
    ``Meeting.head_count`` says the same for pages.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="head_counts")
    visitors = models.PositiveIntegerField()
    held_on = models.DateField()

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(superseded_at__isnull=True), name="head_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.visitors}"
