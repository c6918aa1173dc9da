"""Append-only versions: the facts that figures rest on are never overwritten (architecture §3.3).

A *fact* keeps its ``fact_id`` through all its versions. The version in force has ``superseded_at IS
NULL``; what was known at a moment M is ``recorded_at <= M AND (superseded_at IS NULL OR superseded_at
> M)``. A retracted fact has no version in force.
"""

from django.conf import settings
from django.db import models

from portal.crypto.ids import new_id


class VersionQuerySet(models.QuerySet):
    """Versions by the moment they were known."""

    def current(self) -> "VersionQuerySet":
        """Versions in force now."""
        return self.filter(superseded_at__isnull=True)

    def known_on(self, moment) -> "VersionQuerySet":  # noqa: ANN001
        """Versions in force at ``moment`` (aware datetime)."""
        later = models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gt=moment)
        return self.filter(later, recorded_at__lte=moment)


class Version(models.Model):
    """One version of a fact: who recorded it, when, why, and when another took its place."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fact_id: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["fact_id"],
                condition=models.Q(superseded_at__isnull=True),
                name="%(app_label)s_%(class)s_one_current",
            ),
        ]
