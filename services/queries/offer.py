"""Reads of what a project offers, for its pages under administration."""

import datetime
from collections.abc import Sequence

from django.db.models import Model, Prefetch

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.policy.holders import reaching
from portal.programmes.models import GrantProject
from services.models import AbsenceReason, DayOff, OpeningHours, StaffSkill, Venue
from services.queries.staffing import TEACH

EDIT = "edit_offer"
MOST_CHANGES = 20


def all_venues(project: GrantProject, first: int, most: int) -> Sequence[Venue]:
    """Return places with their hours, those in use first (two queries)."""
    rows = Venue.objects.filter(grant_project=project).select_related("organisation")
    hours = Prefetch("opening_hours", OpeningHours.objects.order_by("weekday", "begins_at"))
    return list(rows.prefetch_related(hours).order_by("is_retired", "name", "pk")[first : first + most])


def all_days_off(project: GrantProject, first: int, most: int) -> Sequence[DayOff]:
    """Return days off, the latest first (one query)."""
    return list(DayOff.objects.filter(grant_project=project)[first : first + most])


def all_reasons(project: GrantProject) -> Sequence[AbsenceReason]:
    """Return the reasons of absence of a project, those in use first (one query)."""
    rows = AbsenceReason.objects.filter(grant_project=project).select_related("grant_project")
    return list(rows.order_by("is_retired", "position", "pk"))


def colleagues_with_skills(project: GrantProject, day: datetime.date) -> list[tuple[User, StaffSkill | None]]:
    """Return who of the staff can teach, with what is known of them, by name (three queries)."""
    accounts = {each.user_id: each.user for each, _reach in reaching(TEACH, project, day)}  # type: ignore[attr-defined]
    rows = StaffSkill.objects.filter(user__in=accounts).prefetch_related("service_types")
    known = {each.user_id: each for each in rows}  # type: ignore[attr-defined]
    return [(account, known.get(key)) for key, account in accounts.items()]


def changes_of(thing: Model) -> list[AuditEvent]:
    """Return who changed a thing and when, the latest first (one query)."""
    rows = AuditEvent.objects.filter(
        object_type=thing._meta.model_name, object_id=str(thing.pk), action__in=(Action.CREATE, Action.CHANGE)
    )
    return list(rows.select_related("actor").order_by("-at")[:MOST_CHANGES])
