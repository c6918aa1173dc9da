"""Where the page leads to that has done something at once: back to where its button stood."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "back"


def back_or(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Lead back to the page of this portal in the field ``back``; without a usable one to the route ``otherwise``."""
    asked = request.POST.get(BACK, "")
    own = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return HttpResponseRedirect(asked if own else resolve_url(otherwise))
