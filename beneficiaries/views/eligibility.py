"""What somebody shows before they count: one screen for all checks of the project (R88, R99)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.eligibility import note_checks
from beneficiaries.enums import Criterion
from beneficiaries.forms.eligibility import EligibilityForm
from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_number
from beneficiaries.queries.eligibility import EDIT, checks_of_all, mark_of, required_by
from beneficiaries.queries.households import relatives_of
from beneficiaries.queries.intake import places_of, records_in, registration_of_person
from beneficiaries.tables.eligibility import known_checks
from beneficiaries.tables.intake.registration import said_of_stay
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is known of each check, and note what was seen."""
    participation = opened_record(request, EDIT, number, "eligibility")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form, context = _form(request, participation), {}
    if form.is_bound and form.is_changed_meanwhile():
        context = _conflict(participation, form)
    elif form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _note(request, participation, form))
        except FactChanged:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    application = registration_of_person(_account(request), participation)
    page = {
        **record_head(participation, "eligibility"), "said": said_of_stay(application) if application else [],
        "form": form, "rows": form.rows(), "changed_at": None,
    }  # fmt: skip
    return render(request, "beneficiaries/eligibility.html", page | context)


def _form(request: HttpRequest, participation: Participation) -> EligibilityForm:
    checks = known_checks(participation)
    return EligibilityForm(
        request.POST if request.method == "POST" else None, required=required_by(participation.grant_project),
        checks=checks, relatives=_without_home(request, participation),
        initial={"version": mark_of(participation, checks)},
    )  # fmt: skip


def _without_home(request: HttpRequest, participation: Participation) -> list[Participation]:
    """Return who lives with the person and whose home nobody has seen yet; showing them is noted."""
    account = _account(request)
    if Criterion.RESIDENCE not in {each.criterion for each in required_by(participation.grant_project)}:
        return []
    project = participation.grant_project_id  # type: ignore[attr-defined]
    family = [
        each
        for each in relatives_of(account, participation.person)
        if each.pk != participation.pk and each.may_change and each.grant_project_id == project  # type: ignore[attr-defined]
    ]
    checks = checks_of_all(family) if family else {}
    found = [each for each in family if Criterion.RESIDENCE not in checks[each.pk]]
    if found:
        subjects = [each.person_id for each in found]  # type: ignore[attr-defined]
        note_read(
            request, Action.LIST, subjects=subjects, detail={"page": "eligibility"},
            grant_project=participation.grant_project,
        )  # fmt: skip
    return found


def _conflict(participation: Participation, form: EligibilityForm) -> dict[str, Any]:
    checks = known_checks(participation)
    form.renew(mark_of(participation, checks))
    last = max(checks.values(), key=lambda each: each.recorded_at, default=None)
    stands = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        "differences": differences(form, stands),
        "changed_by": last.recorded_by.name if last and last.recorded_by else "",
        "changed_at": last.recorded_at if last else participation.in_force.recorded_at,  # type: ignore[attr-defined]
    }


def _note(request: HttpRequest, participation: Participation, form: EligibilityForm) -> str:
    account, said = _account(request), form.noted()
    why = form.cleaned_data.get("why", "")
    note_checks(participation, said, by=account, why=why, seen=form.cleaned_data["version"])
    home = said.get(Criterion.RESIDENCE)
    numbers = form.cleaned_data.get("also_for", []) if home else []
    for each in people_by_number(account, EDIT, participation.grant_project, numbers):
        note_checks(each, {Criterion.RESIDENCE: home}, by=account)
    messages.success(request, _("What was seen is noted."))
    return _next_page(account, participation)


def _next_page(account: User, participation: Participation) -> str:
    """Return where to go on: the application, as long as somebody of it has shown nothing yet; else the record."""
    application = registration_of_person(account, participation)
    if application is not None:
        family = [each.person_id for each in places_of(application).values() if each.person_id]  # type: ignore[attr-defined]
        if any(not each.in_force.eligibility for each in records_in(account, application, family).values()):  # type: ignore[attr-defined]
            return reverse("intake_registration", args=[application.pk])
    return reverse("person_record", args=[participation.number])


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
