"""The end of access: all roles of a colleague or one of them, and who takes over."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.domain import AccountError, disable_account, enable_account, end_membership
from portal.accounts.factors import remove_factors
from portal.accounts.models import Membership, User
from portal.accounts.querysets import MANAGE
from portal.administration.forms import EndForm
from portal.administration.presented import held_role
from portal.administration.queries import Colleague
from portal.administration.views.accounts import known_or_404
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.caseload import Caseload, hand_over, successors_of
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.policy.holders import can_own
from portal.submissions.once import already_answered, once

ROLE = "rola"


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end_access(request: HttpRequest, account: int) -> HttpResponse:
    """Ask when the access of a colleague ends and who takes over; open a closed account again."""
    known = known_or_404(request, account)
    if request.method == "POST" and "open" in request.POST:
        return _open(request, known)
    chosen = _chosen(request, known)
    return ending(request, known, chosen, back=reverse("account", args=[account]), closes=len(chosen) != 1)


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def lost_factors(request: HttpRequest, account: int) -> HttpResponse:
    """Take the second step from a colleague who lost phone, key and codes; nobody does so for themselves (S14)."""
    known = known_or_404(request, account)
    if known.user.pk == request.user.pk:
        raise Refused(MANAGE, "user", str(account))
    if known.asked:
        return _not_in_yet(request, known)
    if request.method == "POST":
        try:
            remove_factors(known.user, by=request.user)  # type: ignore[arg-type]
            said = _("The second step is removed. The person sets up a new one at the next sign-in.")
            messages.success(request, said)
        except AccountError as refused:
            messages.error(request, str(refused))
        return redirect("account", account)
    note_read(request, Action.VIEW, obj=known.user)
    return render(request, "administration/lost_factors.html", {"known": known})


def ending(
    request: HttpRequest, known: Colleague, chosen: Sequence[Membership], *, back: str, closes: bool
) -> HttpResponse:
    """Answer the page that ends these roles; ``closes`` when they are everything the asker sees of the account."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    loads = [load for load in known.caseloads if closes or _is_left(load, known, chosen)]
    form = EndForm(
        request.POST if request.method == "POST" else None, loads=[(load, successors_of(load)) for load in loads]
    )
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _end(request, known, chosen, form, back, closes=closes))
        except AccountError as refused:
            form.add_error(None, str(refused))
    note_read(request, Action.VIEW, obj=known.user)
    roles = [held_role(held, today()) for held in chosen]
    shown = {"form": form, "known": known, "roles": roles, "back": back, "loads": loads}
    return render(request, "administration/end_access.html", shown)


def _chosen(request: HttpRequest, known: Colleague) -> list[Membership]:
    """Return the role that the address names, if the asker may see it; without a name all that count."""
    asked = request.GET.get(ROLE, "")
    if not asked:
        return known.current
    found = [held for held in known.current if str(held.pk) == asked]
    if not found:
        raise Refused(MANAGE, "membership", asked[:40])
    return found


def _is_left(load: Caseload, known: Colleague, chosen: Sequence[Membership]) -> bool:
    """Tell whether nobody with a right to it keeps this caseload once the chosen roles are over."""
    here = [
        held
        for held in known.current
        if (held.organisation_id, held.grant_project_id) == (load.organisation.pk, load.grant_project.pk)
    ]
    return any(held in chosen for held in here) and not any(can_own(held.role) for held in here if held not in chosen)


def _end(
    request: HttpRequest, known: Colleague, chosen: Sequence[Membership], form: EndForm, back: str, *, closes: bool
) -> str:
    by: User = request.user  # type: ignore[assignment]
    for held in chosen:
        end_membership(held, last_day=form.day, by=by)
    ends_now = form.day < today()
    if closes and ends_now and not _works_elsewhere(known):
        known.user.refresh_from_db(fields=["is_active"])
        if known.user.is_active:
            disable_account(known.user, by=by)
    for load, taking in form.takers():
        hand_over(load, taking, by=by)
    if ends_now:
        messages.success(request, _("Access has ended. Every session is over."))
    else:
        messages.success(request, _("The last day is set."))
    return back


def _works_elsewhere(known: Colleague) -> bool:
    return known.user.memberships.not_over_on(today()).exists()  # type: ignore[attr-defined]


def _not_in_yet(request: HttpRequest, known: Colleague) -> HttpResponse:
    """Refuse what goes for the whole account of somebody invited: it may belong elsewhere (S21)."""
    messages.error(request, _("The person has not come in by the invitation yet."))
    return redirect("account", known.user.pk)


def _open(request: HttpRequest, known: Colleague) -> HttpResponse:
    if known.asked:
        return _not_in_yet(request, known)
    try:
        enable_account(known.user, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The account is open again. What it may do, its roles say."))
    except AccountError as refused:
        messages.error(request, str(refused))
    return redirect("account", known.user.pk)
