"""Who may let a file leave, which files wait for that, what was done by one person alone (S38)."""

import datetime

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject
from reporting.smefs.models import SmefsExport, SmefsRelease
from reporting.smefs.rules.releasing import LASTS

RELEASE = "release_smefs"


def others_who_release(export: SmefsExport, user: User | None, day: datetime.date) -> list[User]:
    """Return the accounts beside ``user`` that may let the file leave on a day: who made it is never one."""
    held = [each.user for each, reach in reaching(RELEASE, export.grant_project, day) if reach is Reach.PROJECT]
    without = {user.pk if user else None, export.order.asked_by_id}  # type: ignore[attr-defined]
    return [each for each in dict.fromkeys(held) if each.pk not in without]


def waiting_for_release(projects: list[GrantProject], user: User, now: datetime.datetime) -> QuerySet[SmefsExport]:
    """Return the files of others that wait for a second person, the oldest first (one query)."""
    rows = SmefsExport.objects.filter(grant_project__in=projects, release__isnull=True, made_at__gt=now - LASTS)
    rows = rows.filter(order__asked_by__isnull=False).exclude(order__asked_by=user)
    return rows.select_related("order__asked_by").defer("words").order_by("made_at")


def released_alone(projects: list[int]) -> QuerySet[SmefsRelease]:
    """Return the releases behind which no second person stands, the latest first."""
    rows = SmefsRelease.objects.filter(export__grant_project__in=projects).exclude(alone_reason="")
    return rows.select_related("export__grant_project", "decided_by").order_by("-decided_at")
