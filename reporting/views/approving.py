"""Approving a frozen report."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.jobs.news import follow_jobs
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from reporting.domain.approvals import ApprovalRefused, approve_edition, is_alone
from reporting.domain.files import request_files
from reporting.forms.reports import ApproveForm
from reporting.models import ReportEdition
from reporting.queries.approvals import APPROVE
from reporting.tables.approving import refusal_in_words
from reporting.views.frozen import edition_for, edition_page


@requires(APPROVE)
@require_POST
def report_approval(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Approve a frozen report; its files are made again and say so."""
    found = edition_for(request, edition, APPROVE)
    if (answer := already_answered(request)) is not None:
        return answer
    form = ApproveForm(request.POST, is_alone=is_alone(found, request.user))  # type: ignore[arg-type]
    if not form.is_valid():
        return edition_page(request, found, None if "submission" in form.errors else form)
    try:
        return once(request, form.token, lambda: _approve(request, found, form.cleaned_data.get("alone_reason", "")))
    except ApprovalRefused as refused:
        messages.error(request, refusal_in_words(refused.code))
    return redirect("report_edition", found.pk)


def _approve(request: HttpRequest, found: ReportEdition, alone_reason: str) -> str:
    approve_edition(found, by=request.user, alone_reason=alone_reason)  # type: ignore[arg-type]
    request_files(found, by=request.user)  # type: ignore[arg-type]
    follow_jobs(request)
    messages.success(request, _("The report is approved. Its files are made again and say so."))
    return reverse("report_edition", args=[found.pk])
