"""Rows of appointments by who asks (S5, S26–S27)."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from beneficiaries.models import Participation
from services.enums import SEATED, EnrolmentState

if TYPE_CHECKING:
    from portal.accounts.models import User


class AppointmentQuerySet(models.QuerySet):
    """Appointments, chainable."""

    def visible_to(self, user: "User", action: str = "view_calendar") -> "AppointmentQuerySet":
        """Only appointments with somebody whom ``user`` may ``action``."""
        return self.filter(Exists(self._places().filter(participation__in=_reached(user, action))))

    def wholly_visible_to(self, user: "User", action: str = "view_calendar") -> "AppointmentQuerySet":
        """Only appointments of which ``user`` may ``action`` everybody: place and note can speak of each of them."""
        return self.visible_to(user, action).filter(
            ~Exists(self._places().exclude(participation__in=_reached(user, action)))
        )

    def of_colleague(self, account: "User") -> "AppointmentQuerySet":
        """Only appointments that this account keeps, in charge or beside somebody else."""
        beside: Any = self.model._meta.get_field("colleagues").remote_field.through  # type: ignore[union-attr]
        mine = beside._default_manager.filter(appointment=OuterRef("pk"), user=account.pk)
        return self.filter(models.Q(in_charge=account.pk) | models.Q(Exists(mine)))

    def within(self, starts_at: Any, ends_at: Any) -> "AppointmentQuerySet":
        """Only appointments that share time with this span; to touch is not to share."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def _places(self) -> models.QuerySet:
        places: Any = self.model._meta.get_field("places").related_model
        return places._default_manager.filter(appointment=OuterRef("pk"))


def _reached(user: "User", action: str) -> models.QuerySet:
    return Participation.objects.visible_to(user, action).values("pk")


class ActivityQuerySet(models.QuerySet):
    """Activities, chainable."""

    def with_seats(self) -> "ActivityQuerySet":
        """Each with ``seated`` and ``waiting``: how many places are held, how many people wait."""
        held = models.Q(enrolments__state__in=SEATED)
        waits = models.Q(enrolments__state=EnrolmentState.WAITING)
        return self.annotate(
            seated=models.Count("enrolments", filter=held, distinct=True),
            waiting=models.Count("enrolments", filter=waits, distinct=True),
        )


class EnrolmentQuerySet(models.QuerySet):
    """Places on activities, chainable."""

    def seated(self) -> "EnrolmentQuerySet":
        """Only those that hold a place."""
        return self.filter(state__in=SEATED)

    def in_turn(self) -> "EnrolmentQuerySet":
        """Only those who wait, in the order in which they are asked."""
        return self.filter(state=EnrolmentState.WAITING).order_by("priority", "asked_at", "pk")
