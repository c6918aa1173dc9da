"""Passkeys of somebody who takes part: set up right after signing in, removed at any time (S14, S17)."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.factors import drop_recovery_codes
from portal.accounts.fresh import is_fresh
from portal.own.gate import own_space
from portal.own.registry import Own

PAGE = "own_passkeys"


class _AddPasskey(AddWebAuthnView):
    """The library's page in the frame of the own space."""

    template_name = "own/passkeys.html"
    extra_context: dict[str, Any] = {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows besides; the library leaves out what is handed over."""
        return {
            **super().get_context_data(**kwargs),
            **(self.extra_context or {}),
            "form": kwargs.get("form") or self.get_form(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Add the passkey. Recovery codes are for staff: a code can always be sent or printed again."""
        answer = super().form_valid(form)
        drop_recovery_codes(self.request.user)
        return answer

    def get_success_url(self) -> str:
        """Lead back to the list."""
        return reverse(PAGE)


@own_space("passkeys")
@require_http_methods(["GET", "HEAD", "POST"])
def own_passkeys(request: HttpRequest, own: Own) -> HttpResponse:
    """List the passkeys, remove one, set up one; setting up only within five minutes after signing in."""
    keys = Authenticator.objects.filter(user=own.account, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
    if request.method == "POST" and "remove" in request.POST:
        asked = request.POST["remove"]
        found = next((each for each in keys if str(each.pk) == asked), None)
        if found is not None:
            flows.remove_authenticator(request, found)
            messages.success(request, _("The passkey is removed."))
        return redirect(PAGE)
    page = {"own": own, "keys": keys, "is_fresh": is_fresh(request)}
    if not page["is_fresh"]:
        return render(request, "own/passkeys.html", page)
    return _AddPasskey.as_view(extra_context=page)(request)
