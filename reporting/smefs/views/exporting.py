"""Preparing the file, ordering it, what was sent, and taking one file along."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.jobs.news import follow_jobs
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from portal.ui.paging import page_of
from reporting.smefs.domain.exports import ask_for_file, order_export
from reporting.smefs.exporters.archive import sealed_archive
from reporting.smefs.forms import ExplainForm, PassphraseForm
from reporting.smefs.models import ReturnedListing
from reporting.smefs.queries.exports import FileGone, content_of, exports_of, name_of, people_of
from reporting.smefs.queries.prepared import Prepared, prepared
from reporting.smefs.rules.releasing import Standing
from reporting.smefs.tables.prepare import labels, passed_rules, protected_words, rule_names, sections
from reporting.smefs.tables.releasing import standing_tag
from reporting.smefs.views.one import export_for, export_page
from reporting.smefs.views.projects import RIGHT, frame_of
from reporting.tables.periods import PROJECT

PAGE_SIZE = 20


@requires(RIGHT)
@require_safe
def smefs_home(request: HttpRequest) -> HttpResponse:
    """Show what was sent and what came back."""
    project = project_asked(request, RIGHT)
    rows = exports_of(project)
    page = page_of(
        request, PAGE_SIZE, lambda first, most: list(rows[first : first + most]), keep={PROJECT: project.code}
    )
    returned = ReturnedListing.objects.filter(grant_project=project).select_related("sent_by")
    context = {
        **frame_of(request, project),
        "page": page,
        "exports": [(each, rule_names(each.left_out), standing_tag(each, timezone.now())) for each in page.items],
        "returned": returned.defer("report").order_by("-received_at", "-id")[:PAGE_SIZE],
    }
    return render(request, "smefs/home.html", context)


@requires(RIGHT, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def smefs_new(request: HttpRequest) -> HttpResponse:
    """Show what the checks find; order the file once every check passes or is explained."""
    project = project_asked(request, RIGHT)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    ready = prepared(project, today(), request.user)  # type: ignore[arg-type]
    rules = labels(ready)
    form = ExplainForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid() and ready.everybody:
        return once(request, form.token, lambda: _order(request, project, form))
    return render(request, "smefs/new.html", _context(request, project, ready, form))


@requires(RIGHT)
@require_safe
def smefs_export(request: HttpRequest, smefs_file: uuid.UUID) -> HttpResponse:
    """Show one file that was made: its hash, what was explained, what was left out."""
    return export_page(request, export_for(request, smefs_file), PassphraseForm())


@requires(RIGHT, fresh=True)
@sensitive_post_parameters("passphrase", "again")
@require_POST
def smefs_download(request: HttpRequest, smefs_file: uuid.UUID) -> HttpResponse:
    """Hand out one's own file in an archive with a passphrase, if everybody in it is still within reach (S38).

    Only while the release of a second person holds.
    """
    export = export_for(request, smefs_file)
    if export.order.asked_by_id != request.user.pk:
        raise Refused(RIGHT, "smefsexport", str(export.pk))
    form = PassphraseForm(request.POST)
    if not form.is_valid():
        return export_page(request, export, form)
    if export.standing(timezone.now()) is not Standing.OPEN:
        messages.error(request, _("The file may not leave yet, or not any more: its release stands below."))
        return redirect("smefs_export", export.pk)
    people = people_of(export, request.user)  # type: ignore[arg-type]
    if people is None:
        messages.error(
            request, _("Somebody in this file is out of your reach now, so it is not handed out. Export anew.")
        )
        return redirect("smefs_export", export.pk)
    try:
        content = content_of(export)
    except FileGone:
        messages.error(request, _("The file cannot be put together any more: a line in it was erased. Its hash stays."))
        return redirect("smefs_export", export.pk)
    note_read(
        request, Action.DOWNLOAD, subjects=[each.person_id for each in people], obj=export,
        detail={"sha256": export.sha256}, grant_project=export.grant_project,
    )  # fmt: skip
    name = name_of(export)
    answer = HttpResponse(sealed_archive(name, content, form.cleaned_data["passphrase"]), "application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name.removesuffix(".csv")}.zip"'
    return answer


def _order(request: HttpRequest, project: GrantProject, form: ExplainForm) -> str:
    order = order_export(project, form.explanations(), by=request.user)  # type: ignore[arg-type]
    job = ask_for_file(order, by=request.user)  # type: ignore[arg-type]
    follow_jobs(request)
    return reverse("job", args=[job.pk])


def _context(request: HttpRequest, project: GrantProject, ready: Prepared, form: ExplainForm) -> dict[str, Any]:
    subjects = [who.person for who in ready.everybody]
    note_read(request, Action.LIST, subjects=subjects, detail={"page": "smefs-checks"}, grant_project=project)
    return {
        **frame_of(request, project),
        "form": form,
        "parts": sections(ready, project, form),
        "passed": passed_rules(ready),
        "people": len(ready.everybody),
        "going": len(ready.going),
        "protected": protected_words(ready.out_of_reach) if ready.out_of_reach else "",
        "protected_field": form["explain_protected"] if ready.out_of_reach else None,
        "layout": ready.layout,
    }
