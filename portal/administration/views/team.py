"""The quarterly question to coordinators: who of the staff still works here (S9)."""

import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.accounts.domain import AccountError, move_last_day
from portal.accounts.models import Membership, User
from portal.accounts.querysets import CONFIRM
from portal.accounts.terms import Confirmation, confirmation_on
from portal.administration.forms import ConfirmForm
from portal.administration.presented import held_role
from portal.administration.queries import Colleague
from portal.administration.views.ending import ROLE, ending
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.caseload import caseloads_of
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.submissions.once import already_answered, once

ASSIGN = "assign_caseworker"
ORDER = (Confirmation.OVERDUE, Confirmation.DUE, Confirmation.DONE)


@requires(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def team_page(request: HttpRequest) -> HttpResponse:
    """List the roles of the own project or organisation, those to be confirmed first; confirm the ticked ones."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    day, asker = today(), request.user
    roles = sorted(_roles(asker), key=lambda held: (held.user_id == asker.pk, _urgency(held, day)))  # type: ignore[arg-type]
    others = {str(held.pk): held for held in roles if held.user_id != asker.pk}
    form = ConfirmForm(request.POST if request.method == "POST" else None, keys=list(others))
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _confirm(request, form, others))
        except AccountError as refused:
            form.add_error(None, str(refused))
    note_read(request, Action.LIST, detail={"page": "team"})
    waiting = sum(confirmation_on(day, held.answered_for_since) is not Confirmation.DONE for held in others.values())
    shown = {
        "form": form, "roles": [held_role(held, day) for held in roles], "waiting": waiting,
        "own": asker.pk, "keys": list(others), "may_decide": access_of(asker).may(ASSIGN),
    }  # fmt: skip
    return render(request, "administration/team.html", shown)


@requires(CONFIRM, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest) -> HttpResponse:
    """Say that somebody no longer works here: one role, and who takes over."""
    asked = request.GET.get(ROLE, "")
    if not asked:
        return redirect("team")
    if not asked.isascii() or not asked.isdecimal():
        raise Refused(CONFIRM, "membership", asked[:40])
    held = get_visible_or_404(_roles(request.user), request.user, CONFIRM, pk=asked)  # type: ignore[arg-type]
    loads = [
        load for load in caseloads_of([held.user])
        if (load.organisation.pk, load.grant_project.pk) == (held.organisation_id, held.grant_project_id)
    ]  # fmt: skip
    visible = _roles(request.user).filter(user=held.user_id)  # type: ignore[arg-type]
    known = Colleague(held.user, list(visible), None, loads, today())
    return ending(request, known, [each for each in known.current if each == held], back=reverse("team"), closes=False)


def _roles(asker: User) -> QuerySet[Membership]:
    """Return the roles that count today or begin later, by name."""
    roles = Membership.objects.visible_to(asker, CONFIRM).not_over_on(today()).filter(user__is_active=True)
    return roles.select_related("user", "organisation", "grant_project").order_by("user__name", "pk")


def _urgency(held: Membership, day: datetime.date) -> int:
    return ORDER.index(confirmation_on(day, held.answered_for_since))


def _confirm(request: HttpRequest, form: ConfirmForm, others: dict[str, Membership]) -> str:
    chosen = [others[key] for key in form.cleaned_data["members"]]
    for held in chosen:
        move_last_day(held, form.cleaned_data["ends_on"], by=request.user, confirms=True)  # type: ignore[arg-type]
    text = ngettext("%(count)s role is confirmed.", "%(count)s roles are confirmed.", len(chosen))
    messages.success(request, text % {"count": len(chosen)})
    return reverse("team")
