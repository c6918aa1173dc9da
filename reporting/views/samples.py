"""Samples of an inspection: drawn once, reviewed record by record, printed as a list of evidence."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import current_language
from reporting.domain.inspection import NobodyToDraw, draw_sample, review_record
from reporting.enums import ReviewResult
from reporting.exporters.evidence_list import evidence_list_as_pdf
from reporting.forms.inspection import DrawForm, ReviewForm
from reporting.models import InspectionSample
from reporting.queries.inspection import VIEW, Inspected, inspected_in, record_in
from reporting.tables.inspection import CHECKS, drawn_records, indicator_names, part_in_words
from reporting.views.inspection import edition_context, edition_for, record_context

DRAW = "draw_inspection_sample"


@requires(DRAW)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_draw(request: HttpRequest, edition: uuid.UUID) -> HttpResponse:
    """Draw a sample from the people behind a figure of a frozen report."""
    found = edition_for(request, DRAW, edition)
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    names = indicator_names(found, current_language())
    form = DrawForm(request.POST or None, indicators=names, initial={"indicator": request.GET.get("wskaznik", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, form.token, lambda: _draw(request, found, form))
        except NobodyToDraw:
            form.add_error("indicator", _("There is nobody behind this figure whose record you may inspect."))
    return render(request, "reporting/inspection/draw.html", {**edition_context(found), "form": form})


@requires(VIEW)
@require_safe
def inspection_sample(request: HttpRequest, sample: uuid.UUID) -> HttpResponse:
    """Show the records of a sample with their results."""
    found = _sample(request, VIEW, sample)
    lines = _read(request, found, Action.LIST)
    language = current_language()
    drawn = [(line, part_in_words(found.edition, found.stratum, line.record.part, language)) for line in lines]
    return render(request, "reporting/inspection/sample.html", {**_context(found, lines), "drawn": drawn})


@requires(DRAW)
@require_safe
def inspection_list(request: HttpRequest, sample: uuid.UUID) -> HttpResponse:
    """Give the list of evidence of a sample as a PDF: numbers, what was seen, results; no names."""
    found = _sample(request, DRAW, sample)
    lines = _read(request, found, Action.PRINT)
    with override("pl"):
        language = current_language()
        name = indicator_names(found.edition, language).get(found.indicator, found.indicator)
        content = evidence_list_as_pdf(found, name, drawn_records(found, lines, language))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.edition.label}-{found.seed}.pdf"'
    return answer


@requires(DRAW)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_review(request: HttpRequest, sample: uuid.UUID, number: str) -> HttpResponse:
    """Show the checklist of a drawn record with its evidence; note a result."""
    found = _sample(request, DRAW, sample)
    people = record_in(found.edition).filter(number__in=found.records.values("number"))  # type: ignore[attr-defined]
    participation = get_visible_or_404(people, request.user, DRAW, number=number)  # type: ignore[arg-type]
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    (line,) = inspected_in(found, request.user, number)  # type: ignore[arg-type]
    form = ReviewForm(request.POST or None, checks=CHECKS, initial=_known(line))
    if request.method == "POST" and form.is_valid():
        return once(request, form.token, lambda: _review(request, found, line, form))
    context = {**record_context(request, found.edition, participation), **_context(found, [line])}
    return render(request, "reporting/inspection/review.html", {**context, "line": line, "form": form})


def _sample(request: HttpRequest, action: str, key: uuid.UUID) -> InspectionSample:
    rows = InspectionSample.objects.select_related(
        "edition__grant_project", "edition__frozen_by", "data_key", "drawn_by"
    )
    found = rows.filter(pk=key).first()
    if found is None or found.edition.grant_project_id not in access_of(request.user).scope(action).whole_project_ids:
        raise Refused(action, "inspectionsample", str(key))
    return found


def _read(request: HttpRequest, sample: InspectionSample, action: Action) -> list[Inspected]:
    lines = inspected_in(sample, request.user)  # type: ignore[arg-type]
    subjects = [each.participation.person_id for each in lines if each.participation]
    note_read(
        request, action, subjects=subjects, obj=sample, detail={"page": "inspection"},
        grant_project=sample.edition.grant_project,
    )  # fmt: skip
    return lines


def _context(sample: InspectionSample, lines: list[Inspected]) -> dict[str, Any]:
    names = indicator_names(sample.edition, current_language())
    return {
        **edition_context(sample.edition),
        "sample": sample,
        "name": names.get(sample.indicator, sample.indicator),
        "done": sum(each.review is not None for each in lines),
        "questions": sum(_asks(each) for each in lines),
        "sample_url": reverse("inspection_sample", args=[sample.pk]),
    }


def _asks(line: Inspected) -> bool:
    return line.review is not None and line.review.result == ReviewResult.QUESTION


def _known(line: Inspected) -> dict[str, Any]:
    review = line.review
    return {"seen": review.seen, "result": review.result, "note": review.note} if review else {}


def _draw(request: HttpRequest, edition: Any, form: DrawForm) -> str:
    typed = form.cleaned_data
    sample = draw_sample(
        edition, typed["indicator"], typed["size"], by=request.user, stratum=typed["stratum"], seed=typed["seed"],  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("The sample is drawn and kept. It does not change any more."))
    return reverse("inspection_sample", args=[sample.pk])


def _review(request: HttpRequest, sample: InspectionSample, line: Inspected, form: ReviewForm) -> str:
    typed = form.cleaned_data
    review_record(
        line.record, line.participation.person_id, result=ReviewResult(typed["result"]), seen=typed["seen"],  # type: ignore[union-attr]
        note=typed["note"].strip(), by=request.user,  # type: ignore[arg-type]
    )  # fmt: skip
    messages.success(request, _("The result is kept."))
    return reverse("inspection_sample", args=[sample.pk])
