"""Assistants and tutors: who assists whom, giving somebody an assistant, changing and ending that."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_number
from beneficiaries.queries.walls import walls_of
from beneficiaries.views.record import opened_record
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, get_visible_or_404, project_asked, requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.ui.parts import Link
from portal.versions.actions import FactChanged
from services.domain.assistance import AssistanceRefused, assign, change_assistance
from services.forms.assistance import AssistanceChangeForm, AssistanceForm, initial_of
from services.models import Assistance
from services.queries.appointments import colleagues_within
from services.queries.assistance import ASSIGN, LOG, VIEW, assistance_within, given_in
from services.queries.statements import Month
from services.tables.assistance import assistance_row

SHOW, OVER = "pokaz", "zakonczone"
METHODS = ["GET", "HEAD", "POST"]


@requires(VIEW)
@require_safe
def assistance_list(request: HttpRequest) -> HttpResponse:
    """Show who is assisted within reach, and how many hours were given this month."""
    account: User = request.user  # type: ignore[assignment]
    project = project_asked(request, VIEW)
    is_all = request.GET.get(SHOW) == OVER
    found = assistance_within(account, project, None if is_all else today())
    _note(request, found)
    given = given_in(account, found, Month(today().replace(day=1)))
    may_assign, may_log = access_of(account).may(ASSIGN, project), access_of(account).may(LOG, project)
    here = reverse("assistance_list")
    views = [
        Link(pgettext("assistance", "Going on"), here, not is_all),
        Link(pgettext("assistance", "With what is over"), f"{here}?{SHOW}={OVER}", is_all),
    ]
    rows = [assistance_row(each, given[each.pk], may_assign=may_assign, may_log=may_log) for each in found]
    return render(request, "services/assistance.html", {"rows": rows, "views": views, "project": project})


@requires(ASSIGN)
@require_http_methods(METHODS)
def new_assistance(request: HttpRequest, number: str) -> HttpResponse:
    """Give this person an assistant or a tutor."""
    participation = opened_record(request, ASSIGN, number, "assistance")
    form = _form(request, AssistanceForm, participation, {"starts_on": today()})
    if request.method == "POST":
        answer = already_answered(request) or _assigned(request, form, participation)
        if answer is not None:
            return answer
    return render(request, "services/assistance_form.html", {"form": form, "participation": participation})


@requires(ASSIGN)
@require_http_methods(METHODS)
def change_assistance_of(request: HttpRequest, assistance_id: uuid.UUID) -> HttpResponse:
    """Change who assists, how much or until when."""
    account: User = request.user  # type: ignore[assignment]
    rows = Assistance.objects.select_related("participation__person", "participation__grant_project", "tutor__person",
                                             "assistant", "changed_by")  # fmt: skip
    found: Assistance = get_visible_or_404(rows, account, ASSIGN, pk=assistance_id)
    _note(request, [found])
    initial = initial_of(found)
    hides_tutor = bool(found.tutor) and not _tutor(account, found.participation, str(initial["tutor_number"]))
    if hides_tutor:
        raise Refused(ASSIGN, "assistance", str(assistance_id))
    form = _form(request, AssistanceChangeForm, found.participation, initial)
    shown: dict[str, Any] = {}
    if request.method == "POST":
        answer = already_answered(request)
        if answer is None:
            answer, shown = _changed(request, form, found, initial)
        if answer is not None:
            return answer
    page = {"form": form, "participation": found.participation, "found": found, **shown}
    return render(request, "services/assistance_form.html", page)


def _assigned(request: HttpRequest, form: Any, participation: Participation) -> HttpResponse | None:
    account: User = request.user  # type: ignore[assignment]
    if not form.is_valid() or not _has_tutor(account, form, participation) or not _may_assist(form, participation):
        return None

    def act() -> str:
        assign(participation, by=account, **form.values(form.tutor))
        messages.success(request, _("It is noted who assists."))
        return reverse("person_record", args=[participation.number])

    try:
        return once(request, form.token, act)
    except AssistanceRefused:
        form.add_error("tutor_number", _("Nobody is their own tutor."))
    return None


def _changed(
    request: HttpRequest, form: Any, found: Assistance, initial: dict[str, Any]
) -> tuple[HttpResponse | None, dict[str, Any]]:
    account: User = request.user  # type: ignore[assignment]
    if not form.is_valid() or not _has_tutor(account, form, found.participation):
        return None, {}
    if form.cleaned_data["assistant"] != initial["assistant"] and not _may_assist(form, found.participation):
        return None, {}
    if form.cleaned_data["version"] != found.version:
        by = found.changed_by.name if found.changed_by else ""
        form.renew(found.version)
        return None, {"differences": differences(form, initial), "changed_by": by, "changed_at": found.changed_at}

    def act() -> str:
        change_assistance(found, form.cleaned_data["version"], form.values(form.tutor), by=account)
        messages.success(request, _("The change is saved."))
        return reverse("person_record", args=[found.participation.number])

    try:
        return once(request, form.token, act), {}
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    except AssistanceRefused:
        form.add_error("tutor_number", _("Nobody is their own tutor."))
    return None, {}


def _has_tutor(account: User, form: Any, participation: Participation) -> bool:
    """Find the tutor by number; unknown and out of reach are told alike (S6)."""
    asked = form.cleaned_data["tutor_number"].strip().upper()
    form.tutor = _tutor(account, participation, asked)
    if asked and form.tutor is None:
        form.add_error("tutor_number", _("There is no person with this number: %(numbers)s.") % {"numbers": asked})
    return not form.errors


def _may_assist(form: Any, participation: Participation) -> bool:
    """Tell whether the colleague may know the person; say on the form when not (S26, S27)."""
    chosen, person = form.cleaned_data["assistant"], participation.person_id  # type: ignore[attr-defined]
    if chosen and not walls_of([person]).let_through(int(chosen), person):
        form.add_error("assistant", _("This colleague does not work with this person. Choose somebody else."))
    return not form.errors


def _tutor(account: User, participation: Participation, number: str) -> Participation | None:
    found = people_by_number(account, VIEW, participation.grant_project, [number]) if number else []
    return found[0] if found else None


def _form(request: HttpRequest, kind: Any, participation: Participation, initial: dict[str, Any]) -> Any:
    account: User = request.user  # type: ignore[assignment]
    colleagues = colleagues_within(account, ASSIGN, today(), participation.grant_project)
    sent = request.POST if request.method == "POST" else None
    return kind(sent, colleagues=colleagues, initial=initial)


def _note(request: HttpRequest, found: list[Assistance]) -> None:
    people = {each.participation.person_id for each in found} | {each.tutor.person_id for each in found if each.tutor}
    if people:
        note_read(request, Action.LIST, subjects=people, detail={"page": "assistance"})
