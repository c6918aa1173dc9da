"""What of the files of SM EFS goes: the lines of people with their records, explanations with the project (S65)."""

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from portal.clock import local_day
from portal.programmes.archive import past_archive
from portal.retention.people import RECORD, PeopleEnd
from reporting.smefs.models import SentLine, SmefsOrder


def end_lines(people: Collection[uuid.UUID]) -> None:
    """Blank the lines of people; the hash still says what was sent."""
    QuerySet(SentLine).filter(data_key__person__in=people, content__isnull=False).update(content=None)


def explained_orders(now: datetime.datetime) -> QuerySet[SmefsOrder]:
    """Return orders past the archive date of the project that still say why something was exported."""
    over = SmefsOrder.objects.filter(grant_project__in=past_archive(local_day(now)))
    return over.filter(explanations__isnull=False)


@transaction.atomic
def end_explanations(now: datetime.datetime, most: int) -> int:
    """Blank the explanations of such orders, at most so many, and destroy their keys; return how many."""
    orders = list(explained_orders(now).select_related("data_key").order_by("pk")[:most])
    QuerySet(SmefsOrder).filter(pk__in=[order.pk for order in orders]).update(explanations=None)
    for order in orders:
        order.data_key.destroy()
    return len(orders)


END = PeopleEnd("smefs", RECORD, ("smefs.SentLine",), end_lines)
