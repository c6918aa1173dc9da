"""Pages about one's own account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import i18n
from django.views.decorators.http import require_http_methods

from portal.accounts.domain import change_preferences
from portal.accounts.forms import KeysForm, SettingsForm
from portal.jobs.news import tell_ended_jobs
from portal.policy.access import access_of
from portal.policy.gate import every_account, public
from portal.ui.formatting import current_language
from portal.ui.languages import front_door
from portal.ui.navigation import places_for
from portal.ui.shortcuts import shortcuts_for

PREFERENCES = ("language", "theme", "single_keys")


@public
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Lead a stranger to the landing page in their language, an account to the first page of its workspace.

    An account to which no page is open gets its settings.
    """
    if not request.user.is_authenticated:
        return redirect(front_door(current_language()))
    tell_ended_jobs(request)
    access = access_of(request.user)
    places = places_for(access, request.path)
    first = next((place for place in places if place.item.workspace == access.workspace), None)
    chosen = first or next(iter(places), None)
    return redirect(chosen.url if chosen else "account_settings")


@every_account
@require_http_methods(["GET", "HEAD", "POST"])
def account_settings(request: HttpRequest) -> HttpResponse:
    """Show and change the language, the look and the shortcuts of the pages."""
    user = request.user
    form = SettingsForm(request.POST or None, initial={name: getattr(user, name) for name in PREFERENCES})
    if request.method == "POST" and form.is_valid():
        change_preferences(user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings are saved."))
        return redirect("account_settings")
    return render(request, "accounts/settings.html", {"form": form})


@every_account
@require_http_methods(["GET", "HEAD", "POST"])
def keyboard(request: HttpRequest) -> HttpResponse:
    """List the shortcuts, and turn single keys on or off."""
    user = request.user
    form = KeysForm(request.POST or None, initial={"single_keys": user.single_keys})
    if request.method == "POST":
        on = "single_keys" in request.POST
        change_preferences(user, language=user.language, theme=user.theme, single_keys=on)
        messages.success(request, _("Single keys are on.") if on else _("Single keys are off."))
        return redirect("keyboard")
    groups = shortcuts_for(access_of(user))
    return render(request, "accounts/keyboard.html", {"form": form, "groups": groups})


@public
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen on a page: for a stranger in a cookie, for an account with the account."""
    form = SettingsForm({"language": request.POST.get("language", "")})
    if request.method == "POST" and request.user.is_authenticated and form.is_valid():
        kept = {name: getattr(request.user, name) for name in PREFERENCES}
        change_preferences(request.user, **{**kept, "language": form.cleaned_data["language"]})
    return i18n.set_language(request)
