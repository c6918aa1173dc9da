"""The queue of applications: to decide, answered, waiting, in quarantine, decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from beneficiaries.forms.intake import filters
from beneficiaries.queries.intake import SEE, count_quarantined, count_waiting, queue_page
from beneficiaries.tables.intake.queue import neighbours, queue_address, rows_of, stage_chips
from beneficiaries.tables.intake.words import STAGE_NAMES
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import requires
from portal.ui.navigation import note_waiting


@requires(SEE)
@require_safe
def registration_list(request: HttpRequest) -> HttpResponse:
    """Show one page of the queue, those that wait longest first."""
    wanted, position = filters.wanted_from(request.GET), filters.position_from(request.GET)
    parameters = filters.parameters_of(wanted)
    page = queue_page(request.user, wanted, position)  # type: ignore[arg-type]
    if position.key and not page.rows:
        return redirect(queue_address(parameters))
    note_read(request, Action.LIST, detail={"page": "registrations", "shown": [str(each.pk) for each in page.rows]})
    note_waiting(request.session, "registration_list", count_waiting(request.user))  # type: ignore[arg-type]
    newer, older = neighbours(page, parameters, filters.BEFORE, filters.AFTER)
    return render(
        request,
        "beneficiaries/intake/queue.html",
        {
            "rows": rows_of(page, today()),
            "chips": stage_chips(parameters, filters.STAGE, wanted.stage, count_quarantined(request.user)),  # type: ignore[arg-type]
            "filters": filters.FilterForm(wanted),
            "stage": wanted.stage,
            "heading": STAGE_NAMES[wanted.stage],
            "is_narrowed": bool(wanted.language or wanted.is_mine),
            "whole_url": queue_address({}, **{filters.STAGE: wanted.stage}),
            "newer": newer,
            "older": older,
        },
    )
