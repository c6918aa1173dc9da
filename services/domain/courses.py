"""What can happen to what a project offers: courses, editions, groups, places, days off; each change is noted (L5)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.programmes.models import GrantProject, ServiceType
from portal.versions.actions import take_version
from services.domain.resources import release_all_of_activity
from services.domain.spans import keep_spans
from services.domain.taught import keep_who_taught
from services.domain.times import StillFree, hold_time
from services.enums import ActivityState
from services.models import Activity, DayOff, OpeningHours, StaffSkill, Venue

Hours = tuple[int, Any, Any]
"""A weekday (0 Monday), from when, until when."""
HOURS = ("weekday", "begins_at", "ends_at")


@transaction.atomic
def keep(thing: models.Model, values: Mapping[str, Any], *, by: User | None, grant_project: GrantProject) -> list[str]:
    """Write a course, an edition or days off; return the names of what was different, of a new one all.

    The trail says which fields were changed, never what stands in them.
    """
    is_new = thing._state.adding
    different = [name for name, value in values.items() if is_new or getattr(thing, name) != value]
    if not different:
        return []
    for name in different:
        setattr(thing, name, values[name])
    thing.save()
    action = Action.CREATE if is_new else Action.CHANGE
    detail = {} if is_new else {"fields": sorted(different)}
    record(action, by=by, obj=thing, grant_project=grant_project, detail=detail)
    return different


@transaction.atomic
def remove_days_off(days: DayOff, *, by: User) -> None:
    """Remove days off; classes that are planned already stay where they are."""
    record(Action.CHANGE, by=by, obj=days, grant_project=days.grant_project, detail={"removed": True})
    days.delete()


@transaction.atomic
def keep_group(
    group: Activity, seen: Any, values: Mapping[str, Any], *, by: User | None, still_free: StillFree | None = None
) -> list[str]:
    """Write a group; raises ``FactChanged`` when ``seen`` is no longer its version (L5).

    With another teacher, classes that have begun stay with who taught them. Raises ``TimeTaken`` when ``still_free``,
    asked under the lock of teacher and place, denies it.
    """
    hold_time([values.get("teacher")], venue=values.get("venue"), still_free=still_free)
    if not group._state.adding:
        take_version(group, seen)
        keep_who_taught(group, [name for name, value in values.items() if getattr(group, name) != value], now())
    changed = keep(group, values, by=by, grant_project=group.grant_project)
    if group.state == ActivityState.CANCELLED:
        release_all_of_activity(group, by=by)
    return changed


@transaction.atomic
def keep_venue(venue: Venue, values: Mapping[str, Any], hours: Sequence[Hours], *, by: User | None) -> bool:
    """Write a place with its opening hours; tell whether anything was different."""
    changed = bool(keep(venue, values, by=by, grant_project=venue.grant_project))
    made = [OpeningHours(venue=venue, weekday=day, begins_at=begins, ends_at=ends) for day, begins, ends in hours]
    if not keep_spans(venue.opening_hours, made, HOURS):
        return changed
    detail = {"fields": ["opening_hours"]}
    record(Action.CHANGE, by=by, obj=venue, grant_project=venue.grant_project, detail=detail)
    return True


@transaction.atomic
def keep_skill(
    account: User, kinds: Iterable[ServiceType], languages: Sequence[str], *, by: User, grant_project: GrantProject
) -> None:
    """Write what a colleague teaches in one project, and speaks; kinds of other projects stay."""
    skill, _made = StaffSkill.objects.get_or_create(user=account)
    skill.languages = list(languages)
    skill.save(update_fields=["languages"])
    others = list(skill.service_types.exclude(grant_project=grant_project))
    skill.service_types.set([*others, *kinds])
    record(Action.CHANGE, by=by, obj=skill, grant_project=grant_project, detail={"account": account.pk})
