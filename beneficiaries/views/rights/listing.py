"""The list of requests with its clock, and taking a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.domain import rights as domain
from beneficiaries.enums import RightAsker, RightChannel, RightKind
from beneficiaries.forms.rights import AskForm
from beneficiaries.models import Participation
from beneficiaries.queries.rights import HANDLE, VIEW
from beneficiaries.tables.rights import guardians_offered, request_rows
from beneficiaries.views.record import opened_record, record_head
from beneficiaries.views.rights.words import why_not
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from portal.ui.languages import LANGUAGE_NAMES


@requires(VIEW)
@require_safe
def rights_list(request: HttpRequest) -> HttpResponse:
    """Show the requests within reach: those to answer first, then what was answered."""
    rows = request_rows(request.user, today())  # type: ignore[arg-type]
    subjects = [row.request.participation.person_id for row in rows if row.request.is_named]  # type: ignore[attr-defined]
    note_read(request, Action.LIST, subjects=subjects, detail={"page": "rights"})
    page = {"open": [row for row in rows if row.left], "ended": [row for row in rows if not row.left]}
    return render(request, "beneficiaries/rights_list.html", page)


@requires(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rights_request(request: HttpRequest, number: str) -> HttpResponse:
    """Take a request that somebody made to a colleague."""
    participation = opened_record(request, HANDLE, number, "rights")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    guardians = guardians_offered(participation)
    language = participation.person.contact_language
    initial = {
        "asked_on": today(), "asker": RightAsker.PERSON, "channel": RightChannel.IN_PERSON,
        "language": language if language in LANGUAGE_NAMES else "pl",
    }  # fmt: skip
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial, guardians=guardians)
    if form.is_valid():
        try:
            return once(request, form.token, lambda: _take(request, participation, form))
        except domain.RightRefused as refused:
            form.add_error(None, why_not(str(refused)))
    return render(request, "beneficiaries/rights_new.html", {**record_head(participation, "rights"), "form": form})


def _take(request: HttpRequest, participation: Participation, form: AskForm) -> str:
    by: User = request.user  # type: ignore[assignment]
    asked = domain.ask(participation, RightKind(form.cleaned_data["kind"]), by=by, **form.values())
    messages.success(request, _("The request is taken. Check next who asks."))
    return reverse("rights_request", args=[asked.pk])
