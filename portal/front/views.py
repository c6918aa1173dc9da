"""Pages that anybody may open. They hold nothing about anyone, so browsers may keep them and ask for news."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.front.content import front_page
from portal.front.pier import planks
from portal.front.sight import who_sees_what
from portal.policy.gate import public


@public
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def landing(request: HttpRequest) -> HttpResponse:
    """Say who is helped, with what, and how to begin, in the language of the address."""
    return render(request, "front/landing.html", {"page": front_page(), "planks": planks()})


@public
@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who sees which data of a person, from the matrix that decides it."""
    return render(request, "front/privacy.html", {"rows": who_sees_what()})
