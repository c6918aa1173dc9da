"""Make an event, change what it says."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered
from portal.versions.actions import FactChanged
from services.domain.events import add_meeting, change_event, make_event
from services.domain.times import StillFree
from services.forms.events import ChangeEventForm, NewEventForm, initial_of
from services.models import Activity
from services.queries.appointments import colleagues_within
from services.queries.events import MANAGE, event_for, venues_of
from services.queries.staffing import teachers_of
from services.views.clashes import once_while_free, what_a_change_is_in_the_way_of, what_is_in_the_way

METHODS = ["GET", "HEAD", "POST"]


@requires(MANAGE)
@require_http_methods(METHODS)
def new_event(request: HttpRequest) -> HttpResponse:
    """Make an event in preparation, with its first meeting."""
    account: User = request.user  # type: ignore[assignment]
    project = project_asked(request, MANAGE)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = NewEventForm(request.POST if request.method == "POST" else None, **_offered(account, project))
    if form.is_bound and form.is_valid():
        answer = once_while_free(
            request, form, lambda: _questions(form), lambda free: _make(request, account, project, form, free)
        )
        if answer is not None:
            return answer
    return render(request, "services/events/new.html", {"form": form})


@requires(MANAGE)
@require_http_methods(METHODS)
def change_event_page(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Change what an event says; the second of two who change it sees both texts."""
    account: User = request.user  # type: ignore[assignment]
    event = event_for(account, MANAGE, activity_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    sent = request.POST if request.method == "POST" else None
    offered = _offered(account, event.grant_project)
    form = ChangeEventForm(sent, kind=event.kind, initial=initial_of(event), **offered)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            answer = once_while_free(
                request, form, lambda: _questions_of_change(event, form),
                lambda free: _change(request, account, event, form, free),
            )  # fmt: skip
            if answer is not None:
                return answer
        except FactChanged:
            now = event_for(account, MANAGE, activity_id)
            form.renew(now.version)
            shown = {"differences": differences(form, initial_of(now)), "changed_by": "", "changed_at": None}
            form.add_error(None, _("Somebody changed this event meanwhile. See what it says now and save again."))
    return render(request, "services/events/change.html", {"form": form, "event": event, **shown})


def _offered(account: User, project: GrantProject) -> dict[str, Any]:
    teachers = [each for each, _languages, _teaches in teachers_of(project, today())]
    colleagues = {each.pk: each for each in [*colleagues_within(account, MANAGE, today(), project), *teachers]}
    return {
        "project": project,
        "venues": venues_of(project),
        "colleagues": sorted(colleagues.values(), key=lambda each: each.name),
    }


def _questions(form: NewEventForm) -> list[str]:
    said, first = form.values(), form.meeting()
    return what_is_in_the_way((first["starts_at"], first["ends_at"]), said["teacher"], said["venue"], None)


def _make(
    request: HttpRequest, account: User, project: GrantProject, form: NewEventForm, still_free: StillFree
) -> str:  # fmt: skip
    own = access_of(account).scope(MANAGE, project).clauses[0].organisation
    event = make_event(project, by=account, kind=form.kind, organisation_id=own, **form.values())
    add_meeting(event, by=account, still_free=still_free, **form.meeting())
    messages.success(request, _("The event is made. Nobody sees it before you publish it."))
    return reverse("event", args=[event.pk])


def _questions_of_change(event: Activity, form: ChangeEventForm) -> list[str]:
    said = form.values()
    return what_a_change_is_in_the_way_of(event, said["teacher"], said["venue"])


def _change(
    request: HttpRequest, account: User, event: Activity, form: ChangeEventForm, still_free: StillFree
) -> str:  # fmt: skip
    if change_event(event, form.cleaned_data["version"], form.values(), by=account, still_free=still_free):
        messages.success(request, _("The event is changed."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return reverse("event", args=[event.pk])
