"""A second person lets a file with data of people leave, or refuses it (S38)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from reporting.smefs.domain.releases import ReleaseRefused, decide_release, is_own
from reporting.smefs.forms import ReleaseForm
from reporting.smefs.models import SmefsExport
from reporting.smefs.queries.releases import RELEASE
from reporting.smefs.tables.releasing import refusal_in_words
from reporting.smefs.views.one import export_for, export_page


@requires(RELEASE, fresh=True)
@require_POST
def smefs_release(request: HttpRequest, smefs_file: uuid.UUID) -> HttpResponse:
    """Decide whether a file leaves; whoever made it decides alone only where nobody else may."""
    export = export_for(request, smefs_file, RELEASE)
    if (answer := already_answered(request)) is not None:
        return answer
    form = ReleaseForm(request.POST, is_alone=is_own(export, request.user))  # type: ignore[arg-type]
    if not form.is_valid():
        return export_page(request, export, release_form=None if "submission" in form.errors else form)
    try:
        return once(request, form.token, lambda: _decide(request, export, form))
    except ReleaseRefused as refused:
        messages.error(request, refusal_in_words(refused.code))
    return redirect("smefs_export", export.pk)


def _decide(request: HttpRequest, export: SmefsExport, form: ReleaseForm) -> str:
    released = form.is_released
    decide_release(export, released=released, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The file is released.") if released else _("The file is refused."))
    return reverse("smefs_export", args=[export.pk])
