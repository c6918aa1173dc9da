"""A second person looks at a finding and confirms it, where the project asks for one (R62)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from cases.domain.confirmations import ConfirmationRefused, confirm_finding, take_confirmation_back
from cases.forms.confirming import ConfirmationForm
from cases.models import ExitFinding
from cases.queries.confirmations import CONFIRM, second_people
from cases.queries.facts import findings_of
from cases.tables.record import HEALTH_RIGHT
from cases.tables.results import finding_shown
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.submissions.once import already_answered, once
from portal.submissions.taking_back import PREFIX, TakeBackForm
from portal.versions.actions import FactChanged

TAB = "diagnosis"


@requires(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_finding_page(request: HttpRequest, number: str, finding_id: uuid.UUID) -> HttpResponse:
    """Show a finding to a second person with what is needed to confirm it; or say who could."""
    participation = opened_record(request, CONFIRM, number, "finding-confirm")
    finding = next((each for each in findings_of(participation) if each.fact_id == finding_id), None)
    if finding is None:
        raise Refused(CONFIRM, "exitfinding", str(finding_id))
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    page = _page(participation, finding)
    answer: HttpResponse | None = None
    if request.method == "POST" and "take_back" in request.POST:
        page["withdrawal"] = TakeBackForm(request.POST, prefix=PREFIX)
        answer = _take_back(request, finding, page["withdrawal"])
    elif request.method == "POST":
        page["form"] = ConfirmationForm(request.POST, found_on=finding.found_on)
        answer = _confirm(request, finding, page["form"], page["second_people"])
    return answer or render(request, "cases/finding_confirm.html", page)


def _page(participation: Participation, finding: ExitFinding) -> dict[str, Any]:
    confirmation = finding.confirmation  # type: ignore[attr-defined]
    open_to_all = finding_shown(finding, participation, with_health=False)
    asked = participation.grant_project.result_second_person
    people = second_people(finding, speaks_of_health=open_to_all.protected) if asked else []
    back = TakeBackForm(initial={"version": confirmation.pk}, prefix=PREFIX) if confirmation else None
    return {
        **record_head(participation, TAB),
        "shown": finding_shown(finding, participation, with_health=may(participation, HEALTH_RIGHT)),
        "speaks_of_health": open_to_all.protected,
        "form": ConfirmationForm(initial={"confirmed_on": today(), "version": finding.pk}, found_on=finding.found_on),
        "is_asked": asked,
        "confirmation": confirmation,
        "second_people": people,
        "withdrawal": back,
    }


def _confirm(request: HttpRequest, finding: ExitFinding, form: ConfirmationForm, people: list[Any]) -> Any:
    if not form.is_valid():
        return None
    if request.user not in people:
        form.add_error(None, _("You cannot be the second person for this finding."))
        return None
    try:
        if form.cleaned_data["version"] != finding.pk:
            raise FactChanged(str(finding.fact_id))
        return once(request, form.token, lambda: _save(request, finding, form))
    except (FactChanged, ConfirmationRefused):
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None


def _save(request: HttpRequest, finding: ExitFinding, form: ConfirmationForm) -> str:
    confirm_finding(finding, confirmed_on=form.cleaned_data["confirmed_on"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The finding is confirmed."))
    return reverse(f"person_{TAB}", args=[finding.participation.number])


def _take_back(request: HttpRequest, finding: ExitFinding, form: TakeBackForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    confirmation = finding.confirmation  # type: ignore[attr-defined]
    try:
        if confirmation is None or form.cleaned_data["version"] != confirmation.pk:
            raise FactChanged(str(finding.fact_id))
        return once(request, form.token, lambda: _undo(request, finding, form))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None


def _undo(request: HttpRequest, finding: ExitFinding, form: TakeBackForm) -> str:
    confirmation = finding.confirmation  # type: ignore[attr-defined]
    confirmation.participation = finding.participation
    take_confirmation_back(confirmation, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The confirmation is taken back. The finding waits for a second person again."))
    return reverse(f"person_{TAB}", args=[finding.participation.number])
