"""Reports built from a frozen edition: chosen, made in the background, downloaded."""

import logging
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.jobs.news import follow_jobs
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from reporting.domain.built import build_report, request_built_files
from reporting.enums import BuiltKind
from reporting.exporters.built_files import CONTENT_TYPES, file_name
from reporting.forms.building import BuildForm
from reporting.models import BuiltFile, BuiltReport, ReportEdition
from reporting.queries.behind import PEOPLE
from reporting.queries.built import VIEW, annex_subjects, built_of, files_of_built, lists_hidden
from reporting.queries.editions import editions_of
from reporting.rules import Period
from reporting.tables.periods import PROJECT, name_of, period_in_words

logger = logging.getLogger(__name__)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def build_reports(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Choose what a report says; show those built before."""
    found = _edition(request, edition)
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    others = {str(each.pk): each for each in editions_of(found.grant_project) if each.pk != found.pk}
    names = {
        key: " · ".join((name_of(_period(each)), _("Version %(number)s") % {"number": each.version}))
        for key, each in others.items()
    }
    form = BuildForm(request.POST or None, editions=names, lists_people=_lists_people(request, found))
    if request.method == "POST" and form.is_valid():
        return once(request, form.token, lambda: _build(request, found, form, others))
    built = built_of(found, request.user)  # type: ignore[arg-type]
    return render(request, "reporting/built/build.html", {**_context(found), "form": form, "built": built})


@requires(VIEW)
@require_safe
def built_report(request: HttpRequest, built: uuid.UUID) -> HttpResponse:
    """Show what a built report says, and its files."""
    found = _report(request, built)
    beside = ReportEdition.objects.filter(pk__in=found.definition["beside"]).order_by("ends_on")
    context = {
        **_context(found.edition),
        "report": found,
        "files": files_of_built(found),
        "is_own": found.made_by_id == request.user.pk,
        "beside": [name_of(_period(each)) for each in beside],
        "build_url": reverse("build_reports", args=[found.edition_id]),
    }
    return render(request, "reporting/built/report.html", context)


@requires(VIEW)
@require_POST
def built_files(request: HttpRequest, built: uuid.UUID) -> HttpResponse:
    """Ask for the files of a built report; asked twice, they are made once."""
    found = _report(request, built)
    request_built_files(found, by=request.user)  # type: ignore[arg-type]
    follow_jobs(request)
    return redirect("built_report", found.pk)


@requires(VIEW)
@require_safe
def built_file(request: HttpRequest, built: uuid.UUID, file_kind: str) -> HttpResponse:
    """Hand out a file of a built report; one that is not made yet is asked for on its page."""
    found = _report(request, built)
    if file_kind not in BuiltKind.values:
        raise Refused(VIEW, "builtfile", file_kind[:20])
    kind = BuiltKind(file_kind)
    file = BuiltFile.objects.filter(report=found, kind=kind).first()
    if file is None or not file.is_whole:
        if file is not None:
            logger.error("file %s of built report %s is not what was made", kind.value, found.pk)
        messages.info(request, _("This file is not made yet.") if file is None else
                      _("This file was damaged where it is kept. Tell those who run the portal."))  # fmt: skip
        return redirect("built_report", found.pk)
    if lists_hidden(found):
        messages.error(
            request, _("Somebody in this file is out of your reach now, so it is not handed out. Export anew.")
        )
        return redirect("built_report", found.pk)
    subjects = annex_subjects(found) if found.has_annex else ()
    note_read(
        request, Action.DOWNLOAD, subjects=subjects, obj=found, detail={"file": kind.value},
        grant_project=found.edition.grant_project,
    )  # fmt: skip
    answer = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found, kind)}"'
    return answer


def _edition(request: HttpRequest, key: uuid.UUID) -> ReportEdition:
    found = ReportEdition.objects.select_related("grant_project").filter(pk=key).first()
    if found is None or found.grant_project_id not in access_of(request.user).scope(VIEW).whole_project_ids:
        raise Refused(VIEW, "reportedition", str(key))
    return found


def _report(request: HttpRequest, key: uuid.UUID) -> BuiltReport:
    """Return a built report of a project within reach; one with an annex is for whoever built it, while they may."""
    rows = BuiltReport.objects.select_related("edition__grant_project", "made_by")
    found = rows.filter(pk=key).first()
    if found is None or found.edition.grant_project_id not in access_of(request.user).scope(VIEW).whole_project_ids:
        raise Refused(VIEW, "builtreport", str(key))
    if found.has_annex and not (found.made_by_id == request.user.pk and _lists_people(request, found.edition)):
        raise Refused(VIEW, "builtreport", str(key))
    return found


def _lists_people(request: HttpRequest, edition: ReportEdition) -> bool:
    return edition.grant_project_id in access_of(request.user).scope(PEOPLE).whole_project_ids


def _period(edition: ReportEdition) -> Period:
    return Period(edition.starts_on, edition.ends_on)


def _context(edition: ReportEdition) -> dict[str, Any]:
    return {
        "edition": edition,
        "name": name_of(_period(edition)),
        "period_words": period_in_words(_period(edition)),
        "list_url": f"{reverse('report_list')}?{PROJECT}={edition.grant_project.code}",
        "edition_url": reverse("report_edition", args=[edition.pk]),
    }


def _build(request: HttpRequest, edition: ReportEdition, form: BuildForm, others: dict[str, ReportEdition]) -> str:
    typed = form.cleaned_data
    report = build_report(
        edition, sections=typed["sections"], beside=[others[key] for key in typed.get("beside", [])],
        notice=typed["notice"], by=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    request_built_files(report, by=request.user)  # type: ignore[arg-type]
    follow_jobs(request)
    return reverse("built_report", args=[report.pk])
