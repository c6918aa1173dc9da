"""Made-up pages that show people in every way a page can."""

import io

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.urls import path

from portal.audit.enums import Action
from portal.audit.trail import note_read, record
from portal.policy.gate import Refused, every_account, public

SECRET = "Bohaterów Monte Cassino"


def _page(view):
    return every_account(view)


@_page
def listing(request):
    """A list is one event, however many people stand on it."""
    note_read(request, Action.LIST, subjects=["b", "a"])
    note_read(request, Action.SEARCH, subjects=["a", "c"], detail={"query": "mark"})
    note_read(request, Action.LIST, subjects=["c"], detail={"rows": 3})
    return HttpResponse(SECRET)


@_page
def quiet(request):
    """Shows nobody."""
    return HttpResponse("quiet")


@_page
def stream(request):
    """Notes what it reads while it is being sent."""

    def pieces():
        note_read(request, Action.EXPORT, subjects=["a"])
        yield f"1 {SECRET}"
        note_read(request, Action.EXPORT, subjects=["b"])
        record(Action.CREATE, by=request.user)
        yield f"2 {SECRET}"

    return StreamingHttpResponse(pieces())


@_page
def download(request):
    """A file as the server sends it."""
    note_read(request, Action.DOWNLOAD, subjects=["a"])
    return FileResponse(io.BytesIO(SECRET.encode()), filename="a.txt")


@_page
def broken(request):
    """Fails after it has read."""
    note_read(request, Action.VIEW, subjects=["a"])
    raise RuntimeError(SECRET)


@_page
def refused(request, key):
    """Refuses what was asked for."""
    raise Refused("view_person", "participation", key)


@_page
def missing(request):
    """An ordinary 404 is no refusal."""
    raise Http404


@public
def outside(request):
    """A stranger reads."""
    note_read(request, Action.VIEW, subjects=["a"])
    return HttpResponse("outside")


urlpatterns = [
    path("list/", listing),
    path("quiet/", quiet),
    path("stream/", stream),
    path("download/", download),
    path("broken/", broken),
    path("refused/<path:key>/", refused),
    path("missing/", missing),
    path("outside/", outside),
]
