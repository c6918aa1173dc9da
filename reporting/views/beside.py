"""What stands behind hours of interpreting and childcare: each time that took place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused, requires
from reporting.queries.support import beside_support_of
from reporting.tables.beside import BesideTime, total_hours
from reporting.tables.periods import period_in_words
from reporting.views.choices import chosen_for
from services.enums import ResourceKind
from services.queries.workers import bodies_within

VIEW, MOST = "view_indicator", 500


@requires(VIEW)
@require_safe
def beside_support_hours(request: HttpRequest, resource_kind: str) -> HttpResponse:
    """Show each time that an interpreter or childcare was used in the period, without the people it was for.

    Bookings have no versions: the page says what is known now.
    """
    if resource_kind not in ResourceKind.values:
        raise Refused(VIEW, "resource", resource_kind[:40])
    account: User = request.user  # type: ignore[assignment]
    chosen, kind = chosen_for(request, VIEW), ResourceKind(resource_kind)
    used = beside_support_of(chosen.project, chosen.period, kind)
    bodies = bodies_within(account, chosen.project)
    page = {
        "chosen": chosen,
        "kind": kind,
        "chips": chosen.chips(request.path, today()),
        "only_now": True,
        "period_words": period_in_words(chosen.period),
        "dashboard_url": chosen.address(reverse("indicator_dashboard")),
        "times": len(used),
        "hours": total_hours(used),
        "rows": [BesideTime(booking, minutes, bodies) for booking, minutes in used[:MOST]],
        "more": max(len(used) - MOST, 0),
    }
    return render(request, "reporting/beside.html", page)
