"""The answer to a quick exit: another site at once, and a browser that keeps nothing of these pages (design §11, S52).

The session, or whatever else remembers who was here, is ended by the caller. The answer is a page of its own and no
redirect: a form may only lead to this site. It says nothing, so Back shows nothing either.
"""

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import format_html

FORGET = '"cache", "cookies", "storage"'


def quick_exit_answer() -> HttpResponse:
    """Return the empty page that leads on by itself."""
    goal = settings.PORTAL_EXIT_URL
    page = format_html('<!doctype html><title>–</title><p><a href="{}" rel="noreferrer">→</a></p>', goal)
    answer = HttpResponse(page)
    answer.headers["Refresh"] = f"0; url={goal}"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Clear-Site-Data"] = FORGET
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
