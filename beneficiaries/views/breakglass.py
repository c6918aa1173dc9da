"""Ask for emergency access to one person, and end it (S28). Every number gets the same answer (S8, S27)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.breakglass import ask, close_access
from beneficiaries.forms.breakglass import AskForm, CloseForm
from beneficiaries.forms.number import FORM_OF_NUMBER
from beneficiaries.queries.breakglass import ASK, open_of
from beneficiaries.rules.breakglass import MOST_IN_MONTH
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.policy.pace import evened
from portal.submissions.once import already_answered, once

NUMBER, CLOSE, PAGE = "numer", "close", "emergency-access"
TOO_OFTEN = gettext_lazy(
    "You have asked for emergency access too often within 30 days. Nothing was opened, and those who oversee it were "
    "told. Call the coordinator."
)


@requires(ASK, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency_access(request: HttpRequest) -> HttpResponse:
    """Ask for one person by number; say the same whether the number exists, is closed or is open anyway."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if request.method == "POST" and CLOSE in request.POST:
        return _closed(request)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with evened():
            return once(request, form.token, lambda: _asked(request, form))
    asked = request.GET.get(NUMBER, "")
    asked = asked if FORM_OF_NUMBER.fullmatch(asked) else ""
    account: User = request.user  # type: ignore[assignment]
    opened = open_of(account, timezone.now())
    if opened:
        note_read(
            request, Action.LIST, subjects=[each.participation.person_id for each in opened], detail={"page": PAGE}
        )
    page = {
        "form": form,
        "most": MOST_IN_MONTH,
        "asked_url": reverse("person_record", args=[asked]) if asked else "",
        "open": [(each, CloseForm(initial={"access": each.pk})) for each in opened],
    }
    return render(request, "beneficiaries/emergency_access.html", page)


def _asked(request: HttpRequest, form: AskForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    project = access_of(account).project_for(ASK)
    assert project is not None  # noqa: S101 - the gate has asked; for the type checker
    origin = f"{request.scheme}://{request.get_host()}"
    home = reverse("emergency_access")
    if not ask(account, form.asking, grant_project=project, now=timezone.now(), origin=origin):
        messages.error(request, TOO_OFTEN)
        return home
    return f"{home}?{urlencode({NUMBER: form.cleaned_data['number']})}"


def _closed(request: HttpRequest) -> HttpResponse:
    form = CloseForm(request.POST)
    account: User = request.user  # type: ignore[assignment]
    mine = {each.pk: each for each in open_of(account, timezone.now())}
    if not form.is_valid() or form.cleaned_data["access"] not in mine:
        raise Refused(ASK, "emergencyaccess", request.POST.get("access", "")[:64])
    access = mine[form.cleaned_data["access"]]

    def close() -> str:
        close_access(access, by=account, now=timezone.now())
        messages.success(request, _("The emergency access is closed."))
        return reverse("emergency_access")

    return once(request, form.token, close)
