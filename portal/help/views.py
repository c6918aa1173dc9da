"""The help: a list of topics, and one screen for each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.help.topics import headings, topics, topics_for
from portal.policy.access import access_of
from portal.policy.gate import every_account


@every_account
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """List what the account may do, each with its help."""
    return render(request, "help/index.html", {"topics": topics_for(access_of(request.user))})


@every_account
@require_safe
def help_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Show the help about one kind of page: how the product works is no secret, what it holds is."""
    found = next((each for each in topics() if each.code == topic), None)
    if found is None:
        raise Http404
    return render(request, "help/topic.html", {"topic": found, "headings": headings()})
