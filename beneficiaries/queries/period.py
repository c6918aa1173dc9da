"""Whom a grant project would leave outside if its days were moved (R15)."""

from django.db.models import Count, Max, Min, Q

from beneficiaries.models import ParticipationVersion
from portal.programmes.models import GrantProject


def starts_left_outside(before: GrantProject, after: GrantProject) -> str:
    """Say how many participations began inside the days of before and outside those of after; blank for none.

    One query, and none where the days stay or were not known before: nobody takes part then.
    """
    if not before.is_dated or (before.starts_on, before.ends_on) == (after.starts_on, after.ends_on):
        return ""
    began = ParticipationVersion.objects.current().filter(
        grant_project=after, start_on__range=(before.starts_on, before.ends_on)
    )
    outside = began.filter(Q(start_on__lt=after.starts_on) | Q(start_on__gt=after.ends_on))
    found = outside.aggregate(number=Count("pk"), first=Min("start_on"), last=Max("start_on"))
    if not found["number"]:
        return ""
    key = "starts_on" if found["first"] < after.starts_on else "ends_on"
    return (
        f"{key}: {getattr(after, key)} would leave participations outside the project: {found['number']}, "
        f"begun from {found['first']} to {found['last']}"
    )
