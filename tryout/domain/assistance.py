"""Who assists whom in the invented project: colleagues who gave such support lately, and pairs who learn together."""

from decimal import Decimal

from beneficiaries.models import Participation
from services.domain.assistance import assign
from services.enums import AssistanceKind
from services.models import Assistance, SupportDelivery
from tryout.domain.pen import Pen
from tryout.rules.calendar import DAY, moment
from tryout.rules.support import ASSISTANT

SINCE, PAIRS_SINCE = DAY(2026, 10, 1), DAY(2026, 11, 2)
MOST_ASSISTED, PAIRS, NORM, NORM_OF_PAIR = 4, 2, 12, 4
MET_ON = (DAY(2026, 11, 19), DAY(2026, 11, 26), DAY(2026, 12, 3), DAY(2026, 12, 10))
"""Thursdays on which every pair met after school; in the second week a little longer."""
BORN_FROM, BORN_TO = DAY(2010, 1, 1), DAY(2016, 12, 31)


def assist(pen: Pen) -> int:
    """Give people the assistants who supported them lately, and pupils peers who learn with them; return how many.

    Hours of colleagues are those that are written down already; those of pairs are written down here, for the pupil.
    """
    by = pen.staff.coordinator
    if by is None:
        return 0
    given = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        participation__in=_unprotected(pen), service_type=pen.kinds[ASSISTANT], delivered_on__gte=SINCE,
        delivered_by__isnull=False,
    ).select_related("participation__person", "participation__grant_project", "delivered_by")  # fmt: skip
    latest = {each.participation: each for each in given.order_by("delivered_on", "participation__number")}
    for participation, each in list(latest.items())[-MOST_ASSISTED:]:
        values = {"kind": AssistanceKind.PERSONAL, "assistant": each.delivered_by, "monthly_hours": NORM}
        assign(participation, starts_on=SINCE, by=by, **values)
    pupils = list(_unprotected(pen).filter(person__birth_date__range=(BORN_FROM, BORN_TO)).order_by("number"))
    pairs = list(zip(pupils[::2], pupils[1::2], strict=False))[:PAIRS]
    for pupil, tutor in pairs:
        values = {"kind": AssistanceKind.TUTOR, "tutor": tutor, "language": "pl", "monthly_hours": NORM_OF_PAIR}
        _meet(pen, assign(pupil, starts_on=PAIRS_SINCE, by=by, **values))
    pen.ledger.write_until(pen.ledger.latest)
    return min(len(latest), MOST_ASSISTED) + len(pairs)


def _meet(pen: Pen, pair: Assistance) -> None:
    for place, day in enumerate(MET_ON):
        hours = Decimal("1.50") if place == 1 else Decimal(1)
        row = SupportDelivery(
            participation=pair.participation, service_type=pen.kinds[ASSISTANT], delivered_on=day, hours=hours,
            assistance=pair.pk, recorded_by=pen.staff.coordinator,
        )  # fmt: skip
        pen.ledger.add(moment(day, 18), row)


def _unprotected(pen: Pen):  # noqa: ANN202 - rows
    return Participation.objects.filter(
        grant_project=pen.project, person__is_confidential=False, person__denied_to__isnull=True,
        versions__superseded_at__isnull=True, versions__end_on__isnull=True, versions__start_on__isnull=False,
    ).select_related("person", "grant_project")  # fmt: skip
