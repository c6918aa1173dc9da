"""Assessments beside each other, and on paper in the language of the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from cases.exporters.printed import as_html, as_pdf
from cases.forms.comparison import ComparisonForm, PrintForm
from cases.queries.facts import CaseFact, facts_of, words_of
from cases.queries.instruments import scales_of
from cases.tables.assessments import areas_said, name_in_a_list, scales_for
from cases.tables.diagnosis import assessments, compare_two, first_and_last
from cases.tables.record import HEALTH_RIGHT, RIGHT
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import Refused, requires
from portal.records import may, once

TAB, PDF = "diagnosis", "pdf"


@requires(RIGHT)
@require_safe
def compare_diagnoses(request: HttpRequest, number: str) -> HttpResponse:
    """Show any two assessments of a person side by side."""
    participation = opened_record(request, RIGHT, number, "diagnosis-comparison")
    by_id = _assessments_of(participation)
    before, after = first_and_last(list(by_id.values()))
    initial = {"before": _key(before), "after": _key(after)}
    form = ComparisonForm(request.GET if request.GET else None, choices=_choices(by_id), initial=initial)
    if form.is_valid():
        before, after = by_id[form.cleaned_data["before"]], by_id[form.cleaned_data["after"]]
    context: dict[str, Any] = {**record_head(participation, TAB), "form": form, "comparison": None}
    if before and after:
        with_health = may(participation, HEALTH_RIGHT)
        comparison = compare_two(before, after, scales_for(participation), with_protected=with_health)
        said = areas_said(comparison, words_of(participation), with_health=with_health)
        language = _language_of(participation)
        context |= {"comparison": comparison, "said": said, "language": language}
    return render(request, "cases/compare_diagnoses.html", context)


@requires(RIGHT)
@require_safe
def print_diagnosis(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is printed for a person, or hand it out as a PDF: sentences in their language, no evidence, no name.

    Through an emergency access a record is read on its pages and nothing leaves (S28).
    """
    participation = opened_record(request, RIGHT, number, "diagnosis-printout")
    if participation.in_emergency:  # type: ignore[attr-defined]
        raise Refused(RIGHT, "participation", number)
    by_id = _assessments_of(participation)
    latest = next(reversed(by_id), "")
    form = PrintForm(
        request.GET if request.GET else None, choices=_choices(by_id), may_see_health=may(participation, HEALTH_RIGHT),
        initial={"language": _language_of(participation), "assessment": latest},
    )  # fmt: skip
    chosen = form.cleaned_data if form.is_valid() else form.initial if not form.is_bound else {}
    if not chosen.get("assessment"):
        return _print_page(request, participation, form, "", "")

    def build() -> dict[str, Any]:
        return _sheet(participation, by_id, chosen)

    if request.GET.get("file") == PDF:
        note_read(request, Action.PRINT)
        answer = HttpResponse(as_pdf(chosen["language"], build), content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="rozmowa.pdf"'
        return answer
    return _print_page(request, participation, form, as_html(chosen["language"], build), chosen["language"])


def _print_page(
    request: HttpRequest, participation: Participation, form: PrintForm, sheet: str, language: str
) -> HttpResponse:
    page = {"participation": participation, "form": form, "sheet": sheet, "language": language}
    return render(request, "cases/print_diagnosis.html", page)


def _sheet(participation: Participation, by_id: dict[str, CaseFact], chosen: dict[str, Any]) -> dict[str, Any]:
    """Return what stands on the paper, in the language that is active."""
    fact, earlier = by_id[chosen["assessment"]], by_id.get(chosen.get("earlier", ""))
    before, after = (earlier, fact) if earlier else (fact, None)
    scales = scales_of({each.instrument for each in (fact, earlier) if each})
    comparison = compare_two(before, after, scales, with_protected=bool(chosen.get("with_health")))
    rows = [row for row in comparison.rows if not row.is_locked and (row.before_said or row.after_said)]
    return {"participation": participation, "comparison": comparison, "rows": rows}


def _assessments_of(participation: Participation) -> dict[str, CaseFact]:
    return {fact.fact_id: fact for fact in assessments(once(participation, "case_facts", facts_of))}


def _choices(by_id: dict[str, CaseFact]) -> list[tuple[str, str]]:
    return [(key, name_in_a_list(fact)) for key, fact in by_id.items()]


def _key(fact: CaseFact | None) -> str:
    return fact.fact_id if fact else ""


def _language_of(participation: Participation) -> str:
    """Return the language in which the person is written to, Polish where the product does not speak it."""
    asked = participation.person.contact_language
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
