"""Pages about one's own account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import i18n
from django.views.decorators.http import require_http_methods

from portal.accounts.domain import change_preferences
from portal.accounts.forms import SettingsForm
from portal.jobs.news import tell_ended_jobs
from portal.policy.access import access_of
from portal.policy.gate import every_account, public
from portal.ui.navigation import places_for


@every_account
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the account's workspace, or to its settings when no page is open to it."""
    tell_ended_jobs(request)
    access = access_of(request.user)
    places = places_for(access, request.path)
    first = next((place for place in places if place.item.workspace == access.workspace), None)
    chosen = first or next(iter(places), None)
    return redirect(chosen.url if chosen else "account_settings")


@every_account
@require_http_methods(["GET", "HEAD", "POST"])
def account_settings(request: HttpRequest) -> HttpResponse:
    """Show and change the language and the look of the pages."""
    user = request.user
    form = SettingsForm(request.POST or None, initial={"language": user.language, "theme": user.theme})
    if request.method == "POST" and form.is_valid():
        change_preferences(user, language=form.cleaned_data["language"], theme=form.cleaned_data["theme"])
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings are saved."))
        return redirect("account_settings")
    return render(request, "accounts/settings.html", {"form": form})


@public
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen on a page: for a stranger in a cookie, for an account with the account."""
    form = SettingsForm({"language": request.POST.get("language", "")})
    if request.method == "POST" and request.user.is_authenticated and form.is_valid():
        change_preferences(request.user, language=form.cleaned_data["language"], theme=request.user.theme)
    return i18n.set_language(request)
