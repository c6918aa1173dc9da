"""Inviting somebody: what the roles open is shown before anything is sent; inviting again, withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.domain import AccountError
from portal.accounts.invitations import KnownToYou, PlannedRole, invite, invite_again, withdraw
from portal.accounts.models import User
from portal.accounts.querysets import MANAGE
from portal.administration.forms import InviteForm
from portal.administration.places import places_for
from portal.administration.rights import sight_of
from portal.administration.views.accounts import known_or_404
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once


@requires(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite with which roles, show what these open, then send the link."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    places = places_for(request.user)  # type: ignore[arg-type]
    form = InviteForm(request.POST if request.method == "POST" else None, places=places)
    sight, known = None, None
    if form.is_bound and form.is_valid():
        if form.is_seen:
            try:
                return once(request, form.token, lambda: _send(request, form))
            except KnownToYou as already:
                known = already.user
                form.add_error("email", _("This address has an account that you administer. Give the role there."))
            except AccountError as refused:
                form.add_error(None, str(refused))
        else:
            sight = sight_of([], form.memberships)
            form.mark_seen()
    return render(request, "administration/invite.html", {"form": form, "sight": sight, "known": known})


@requires(MANAGE, fresh=True)
@require_POST
def invitation_action(request: HttpRequest, account: int) -> HttpResponse:
    """Send the link anew, or withdraw the invitation."""
    known = known_or_404(request, account)
    by: User = request.user  # type: ignore[assignment]
    if known.invitation is None:
        messages.info(request, _("The invitation has been accepted or withdrawn already."))
    elif "withdraw" in request.POST:
        withdraw(known.invitation, by=by)
        messages.success(request, _("The invitation is withdrawn. The link does not work any more."))
    elif "again" in request.POST:
        invite_again(known.invitation, by=by, origin=origin_of(request))
        messages.success(request, _("A new link is on its way. The earlier one does not work any more."))
    return redirect("account", account)


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host for links in mail; the host is one of those that are answered."""
    return f"{request.scheme}://{request.get_host()}"


def _send(request: HttpRequest, form: InviteForm) -> str:
    data = form.cleaned_data
    roles = [PlannedRole(role, place.organisation, place.grant_project) for role, place in form.plan]
    invitation = invite(
        email=data["email"], name=data["name"], language=data["language"], roles=roles, ends_on=data["ends_on"],
        by=request.user, origin=origin_of(request),  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("The invitation is on its way. The link works for 7 days."))
    return reverse("account", args=[invitation.user_id])
