"""The first page of the own space, whose pages it is about, and the ways out."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.own.gate import choose_subject, own_space
from portal.own.registry import Own, own_pages, own_panels
from portal.policy.gate import Refused
from portal.ui.leaving import FORGET, quick_exit_answer

QUICK = "quick"


@require_safe
@own_space("home")
def own_home(request: HttpRequest, own: Own) -> HttpResponse:
    """Show what comes next and what is to do; each app says what it knows, and nothing where there is nothing."""
    built = [(panel.template, panel.build(own)) for panel in own_panels()]
    page = {
        "own": own,
        "panels": [
            render_to_string(name, {**shown, "own": own}, request) for name, shown in built if shown is not None
        ],
        "pages": [(each.label, each.icon, reverse(each.url_name)) for each in own_pages() if each.label] + _always(),
    }
    return render(request, "own/home.html", page)


def _always() -> list[tuple[str, str, str]]:
    """Return the pages that belong to no app."""
    return [
        (_("Who looked at my data"), "eye", reverse("own_readers")),
        (_("Sign in without a code"), "key", reverse("own_passkeys")),
    ]


@require_POST
@own_space()
def own_about(request: HttpRequest, own: Own) -> HttpResponse:
    """Turn the pages to a child, or back."""
    about = request.POST.get("about", "")
    if about and not choose_subject(request, own, about):
        raise Refused("use_own_space", "person", "")
    return redirect("own_home")


@require_POST
@own_space()
def own_leave(request: HttpRequest, own: Own) -> HttpResponse:
    """End the session; the browser forgets what it kept of these pages (S52). In a hurry another site takes over."""
    is_quick = request.POST.get("how") == QUICK
    logout(request)
    if is_quick:
        return quick_exit_answer()
    answer = redirect("landing")
    answer.headers["Clear-Site-Data"] = FORGET
    return answer
