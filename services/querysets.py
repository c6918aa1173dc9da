"""Rows of appointments, activities and places on them by who asks (S5, S26–S27)."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from beneficiaries.models import Participation
from portal.policy.access import access_of
from portal.policy.matrix import Reach
from portal.versions.models import VersionQuerySet
from services.enums import SEATED, ActivityState, EnrolmentState, MeetingState

if TYPE_CHECKING:
    from portal.accounts.models import User


SEE_COURSES, ENROL = "view_courses", "enrol_people"
SEE_BEYOND = "view_beyond_participants"


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


class OfProjectQuerySet(models.QuerySet):
    """What belongs to a whole grant project and tells of nobody, chainable."""

    def visible_to(self, user: "User", action: str = SEE_COURSES) -> "OfProjectQuerySet":
        """Only what belongs to projects in which ``user`` may ``action``."""
        return self.filter(grant_project__in=access_of(user).scope(action).project_ids)


class BeyondQuerySet(VersionQuerySet):
    """Facts of a whole grant project that are about no participant, chainable."""

    def visible_to(self, user: "User", action: str = SEE_BEYOND) -> "BeyondQuerySet":
        """Only those of projects in which ``user`` may ``action``."""
        return self.filter(grant_project__in=access_of(user).scope(action).project_ids)


class EditionQuerySet(models.QuerySet):
    """Editions of courses, chainable."""

    def visible_to(self, user: "User", action: str = SEE_COURSES) -> "EditionQuerySet":
        """Only those of courses of projects in which ``user`` may ``action``."""
        return self.filter(course__grant_project__in=access_of(user).scope(action).project_ids)


class ActivityQuerySet(models.QuerySet):
    """Activities, chainable."""

    def visible_to(self, user: "User", action: str = SEE_COURSES) -> "ActivityQuerySet":
        """Only activities that ``user`` may ``action``: to see them is for everybody with a right in the project.

        Anything else is for the organisation that holds them; one that nobody in particular holds is for all.
        """
        scope = access_of(user).scope(action)
        if action in (SEE_COURSES, ENROL):
            return self.filter(grant_project__in=scope.project_ids)
        reached = models.Q(grant_project__in=sorted(scope.whole_project_ids))
        for clause in scope.clauses:
            held = models.Q(organisation=clause.organisation) | models.Q(organisation__isnull=True)
            reached |= models.Q(grant_project=clause.grant_project) & held
        return self.filter(reached)

    def with_seats(self) -> "ActivityQuerySet":
        """Each with ``seated`` and ``waiting``: how many places are held, how many people wait."""
        held = models.Q(enrolments__state__in=SEATED)
        waits = models.Q(enrolments__state=EnrolmentState.WAITING)
        return self.annotate(
            seated=models.Count("enrolments", filter=held, distinct=True),
            waiting=models.Count("enrolments", filter=waits, distinct=True),
        )


class BookingQuerySet(models.QuerySet):
    """Bookings of interpreters and childcare, chainable."""

    def live(self) -> "BookingQuerySet":
        """Only those that hold."""
        return self.filter(released_at=None)

    def within(self, starts_at: Any, ends_at: Any) -> "BookingQuerySet":
        """Only those that share time with this span; to touch is not to share."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class AssistanceQuerySet(models.QuerySet):
    """Who assists whom, chainable."""

    def visible_to(self, user: "User", action: str = "view_assistance") -> "AssistanceQuerySet":
        """Only assistance of people whom ``user`` may ``action``; whether a tutor is seen is a question of its own."""
        return self.of_two().filter(participation__in=_reached(user, action))

    def of_two(self) -> "AssistanceQuerySet":
        """Without pairs of two records that have become one person."""
        return self.exclude(tutor__isnull=False, participation__person__merged_into__isnull=False).exclude(
            tutor__person__merged_into__isnull=False
        )

    def on(self, day: Any) -> "AssistanceQuerySet":
        """Only what goes on, or is still to begin, on a day."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))


class MeetingQuerySet(models.QuerySet):
    """Meetings of activities, chainable."""

    def visible_to(self, user: "User", action: str = "keep_attendance") -> "MeetingQuerySet":
        """Only meetings that ``user`` may ``action``: of the own organisation or of nobody's, or that they teach.

        Who is there is a question of its own: hidden people come to classes, too (S26).
        """
        scope = access_of(user).scope(action)
        whole = scope.whole_project_ids
        taught = models.Q(teacher=user.pk) | models.Q(activity__teacher=user.pk)
        condition = models.Q(activity__grant_project__in=sorted(whole)) if whole else models.Q(pk__in=[])
        for clause in scope.clauses:
            if clause.grant_project not in whole:
                own = models.Q(activity__organisation=clause.organisation) | models.Q(activity__organisation=None)
                part = taught if clause.reach is Reach.MINE else own | taught
                condition |= models.Q(activity__grant_project=clause.grant_project) & part
        return self.filter(condition)

    def not_off(self) -> "MeetingQuerySet":
        """Without those that are cancelled, by themselves or with the activity; what was held stays held."""
        with_activity = models.Q(activity__state=ActivityState.CANCELLED) & ~models.Q(state=MeetingState.HELD)
        return self.exclude(state=MeetingState.CANCELLED).exclude(with_activity)


class EnrolmentQuerySet(models.QuerySet):
    """Places on activities, chainable."""

    def visible_to(self, user: "User", action: str = ENROL) -> "EnrolmentQuerySet":
        """Only places of people whom ``user`` may ``action``; who signed up alone is nobody's yet: of the project."""
        alone = models.Q(participation__isnull=True) & models.Q(
            activity__grant_project__in=access_of(user).scope(action).project_ids
        )
        return self.filter(alone | models.Q(participation__in=_reached(user, action)))

    def seated(self) -> "EnrolmentQuerySet":
        """Only those that hold a place."""
        return self.filter(state__in=SEATED)

    def in_turn(self) -> "EnrolmentQuerySet":
        """Only those who wait, in the order in which they are asked."""
        return self.filter(state=EnrolmentState.WAITING).order_by("priority", "asked_at", "pk")
