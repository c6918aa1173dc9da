"""Parts of pages that our own scripts ask for, with the header ``HX-Request`` (S51)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def is_part(request: HttpRequest) -> bool:
    """Tell whether a script asks, to show a part of the answer in the page that is open."""
    return request.headers.get("HX-Request") == "true"


def lead_to(request: HttpRequest, goal: str) -> HttpResponse:
    """Send to a page; who asked for a part gets nothing of it, so that the whole page goes there."""
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": goal})
    return HttpResponseRedirect(goal)
