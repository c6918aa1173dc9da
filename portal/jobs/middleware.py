"""The end of a job is told on the next page, wherever that is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.jobs.news import FOLLOWS, tell_ended_jobs


def job_news(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Look for ended jobs before a whole page is made, for sessions that wait for some."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_page(request) and request.user.is_authenticated and request.session.get(FOLLOWS):
            tell_ended_jobs(request)
        return get_response(request)

    return middleware


def _is_page(request: HttpRequest) -> bool:
    """Tell whether the answer will be read as a page; a script that looks again is none."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
