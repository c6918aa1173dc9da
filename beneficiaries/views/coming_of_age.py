"""Somebody says that a person who came of age was asked anew (R86)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beneficiaries.domain import coming_of_age as domain
from beneficiaries.queries.coming_of_age import RIGHT
from beneficiaries.views.record import opened_record
from portal.policy.gate import requires
from portal.worklist.back import back_or


@requires(RIGHT)
@require_POST
def close_coming_of_age(request: HttpRequest, number: str) -> HttpResponse:
    """Take the row off my day, and lead back to where its button stood."""
    participation = opened_record(request, RIGHT, number, "coming-of-age")
    if domain.close_coming_of_age(participation, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Noted: the person was asked anew."))
    return back_or(request, "my_day")
