"""Reasons of absence of a project, under administration: added, renamed, taken out of use and never removed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.policy.gate import Refused, project_asked, requires
from services.domain.absences import keep_reason
from services.forms.absences import AbsenceReasonForm
from services.models import AbsenceReason
from services.queries.offer import EDIT, all_reasons
from services.tables.offer import reason_row
from services.views.offer import METHODS, offer_form, offer_list


@requires(EDIT)
@require_safe
def absence_list(request: HttpRequest) -> HttpResponse:
    """List the reasons of a project, those in use first."""
    project = project_asked(request, EDIT)
    rows = [reason_row(each) for each in all_reasons(project)]
    return offer_list(
        request, "absence_list", project, rows, add_url=reverse("new_absence_reason"), add=_("Add a reason"),
        note=_("Whoever marks attendance chooses from these reasons. They say nothing about health."),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(METHODS)
def new_absence_reason(request: HttpRequest) -> HttpResponse:
    """Add a reason."""
    reason = AbsenceReason(grant_project=project_asked(request, EDIT), names={})
    return _form(request, reason, {"is_excused": True})


@requires(EDIT)
@require_http_methods(METHODS)
def change_absence_reason(request: HttpRequest, reason: str) -> HttpResponse:
    """Rename a reason, or take it out of use."""
    found = AbsenceReason.objects.filter(grant_project=project_asked(request, EDIT), code=reason).first()
    if found is None:
        raise Refused(EDIT, "absencereason", reason)
    return _form(request, found, AbsenceReasonForm.initial_of(found))


def _form(request: HttpRequest, reason: AbsenceReason, initial: dict[str, Any]) -> HttpResponse:
    others = [each.names.get("pl", "") for each in all_reasons(reason.grant_project) if each.pk != reason.pk]

    def build(data: Any = None, initial: Any = None) -> AbsenceReasonForm:
        return AbsenceReasonForm(data, initial=initial, taken=others)

    return offer_form(request, "absence_list", reason, build, initial, _keep)


def _keep(request: HttpRequest, reason: AbsenceReason, form: AbsenceReasonForm) -> None:
    keep_reason(reason, form.values(), by=request.user)  # type: ignore[arg-type]
