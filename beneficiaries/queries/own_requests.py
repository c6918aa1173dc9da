"""Requests about their own data that a person sees: those of the person, whoever took them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from beneficiaries.enums import RightAsker
from beneficiaries.models import Guardianship, Participation, RightsRequest


def requests_of(participations: Iterable[Participation], guardianship: Guardianship | None) -> QuerySet[RightsRequest]:
    """Return the requests that whoever looks made: of the own person, or as this guardian, the latest first."""
    rows = RightsRequest.objects.filter(participation__in=[each.pk for each in participations])
    rows = (
        rows.filter(asker=RightAsker.GUARDIAN, guardianship=guardianship)
        if guardianship
        else rows.exclude(asker=RightAsker.GUARDIAN)
    )
    return rows.select_related("data_key").prefetch_related("corrections").order_by("-received_at")
