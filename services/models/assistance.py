"""Who assists whom, and who learns with whom (C10)."""

from django.db import models

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.crypto.ids import new_id
from services.enums import AssistanceKind
from services.querysets import AssistanceQuerySet


class Assistance(models.Model):
    """A personal, family or school assistant of a person, or a peer who learns with them, from a day on.

    Who assists is a colleague (``assistant``), somebody without an account (``assistant_name``) or another person who
    takes part (``tutor``): exactly one of them. A family assistant is there for everybody who lives with the person.
    ``monthly_hours`` is the norm; hours given are deliveries of support and stand nowhere else. ``ends_on`` is the last
    day. Where two records of one person become one, a pair of these two stays behind with the record that goes:
    nobody is their own tutor. Changed in place; ``version`` is another one after every change (L5).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="assistance")
    kind = models.CharField(max_length=10, choices=AssistanceKind.choices)
    assistant = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    assistant_name = models.CharField(max_length=120, blank=True)
    tutor = models.ForeignKey(Participation, models.PROTECT, null=True, blank=True, related_name="tutoring")
    language = models.CharField(max_length=5, blank=True)
    monthly_hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["participation", "ends_on"], name="assistance_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="assistance_order",
            ),
            models.CheckConstraint(
                condition=models.Q(assistant__isnull=False, assistant_name="", tutor__isnull=True)
                | (models.Q(assistant__isnull=True, tutor__isnull=True) & ~models.Q(assistant_name=""))
                | models.Q(assistant__isnull=True, assistant_name="", tutor__isnull=False),
                name="assistance_by_somebody",
            ),
            models.CheckConstraint(condition=~models.Q(tutor=models.F("participation")), name="assistance_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}"
