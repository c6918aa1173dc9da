"""Roles: the table of what each opens, one more role for a colleague, another last day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.domain import AccountError, grant_membership, move_last_day
from portal.accounts.models import Membership, User
from portal.accounts.querysets import CONFIRM, MANAGE
from portal.administration.forms import LastDayForm, RoleForm
from portal.administration.places import places_for
from portal.administration.presented import held_role
from portal.administration.queries import Colleague
from portal.administration.rights import STAFF, role_rows, sight_of, sight_of_role
from portal.administration.views.accounts import known_or_404
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import weighable
from portal.policy.gate import get_visible_or_404, requires
from portal.policy.holders import holders_over
from portal.submissions.once import already_answered, once
from portal.ui.parts import Link

ROLE = "rola"


@requires(MANAGE)
@require_safe
def role_table(request: HttpRequest) -> HttpResponse:
    """Show the permission matrix in words: what each role opens, and how far; all roles, or the chosen one."""
    labels = {role.value: str(role.label) for role in STAFF}
    asked = request.GET.get(ROLE, "")
    chosen = asked if asked in labels else ""
    shown = {
        "roles": list(labels.values()),
        "rows": [] if chosen else role_rows(),
        "chosen": labels.get(chosen, ""),
        "sight": sight_of_role(chosen) if chosen else None,
        "chips": [
            Link(label, f"{request.path}?{ROLE}={code}" if code else request.path, code == chosen)
            for code, label in {"": _("All roles"), **labels}.items()
        ],
    }
    return render(request, "administration/role_table.html", shown)


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, account: int) -> HttpResponse:
    """Ask which role a colleague gets, show what it would open for them, then give it."""
    known = known_or_404(request, account)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if known.is_withdrawn:
        messages.info(request, _("The invitation was withdrawn. Invite the person anew."))
        return redirect("invite")
    asker: User = request.user  # type: ignore[assignment]
    form = RoleForm(request.POST if request.method == "POST" else None, places=places_for(asker))
    sight = None
    if form.is_bound and form.is_valid():
        if form.is_seen:
            try:
                return once(request, form.token, lambda: _give(request, known, form))
            except AccountError as refused:
                form.add_error(None, str(refused))
        else:
            held = weighable(known.user.memberships.visible_to(asker).valid_on(today()))  # type: ignore[attr-defined]
            sight = sight_of(held, form.memberships)
            form.mark_seen()
    note_read(request, Action.VIEW, obj=known.user)
    return render(request, "administration/give_role.html", {"form": form, "known": known, "sight": sight})


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def move_day(request: HttpRequest, membership: int) -> HttpResponse:
    """Let a role last until another day."""
    held = get_visible_or_404(
        Membership.objects.select_related("user", "organisation", "grant_project"),
        request.user,
        MANAGE,
        pk=membership,  # type: ignore[arg-type]
    )
    known = known_or_404(request, held.user_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = LastDayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _move(request, held, form))
        except AccountError as refused:
            form.add_error(None, str(refused))
    note_read(request, Action.VIEW, obj=known.user)
    shown = {"form": form, "known": known, "role": held_role(held, today())}
    return render(request, "administration/move_day.html", shown)


def _give(request: HttpRequest, known: Colleague, form: RoleForm) -> str:
    ((role, place),) = form.plan
    grant_membership(
        known.user, role, organisation=place.organisation, grant_project=place.grant_project,
        by=request.user, starts_on=today(), ends_on=form.cleaned_data["ends_on"],  # type: ignore[arg-type]
    )  # fmt: skip
    if not known.user.is_active and not known.invitation:
        messages.info(request, _("The role is given, but the account is closed. Open it again to let the person in."))
    else:
        messages.success(request, _("The role is given. It counts from the next page on."))
    return reverse("account", args=[known.user.pk])


def _move(request: HttpRequest, held: Membership, form: LastDayForm) -> str:
    """Move the day; where no coordinator can answer for the role, the administrator does."""
    nobody_else = not holders_over(CONFIRM, [held], today())
    move_last_day(held, form.cleaned_data["ends_on"], by=request.user, confirms=nobody_else)  # type: ignore[arg-type]
    messages.success(request, _("The last day is moved."))
    return reverse("account", args=[held.user_id])
