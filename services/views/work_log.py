"""Hours of internship and volunteering: writing them down, taking them back, and the norm that was agreed (C11)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from services.domain.work_log import WorkRefused, log_work, set_norm, take_back_work
from services.forms.work_log import NormForm, WorkForm
from services.queries.statements import Month, statement_of
from services.queries.workers import Worker, workers_within
from services.views.statements import MONTH, PROJECT, SET_NORM

LOG, TAKE_BACK = "log_own_hours", "take_back"
METHODS = ["GET", "HEAD", "POST"]


@requires(LOG)
@require_http_methods(METHODS)
def log_hours(request: HttpRequest) -> HttpResponse:
    """Write one's own hours down, and take an entry of this month back."""
    account: User = request.user  # type: ignore[assignment]
    project = project_asked(request, LOG)
    form = WorkForm(request.POST if request.method == "POST" else None, initial={"day": today()})
    if request.method == "POST":
        answer = already_answered(request) or _taken_back(request, account) or _logged(request, form, project)
        if answer is not None:
            return answer
    statement = statement_of(Worker(account.name, account), project, Month(today().replace(day=1)))
    return render(request, "services/hours_log.html", {"form": form, "statement": statement})


@requires(SET_NORM)
@require_http_methods(METHODS)
def hours_norm(request: HttpRequest, account: int) -> HttpResponse:
    """Say how many hours a month a colleague agreed to."""
    by: User = request.user  # type: ignore[assignment]
    project = project_asked(request, SET_NORM)
    colleague = next(
        (each.account for each in workers_within(by, project) if each.account and each.account.pk == account), None
    )
    if colleague is None:
        raise Refused(SET_NORM, "user", str(account))
    norm = statement_of(Worker(colleague.name, colleague), project, Month(today().replace(day=1))).norm
    form = NormForm(request.POST if request.method == "POST" else None, initial={"monthly_hours": norm})
    if request.method == "POST":
        answer = already_answered(request)
        if answer is None and form.is_valid():
            answer = once(request, form.token, lambda: _set(request, colleague, project, form))
        if answer is not None:
            return answer
    return render(request, "services/hours_norm.html", {"form": form, "colleague": colleague})


def _logged(request: HttpRequest, form: WorkForm, project: GrantProject) -> HttpResponse | None:
    account: User = request.user  # type: ignore[assignment]
    if not form.is_valid():
        return None
    data = form.cleaned_data

    def act() -> str:
        log_work(account, project, data["day"], data["hours"], data["what"])
        messages.success(request, _("The hours are written down."))
        asked = {MONTH: data["day"].strftime("%Y-%m"), PROJECT: project.code}
        return f"{reverse('own_hours')}?{urlencode(asked)}"

    try:
        return once(request, form.token, act)
    except WorkRefused:
        form.add_error("day", _("This day lies outside the project, or no norm of hours was agreed with you."))
    return None


def _taken_back(request: HttpRequest, account: User) -> HttpResponse | None:
    if TAKE_BACK not in request.POST:
        return None
    try:
        done = take_back_work(account, uuid.UUID(request.POST[TAKE_BACK]))
    except ValueError:
        done = False
    if done:
        messages.success(request, _("The entry is taken back."))
    return redirect("log_hours")


def _set(request: HttpRequest, colleague: User, project: GrantProject, form: NormForm) -> str:
    set_norm(colleague, project, form.cleaned_data["monthly_hours"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The norm is saved."))
    return f"{reverse('hours_of_colleague', args=[colleague.pk])}?{urlencode({PROJECT: project.code})}"
