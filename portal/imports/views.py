"""Lists of participants: send one, look at what it would do, import it, see what earlier ones did."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.imports.background import ask_for_import_job
from portal.imports.forms import ListForm
from portal.imports.models import ImportBatch, ImportedRow, UploadedList
from portal.imports.presented import presented
from portal.imports.registry import subject_source
from portal.imports.uploading import ListGone, drop_list, keep_list, preview_of
from portal.imports.workbook import UnreadableWorkbook
from portal.policy.access import access_of
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import OnceForm, already_answered, once
from portal.ui.context import address
from portal.ui.paging import page_of
from portal.ui.parts import Link
from portal.workbooks import CONTENT_TYPE

RIGHT = "import_participants"
PROJECT, PAGE_SIZE = "projekt", 20
METHODS = ["GET", "HEAD", "POST"]


@requires(RIGHT)
@require_http_methods(METHODS)
def import_page(request: HttpRequest) -> HttpResponse:
    """Show earlier imports and what waits; take a new list and lead to what it would do."""
    project = project_asked(request, RIGHT)
    form = ListForm()
    if request.method == "POST":
        if (answer := already_answered(request)) is not None:
            return answer
        form = ListForm(request.POST, request.FILES, sent_bytes=int(request.META.get("CONTENT_LENGTH") or 0))
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _keep(request, form, project))
            except UnreadableWorkbook as unreadable:
                form.add_error("file", str(unreadable))
    return render(request, "imports/import_page.html", _overview(request, project, form))


@requires(RIGHT)
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """Return a blank list of the project to fill in."""
    from portal.imports.blank_list import blank_list  # here: the library of workbooks comes with it

    project = project_asked(request, RIGHT)
    answer = HttpResponse(blank_list(project), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="lista-{project.code}.xlsx"'
    return answer


@requires(RIGHT)
@require_http_methods(METHODS)
def upload_preview(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Show what a list that was sent would do; import it or take it away again."""
    found = _upload(request, upload)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if found.batch_id:
        return HttpResponseRedirect(reverse("import_batch", args=[found.batch_id]))
    form = OnceForm(request.POST) if request.method == "POST" else OnceForm()
    if request.method == "POST" and form.is_valid():
        act = _drop if "drop" in request.POST else ask_for_import_job
        return once(request, form.token, lambda: act(request, found))
    try:
        stored = preview_of(found)
    except ListGone:
        raise Refused(RIGHT, "uploadedlist", str(upload)) from None
    shown = presented(stored, request.user)  # type: ignore[arg-type]
    note_read(
        request, Action.LIST, subjects=shown.people, obj=found,
        detail={"page": "list-preview"}, grant_project=found.grant_project,
    )  # fmt: skip
    return render(request, "imports/preview.html", {"upload": found, "shown": shown, "form": form})


@requires(RIGHT)
@require_safe
def import_batch(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Show what an import did, for as long as its findings are kept."""
    batches = ImportBatch.objects.filter(grant_project__in=_reach(request)).select_related(
        "grant_project", "imported_by", "data_key"
    )
    found = batches.filter(pk=batch).first()
    if found is None:
        raise Refused(RIGHT, "importbatch", str(batch))
    shown = presented(json.loads(found.report), request.user) if found.report else None  # type: ignore[arg-type]
    note_read(
        request, Action.LIST, subjects=shown.people if shown else (), obj=found,
        detail={"page": "import"}, grant_project=found.grant_project,
    )  # fmt: skip
    page = {"batch": found, "shown": shown, "rows_url": address("held_rows")}
    return render(request, "imports/batch.html", page)


def _keep(request: HttpRequest, form: ListForm, project: GrantProject) -> str:
    upload = keep_list(form.list_file(), project, by=request.user)  # type: ignore[arg-type]
    return reverse("upload_preview", args=[upload.pk])


def _drop(request: HttpRequest, upload: UploadedList) -> str:
    drop_list(upload)
    messages.success(request, _("The list is removed. Nothing was imported."))
    return reverse("import_page")


def _overview(request: HttpRequest, project: GrantProject, form: ListForm) -> dict[str, Any]:
    batches = ImportBatch.objects.filter(grant_project=project).select_related("imported_by").order_by("-imported_at")
    rows = batches.defer("layout", "report")
    offered = access_of(request.user).projects(RIGHT)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in offered]
    waiting = ImportedRow.objects.visible_to(request.user).filter(grant_project=project).waiting()  # type: ignore[arg-type]
    return {
        "project": project,
        "projects": links if len(links) > 1 else [],
        "form": form,
        "page": page_of(
            request, PAGE_SIZE, lambda first, most: list(rows[first : first + most]), keep={PROJECT: project.code}
        ),
        "waiting": waiting.count(),
        "rows_url": address("held_rows"),
        "incomplete": subject_source().incomplete(project, request.user).count(),
        "incomplete_url": address("incomplete_people"),
        "kept": UploadedList.objects.filter(
            uploaded_by=request.user, grant_project=project, batch=None, data_key__isnull=False
        ).first(),  # type: ignore[misc]
    }


def _upload(request: HttpRequest, key: uuid.UUID) -> UploadedList:
    """Return a list that this account sent; anybody else's is not there."""
    mine = UploadedList.objects.filter(uploaded_by=request.user, grant_project__in=_reach(request))  # type: ignore[misc]
    found = mine.select_related("grant_project", "data_key").filter(pk=key).first()
    if found is None:
        raise Refused(RIGHT, "uploadedlist", str(key))
    return found


def _reach(request: HttpRequest) -> list[int]:
    return sorted(access_of(request.user).scope(RIGHT).whole_project_ids)
