"""Hours of an assistance or of a pair with a peer tutor: what was written down, and one more day."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.once import already_answered, once
from services.domain.assistance import AssistanceRefused, log_hours
from services.domain.support import SupportRefused
from services.forms.assistance import AssistanceHoursForm
from services.models import Assistance
from services.queries.assistance import KIND_OF_SUPPORT, LOG, given_in, logged_in, with_names
from services.queries.statements import Month
from services.tables.assistance import assistance_row
from services.views.entry import organisation_of
from services.views.refusals import refused_in_words


@requires(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def assistance_hours(request: HttpRequest, assistance_id: uuid.UUID) -> HttpResponse:
    """Show the hours of an assistance or pair, and write down those of a day."""
    account: User = request.user  # type: ignore[assignment]
    found = get_visible_or_404(with_names(account, Assistance.objects.all()), account, LOG, pk=assistance_id)
    people = {found.participation.person_id, *([found.tutor.person_id] if found.is_tutor_seen else [])}
    note_read(request, Action.VIEW, subjects=people, obj=found, detail={"page": "assistance-hours"},
              grant_project=found.participation.grant_project)  # fmt: skip
    logged = logged_in(found)
    form = _form(request, found, logged[0].service_type.code if logged else KIND_OF_SUPPORT)
    if request.method == "POST":
        answer = already_answered(request) or _logged(request, found, form)
        if answer is not None:
            return answer
    month = Month(today().replace(day=1))
    page = {
        "form": form, "found": found, "participation": found.participation, "logged": logged, "month": month.first,
        "row": assistance_row(found, given_in(account, [found], month)[found.pk]),
    }  # fmt: skip
    return render(request, "services/assistance_hours.html", page)


def _form(request: HttpRequest, found: Assistance, kind: str) -> AssistanceHoursForm:
    kinds = list(found.participation.grant_project.service_types.all())
    sent = request.POST if request.method == "POST" else None
    return AssistanceHoursForm(sent, kinds=kinds, initial={"day": today(), "kind": kind})


def _logged(request: HttpRequest, found: Assistance, form: AssistanceHoursForm) -> HttpResponse | None:
    account: User = request.user  # type: ignore[assignment]
    if not form.is_valid():
        return None

    def act() -> str:
        body = organisation_of(account, found.participation.grant_project)
        log_hours(
            found, form.chosen, form.cleaned_data["day"], form.cleaned_data["hours"], organisation=body, by=account
        )  # fmt: skip
        messages.success(request, _("The hours are written down."))
        return reverse("assistance_hours", args=[found.pk])

    try:
        return once(request, form.token, act)
    except AssistanceRefused:
        form.add_error("day", _("Nobody was assisted on this day: it is before the first or after the last day."))
    except SupportRefused as refused:
        form.add_error("day", refused_in_words(refused, _("The day lies outside the project.")))
    return None
