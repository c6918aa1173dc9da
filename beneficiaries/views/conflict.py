"""Somebody says that they know a person: from then on the record is not there for them (S27)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.protection import declare_conflict
from beneficiaries.forms.protection import ConflictForm
from portal.accounts.models import User
from portal.policy.gate import requires
from portal.policy.pace import evened
from portal.submissions.once import already_answered, once


@requires("view_person", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def conflict_of_interest(request: HttpRequest) -> HttpResponse:
    """Take the number of somebody known; the answer is the same for every number."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with evened():
            return once(request, form.token, lambda: _declared(request, form))
    return render(request, "beneficiaries/conflict.html", {"form": form})


def _declared(request: HttpRequest, form: ConflictForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    declare_conflict(account, form.cleaned_data["number"], reason=form.cleaned_data["reason"])
    messages.success(request, _("It is kept. If this number exists, its record is not open to you from now on."))
    return reverse("conflict_of_interest")
