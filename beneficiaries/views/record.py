"""The record of a person: the timeline and the pages that apps have registered."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beneficiaries.models import Participation
from beneficiaries.queries.merging import record_that_stayed
from beneficiaries.queries.record import care_of, record_of
from beneficiaries.tables.guardians import contact_through
from beneficiaries.tables.record import alert_lines, head_marks, identity_facts, initials, status_line
from beneficiaries.tables.timeline import by_month, choices, events_page
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.reads import has_read_ahead, read_ahead
from portal.records import RecordTab, may, record_actions, record_address, record_panels, record_tabs
from portal.ui.parts import Link

VIEW = "view_person"
TIMELINE = "timeline"


@requires(VIEW)
@require_safe
def person_record(request: HttpRequest, number: str) -> HttpResponse:
    """Show who this is, what is urgent, and everything that happened, newest first.

    The number of a record that was merged leads to the one that stayed.
    """
    try:
        participation = opened_record(request, VIEW, number, TIMELINE)
        read_ahead(participation, first_page=True)
    except Refused:
        if stayed := record_that_stayed(request.user, VIEW, number):  # type: ignore[arg-type]
            return redirect("person_record", stayed)
        raise
    page = events_page(request, participation)
    return render(
        request,
        "beneficiaries/record_timeline.html",
        {
            **record_head(participation, TIMELINE),
            "months": by_month(page.items),
            "page": page,
            "choices": choices(request, participation),
            "panels": _panels(request, participation),
        },
    )


def tab_view(tab: RecordTab) -> Callable[..., HttpResponse]:
    """Return the view of a registered page of the record, open to those with its right on the person."""

    @requires(tab.action)
    @require_safe
    def record_tab(request: HttpRequest, number: str) -> HttpResponse:
        participation = opened_record(request, tab.action, number, tab.code)
        read_ahead(participation, first_page=False)
        return render(
            request, tab.template, {**record_head(participation, tab.code), **tab.build(request, participation)}
        )

    return record_tab


def opened_record(request: HttpRequest, action: str, number: str, tab: str) -> Participation:
    """Find the record for the one who asks, and note that it was opened (S31)."""
    participation = record_of(request.user, action, number)  # type: ignore[arg-type]
    emergency = {"emergency": True} if participation.in_emergency else {}  # type: ignore[attr-defined]
    participation.asked_by = request.user  # type: ignore[attr-defined]
    note_read(
        request, Action.VIEW, subjects=[participation.person_id], obj=participation,
        detail={"page": tab, **emergency}, grant_project=participation.grant_project,
    )  # fmt: skip
    return participation


def record_head(participation: Participation, here: str) -> dict[str, Any]:
    """Return what the head of every page of a record shows: who, status, gaps, what can be done, the pages.

    It is asked for last, when whatever the page changes is done: what it reads ahead is not read again.
    """
    day = today()
    if not has_read_ahead(participation):
        read_ahead(participation, first_page=False)
    return {
        "participation": participation,
        "person": participation.person,
        "name": participation.person.full_name or participation.person.original_name or participation.number,
        "initials": initials(participation),
        "marks": head_marks(participation, status_line(participation, day)),
        "facts": [
            *identity_facts(participation, care_of(participation), day),
            *contact_through(participation, participation.asked_by),  # type: ignore[attr-defined]
        ],
        "alert": alert_lines(participation),
        "actions": [
            (each, record_address(each.url_name, participation.number))
            for each in (action.fitted(participation) for action in record_actions())
            if each.label and may(participation, each.action)
        ],
        "tabs": _tabs(participation, here),
    }


def _tabs(participation: Participation, here: str) -> list[Link]:
    """Return the pages of the record that are open to the one who asks."""
    number = participation.number
    pages = [
        Link(
            str(tab.label),
            record_address(tab.url_name, number),
            tab.code == here,
            tab.count(participation) if tab.count else None,
        )
        for tab in record_tabs()
        if may(participation, tab.action)
    ]
    return [Link(_("Timeline"), record_address("person_record", number), here == TIMELINE), *pages]


def _panels(request: HttpRequest, participation: Participation) -> list[str]:
    built = [(panel.template, panel.build(request, participation)) for panel in record_panels()]
    return [render_to_string(template, context, request) for template, context in built if context is not None]
