"""Reports: what stands in the way, what would be frozen, the frozen editions and their files."""

import datetime
import logging
import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.jobs.news import follow_jobs
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from portal.ui.parts import Link
from reporting.domain.editions import EditionRefused, EditionUnchanged, draft_edition, freeze_edition
from reporting.domain.files import request_files
from reporting.enums import LANGUAGE, FileKind, Purpose
from reporting.exporters.files import CONTENT_TYPES, file_name, make_file
from reporting.exporters.presented import presented
from reporting.exporters.unnamed import kept_from
from reporting.forms.reports import FreezeForm
from reporting.models import ReportEdition
from reporting.queries.behind import PEOPLE
from reporting.queries.editions import editions_of
from reporting.queries.files import files_kept
from reporting.queries.plan import last_day_of_results
from reporting.rules import Period
from reporting.tables.freezing import free_from, is_early, period_refusal
from reporting.tables.periods import PROJECT, Chosen, name_of, period_in_words, quarter_of
from reporting.tables.quality import gap_lines, passed
from reporting.tables.quarters import quarter_lines
from reporting.views.choices import chosen_for, other_projects
from reporting.views.frozen import VIEW, edition_for, edition_page

logger = logging.getLogger(__name__)

FREEZE, SMEFS, NUMBER, PURPOSE = "freeze_report", "export_smefs", "keep_project_number", "cel"
QUARTERS_OFFERED = 8


@requires(VIEW)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Show the frozen reports of a project and offer the quarters to report on."""
    chosen, access = chosen_for(request, VIEW), access_of(request.user)
    editions = list(editions_of(chosen.project))
    quarters = _quarters(chosen) if access.may(FREEZE, chosen.project) else []
    context = {
        "chosen": chosen,
        "projects": other_projects(request, VIEW, chosen),
        "editions": [(each, name_of(_period_of(each))) for each in editions],
        "quarters": quarter_lines(quarters, chosen, editions, today()),
        "smefs_url": chosen.address(reverse("smefs_home")) if access.may(SMEFS, chosen.project) else "",
    }
    return render(request, "reporting/report_list.html", context)


@requires(FREEZE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """Show what blocks a report and what it would say; freeze it when it is sent."""
    chosen = chosen_for(request, FREEZE)
    early = is_early(chosen.period, today())
    if request.method != "POST":
        return _proposed(request, chosen, FreezeForm(is_early=early))
    form = FreezeForm(request.POST, is_early=early)
    if (answer := already_answered(request)) is not None:
        return answer
    if not form.is_valid() or period_refusal(chosen):
        return _proposed(request, chosen, FreezeForm(is_early=early) if "submission" in form.errors else form)
    try:
        return once(request, form.token, lambda: _freeze(request, chosen, form.cleaned_data.get("early_reason", "")))
    except EditionUnchanged as unchanged:
        said = _("Nothing has changed since version %(version)s of this report, so no new version is made.")
        messages.info(request, said % {"version": unchanged.last.version})
        return redirect("report_edition", unchanged.last.pk)
    except EditionRefused:
        messages.error(request, _("The report is not frozen: something still blocks it."))
    except IntegrityError:
        messages.error(request, _("Somebody froze a report of this period at the same moment. Look at it first."))
    return _proposed(request, chosen, form)


@requires(VIEW)
@require_safe
def report_edition(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Show a frozen report: the numbers as they were, not as they are now."""
    return edition_page(request, edition_for(request, edition))


@requires(VIEW)
@require_safe
def report_file(request: HttpRequest, edition: uuid.UUID, file_kind: str) -> HttpResponse:
    """Hand out a file of a frozen report; one that is not made yet is asked for on the page of the report.

    The kept file goes to who may know of everybody it can name; for others it is made anew without those numbers, with
    the same figures (S26, S27).
    """
    found = edition_for(request, edition)
    if file_kind not in FileKind.values:
        raise Refused(VIEW, "editionfile", file_kind[:20])
    asked = FileKind(file_kind)
    file = files_kept(found).filter(kind=asked).first()
    if file is None:
        messages.info(request, _("This file is not made yet."))
        return redirect("report_edition", found.pk)
    if not file.is_whole:
        logger.error("file %s of edition %s is not what was made", asked.value, found.pk)
        messages.error(request, _("This file was damaged where it is kept. Tell those who run the portal."))
        return redirect("report_edition", found.pk)
    apart = kept_from(request.user, found)  # type: ignore[arg-type]
    content = make_file(found, asked, language=LANGUAGE, but=apart) if apart else bytes(file.content)
    detail = {"file": asked.value, **({"made_anew": True} if apart else {})}
    note_read(request, Action.DOWNLOAD, obj=found, detail=detail, grant_project=found.grant_project)
    answer = HttpResponse(content, content_type=CONTENT_TYPES[asked])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found, asked)}"'
    return answer


@requires(VIEW)
@require_POST
def report_files(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Ask for the files of a frozen report; asked twice, they are made once."""
    found = edition_for(request, edition)
    request_files(found, by=request.user)  # type: ignore[arg-type]
    follow_jobs(request)
    return redirect("report_edition", found.pk)


def _freeze(request: HttpRequest, chosen: Chosen, early_reason: str) -> str:
    frozen = freeze_edition(
        chosen.project,
        chosen.period,
        by=request.user,
        purpose=_purpose(request),
        early_reason=early_reason,  # type: ignore[arg-type]
    )
    request_files(frozen, by=request.user)  # type: ignore[arg-type]
    follow_jobs(request)
    messages.success(request, _("The report is frozen. Nothing changes it any more."))
    return reverse("report_edition", args=[frozen.pk])


def _proposed(request: HttpRequest, chosen: Chosen, form: FreezeForm) -> HttpResponse:
    purpose = _purpose(request)
    draft = draft_edition(chosen.project, chosen.period, by=request.user, purpose=purpose)  # type: ignore[arg-type]
    lines = gap_lines(draft.found, chosen, opens=access_of(request.user).may(PEOPLE, chosen.project))
    context: dict[str, Any] = {
        "chosen": chosen,
        "form": form,
        "purposes": _purposes(request, chosen, purpose),
        "report": presented(draft.edition),
        "edition": draft.edition,
        "period_words": period_in_words(chosen.period),
        "blocking": [line for line in lines if line.is_blocking],
        "notes": [line for line in lines if not line.is_blocking],
        "passed": passed(draft.found, chosen),
        "people_blocking": sum(line.people for line in lines if line.is_blocking),
        "refusal": period_refusal(chosen),
        "has_no_number": not chosen.project.agreement_number,
        "number_url": _number_url(request, chosen),
        "early": free_from(chosen.period) if "early" in form.fields else "",
        "list_url": f"{reverse('report_list')}?{PROJECT}={chosen.project.code}",
    }
    return render(request, "reporting/report_new.html", context)


def _number_url(request: HttpRequest, chosen: Chosen) -> str:
    """Return where the number of the project is written down; "" for who may not."""
    if not access_of(request.user).may(NUMBER, chosen.project):
        return ""
    return f"{reverse('project_number')}?{PROJECT}={chosen.project.code}"


def _purpose(request: HttpRequest) -> Purpose:
    """Return the purpose that the address names; the usual one when it names none."""
    asked = request.GET.get(PURPOSE, "")
    return Purpose(asked) if asked in Purpose.values else Purpose.CLAIM


def _purposes(request: HttpRequest, chosen: Chosen, wanted: Purpose) -> list[Link]:
    """Return links to the same report for each purpose."""
    return [
        Link(str(each.label), chosen.address(request.path, **{PURPOSE: each.value}), each is wanted) for each in Purpose
    ]


def _period_of(edition: ReportEdition) -> Period:
    return Period(edition.starts_on, edition.ends_on)


def _quarters(chosen: Chosen) -> list[Period]:
    """Return the quarters up to now, as far as somebody can count in them, the latest first.

    After the project its last results have days of their own (R3).
    """
    project = chosen.project
    last_day = last_day_of_results(project)
    quarter = quarter_of(min(today(), last_day))
    offered: list[Period] = []
    while quarter.ends_on >= project.starts_on and len(offered) < QUARTERS_OFFERED:
        offered.append(Period(max(quarter.starts_on, project.starts_on), min(quarter.ends_on, last_day)))
        quarter = quarter_of(quarter.starts_on - datetime.timedelta(days=1))
    return offered
