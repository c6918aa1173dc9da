"""Who has had no support for long: in one's care, and due for contact."""

import datetime

from django.db.models import DateField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from beneficiaries.models import Participation
from beneficiaries.queries.people import in_force
from portal.accounts.models import User
from portal.policy.access import access_of
from services.models import SupportDelivery

RIGHT = "record_support"


def without_contact(user: User, day: datetime.date) -> QuerySet:
    """Return those in one's care who have not ended and were given no support for the days of their project.

    ``last_on`` is the day of the last support, ``None`` without any; whoever has none is counted from ``since``, the
    day on which they were added. The longest without contact first.
    """
    given = SupportDelivery.objects.current().filter(participation=OuterRef("pk"))  # type: ignore[attr-defined]
    last = given.order_by().values("participation").annotate(last=Max("delivered_on")).values("last")
    overdue = Q(pk__in=[])
    for project in access_of(user).projects(RIGHT):
        limit = day - datetime.timedelta(days=project.contact_days)
        overdue |= Q(grant_project=project.pk, since__lte=limit)
    people = Participation.objects.in_care_of(user, RIGHT).annotate(
        in_force=in_force(), last_on=Subquery(last, output_field=DateField())
    )
    people = people.annotate(since=Coalesce(F("last_on"), TruncDate("created_at"), output_field=DateField()))
    ongoing = Q(in_force__end_on__isnull=True) | Q(in_force__end_on__gt=day)
    return people.filter(ongoing, overdue).select_related("person", "grant_project").order_by("since", "sort_key", "pk")
