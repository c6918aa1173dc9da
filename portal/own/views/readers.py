"""Who looked at the data of whoever asks (design §5, screen 16)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.own.gate import own_space
from portal.own.readers import DAYS, readings_of
from portal.own.registry import Own


@own_space("readers")
@require_safe
def own_readers(request: HttpRequest, own: Own) -> HttpResponse:
    """Show who opened the data of the person, the latest day first."""
    page = {"own": own, "readings": readings_of(own.person, timezone.now()), "days": DAYS}
    return render(request, "own/readers.html", page)
