"""The event log: who did, opened or was refused what, and whether the log is whole."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import make_aware
from django.views.decorators.http import require_POST, require_safe

from portal.audit.enums import Action
from portal.audit.models import AuditQuerySet
from portal.audit.trail import note_read
from portal.jobs.domain import request_job
from portal.jobs.news import follow_jobs
from portal.oversight.checks import CHECK, RIGHT
from portal.oversight.forms import LogForm
from portal.oversight.lines import event_lines, people_shown
from portal.oversight.review import weeks
from portal.oversight.scope import events_in_reach, numbers_of
from portal.oversight.state import chain_state
from portal.oversight.views.frame import tabs
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.ui.keyset import KeysetPage, keyset_page

SIZE = 50
RELATED = ("actor", "organisation", "grant_project", "seal")


@requires(RIGHT)
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """Show events, the newest first, and the state of the chain. Looking is an event itself."""
    form = LogForm(request.GET, reader=request.user)
    page = KeysetPage([], "", "")
    if form.is_valid():
        kept = {name: request.GET.get(name, "")[:60] for name in form.fields}
        events = _narrowed(form, events_in_reach(request.user)).select_related(*RELATED)  # type: ignore[arg-type]
        page = keyset_page(request, events, "id", size=SIZE, keep=kept, falling=True)
    people = people_shown(page.items) | ({str(form.person)} if form.person else set())
    note_read(request, Action.LIST, subjects=people, detail={"page": "log"})
    context = {
        "tabs": tabs("audit_log"),
        "form": form,
        "page": page,
        "lines": event_lines(page.items, numbers_of(request.user, people)),  # type: ignore[arg-type]
        "state": chain_state(timezone.now()),
        "overdue": sum(each.is_overdue for each in weeks(request.user, timezone.localdate())),  # type: ignore[arg-type]
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "oversight/log.html", context)


@requires(RIGHT)
@require_POST
def audit_check(request: HttpRequest) -> HttpResponse:
    """Let a worker check the whole chain now."""
    (project, *_others) = access_of(request.user).projects(RIGHT, undated=True)
    job = request_job(CHECK, by=request.user, grant_project=project, params={})  # type: ignore[arg-type]
    follow_jobs(request)
    return redirect("job", job.pk)


def _narrowed(form: LogForm, events: AuditQuerySet) -> AuditQuerySet:
    asked: dict[str, Any] = form.cleaned_data
    if asked["konto"]:
        events = events.filter(actor=asked["konto"].pk)
    if asked["czynnosc"]:
        events = events.filter(action=asked["czynnosc"])
    if asked["odmowy"]:
        events = events.filter(action__in=(Action.REFUSE, Action.SIGN_IN_FAILED))
    if asked["od"]:
        events = events.filter(at__gte=_midnight(asked["od"]))
    if asked["do"]:
        events = events.filter(at__lt=_midnight(asked["do"] + datetime.timedelta(days=1)))
    return events.about(form.person) if form.person else events


def _midnight(day: datetime.date) -> datetime.datetime:
    return make_aware(datetime.datetime.combine(day, datetime.time()))
