"""Pages about one's own account."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views import i18n
from django.views.decorators.http import require_http_methods

from portal.accounts.devices import device_in_words
from portal.accounts.domain import change_keys, change_preferences, change_spoken, end_sessions
from portal.accounts.factors import has_factor
from portal.accounts.forms import PREFIX, KeysForm, SettingsForm, StaffSettingsForm
from portal.accounts.fresh import kept_typed, way_to_prove
from portal.front.declaration import remind_of_declaration
from portal.jobs.news import tell_ended_jobs
from portal.policy.access import access_of
from portal.policy.gate import every_account, public
from portal.ui.formatting import current_language
from portal.ui.languages import front_door
from portal.ui.navigation import places_for
from portal.ui.shortcuts import changeable, shortcuts_for

PREFERENCES = ("language", "theme", "single_keys")


@public
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Lead a stranger to the landing page in their language, an account to the first page of its workspace.

    An account to which no page is open gets its settings.
    """
    if not request.user.is_authenticated:
        return redirect(front_door(current_language()))
    if request.user.is_participant:
        return redirect("own_home")
    tell_ended_jobs(request)
    remind_of_declaration(request)
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
    kind = StaffSettingsForm if access_of(user).workspace else SettingsForm
    kept = {name: getattr(user, name) for name in PREFERENCES}
    form = kind(request.POST or None, initial={**kept, "spoken": user.spoken.split()})
    if request.method == "POST" and form.is_valid():
        change_preferences(user, **{name: form.cleaned_data[name] for name in PREFERENCES})
        if "spoken" in form.cleaned_data:
            change_spoken(user, form.cleaned_data["spoken"])
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings are saved."))
        return redirect("account_settings")
    return render(request, "accounts/settings.html", {"form": form})


@every_account
@require_http_methods(["GET", "HEAD", "POST"])
def keyboard(request: HttpRequest) -> HttpResponse:
    """List the shortcuts; change single keys, or turn them on or off."""
    user, access = request.user, access_of(request.user)
    sent = request.POST if request.method == "POST" else None
    keys = changeable(access)
    chosen = {PREFIX + name: one.with_own(user.own_keys).keys[0] for name, one in keys.items()}
    form = KeysForm(sent, keys=keys, initial={"single_keys": user.single_keys, **chosen})
    if sent is not None and ("usual" in sent or form.is_valid()):
        _keep_keys(request, form, "usual" in sent)
        return redirect("keyboard")
    groups = shortcuts_for(access, user.own_keys)
    return render(request, "accounts/keyboard.html", {"form": form, "groups": groups, "changed": bool(user.own_keys)})


def _keep_keys(request: HttpRequest, form: KeysForm, usual: bool) -> None:
    """Keep the switch and the keys, or go back to the usual keys; say which."""
    user = request.user
    if usual:
        change_keys(user, {})
        messages.success(request, _("The usual keys are back."))
        return
    on = form.cleaned_data["single_keys"]
    change_preferences(user, language=user.language, theme=user.theme, single_keys=on)
    change_keys(user, form.own_keys)
    messages.success(request, _("Single keys are on.") if on else _("Single keys are off."))


@every_account
@require_http_methods(["GET", "HEAD"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Lead an account that may not go on without a second factor to setting one up, or to showing the one it has."""
    if not request.held_back:  # type: ignore[attr-defined]
        return redirect("mfa_index")
    if has_factor(request.user):
        return redirect(way_to_prove(request))
    return render(request, "accounts/second_step.html")


@every_account
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the account is signed in; end one of the others, or all of them."""
    here = request.session.session_key or ""
    if request.method == "POST":
        ended = end_sessions(request.user, keep=here, only=request.POST.get("only", ""))
        said = ngettext("Signed out in %(count)s place.", "Signed out in %(count)s places.", ended) % {"count": ended}
        messages.success(request, said if ended else _("Nothing was left to sign out of there."))
        return redirect("sessions")
    alive = sorted(UserSession.objects.purge_and_list(request.user), key=lambda each: each.created_at, reverse=True)
    rows = [(each, device_in_words(each.user_agent), each.session_key == here) for each in alive]
    return render(request, "accounts/sessions.html", {"rows": rows, "others": sum(not row[2] for row in rows)})


@every_account
@require_http_methods(["GET", "HEAD"])
def go_on(request: HttpRequest) -> HttpResponse:
    """Offer to send what was typed before the account had to say again who it is."""
    typed = kept_typed(request.session)
    return render(request, "accounts/go_on.html", {"typed": typed}) if typed else redirect("start")


@public
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen on a page: for a stranger in a cookie, for an account with the account."""
    form = SettingsForm({"language": request.POST.get("language", "")})
    if request.method == "POST" and request.user.is_authenticated and form.is_valid():
        kept = {name: getattr(request.user, name) for name in PREFERENCES}
        change_preferences(request.user, **{**kept, "language": form.cleaned_data["language"]})
    return i18n.set_language(request)
