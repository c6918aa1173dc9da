"""The rules of the indicators: those of the fund to read, those of the project to build, change and retire."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged
from reporting.domain.definitions import (
    CodeTaken,
    DefinitionRefused,
    TooMany,
    change_indicator,
    define_indicator,
    retire_indicator,
)
from reporting.exporters.presented import few_in_words
from reporting.forms.definitions import ChangeIndicatorForm, IndicatorForm, NewIndicatorForm, RetireForm, initial_of
from reporting.indicators.catalogue import INDICATORS, indicators_of
from reporting.indicators.own import indicator_of, own_indicators, sentence_of
from reporting.models import IndicatorDefinition
from reporting.queries.behind import PEOPLE, few_for
from reporting.queries.definitions import ProjectWords, retired_of, versions_of, words_of
from reporting.queries.table import indicator_lines
from reporting.rules import Indicator
from reporting.tables.dashboard import Figures
from reporting.tables.periods import PROJECT, Chosen, period_in_words
from reporting.tables.rules import broken_down, has_few, rule_lines, target_of_indicator, version_lines
from reporting.views.choices import chosen_for, other_projects

VIEW, DEFINE = "view_indicator", "define_indicator"
PREVIEW = "preview"
NEW_CODE = "—"
METHODS = ["GET", "HEAD", "POST"]


@requires(VIEW)
@require_safe
def indicator_rules(request: HttpRequest) -> HttpResponse:
    """List every indicator with its rule in a sentence: the project's own, then those of the fund."""
    chosen = chosen_for(request, VIEW)
    project = chosen.project
    return render(
        request,
        "reporting/rules.html",
        {
            "chosen": chosen,
            "projects": other_projects(request, VIEW, chosen),
            "own": rule_lines(own_indicators(project), chosen),
            "shipped": rule_lines(indicators_of(project), chosen),
            "retired": [
                (each, chosen.address(reverse("indicator_rule", args=[each.code]))) for each in retired_of(project)
            ],
            "new_url": _address("new_indicator", chosen) if access_of(request.user).may(DEFINE, project) else "",
            "dashboard_url": chosen.address(reverse("indicator_dashboard")),
        },
    )


@requires(VIEW)
@require_safe
def indicator_rule(request: HttpRequest, indicator: str) -> HttpResponse:
    """Document one indicator: its rule in words, its figures, and for an own one every version before."""
    chosen = chosen_for(request, VIEW)
    shipped = next((each for each in indicators_of(chosen.project) if each.code == indicator), None)
    if shipped is not None:
        return render(request, "reporting/rule.html", _documented(request, chosen, shipped))
    versions = versions_of(chosen.project, indicator[:12])
    if not versions:
        raise Refused(VIEW, "indicator", indicator[:40])
    words, newest = words_of(chosen.project), versions[0]
    found = indicator_of(newest, words)
    retired = newest.superseded_at is not None
    may = access_of(request.user).may(DEFINE, chosen.project) and not retired
    shown = {
        "versions": version_lines(versions, words),
        "retired_at": newest.superseded_at,
        **({"parts": []} if retired else _parts(request, found, newest.dimensions, words, chosen)),
        "change_url": _address("change_indicator", chosen, found.code) if may else "",
        "retire_url": _address("retire_indicator", chosen, found.code) if may else "",
    }
    return render(request, "reporting/rule.html", {**_documented(request, chosen, found, counts=not retired), **shown})


@requires(DEFINE)
@require_http_methods(METHODS)
def new_indicator(request: HttpRequest) -> HttpResponse:
    """Put a new indicator together; see what it would count before it is saved."""
    chosen = chosen_for(request, DEFINE)
    words = words_of(chosen.project)
    form = NewIndicatorForm(request.POST if request.method == "POST" else None, words=words)
    shown = {"form": form, "heading": _("New indicator")}
    if request.method != "POST":
        return _built(request, chosen, shown)
    if (answer := already_answered(request)) is not None:
        return answer
    if not form.is_valid() or PREVIEW in request.POST:
        return _built(request, chosen, shown, _preview(request, form, chosen, words, form.cleaned_data.get("code", "")))
    try:
        return once(request, form.token, lambda: _define(request, chosen, form))
    except CodeTaken:
        form.add_error("code", _("An indicator of this project has or had this code. Choose another one."))
    except TooMany:
        form.add_error(None, _("The project has as many own indicators as it can have. Retire one first."))
    except DefinitionRefused as refused:
        _add(form, refused)
    return _built(request, chosen, shown)


@requires(DEFINE)
@require_http_methods(METHODS)
def change_own_indicator(request: HttpRequest, own_code: str) -> HttpResponse:
    """Change an indicator: a new version, that reports from now on use; earlier reports keep theirs."""
    chosen = chosen_for(request, DEFINE)
    current = _current(chosen, own_code)
    words = words_of(chosen.project, current.filters.get("place", ()))
    sent = request.POST if request.method == "POST" else None
    form = ChangeIndicatorForm(sent, words=words, initial=initial_of(current))
    shown: dict[str, Any] = {"form": form, "current": current, "heading": _("Change the indicator %(code)s") % {
        "code": current.code}}  # fmt: skip
    if sent is None:
        return _built(request, chosen, shown)
    if (answer := already_answered(request)) is not None:
        return answer
    if not form.is_valid() or PREVIEW in request.POST:
        return _built(request, chosen, shown, _preview(request, form, chosen, words, current.code))
    try:
        return once(request, form.token, lambda: _change(request, chosen, current, form))
    except FactChanged:
        shown |= _conflict(form, current)
    except DefinitionRefused as refused:
        _add(form, refused)
    return _built(request, chosen, shown)


@requires(DEFINE)
@require_http_methods(METHODS)
def retire_own_indicator(request: HttpRequest, own_code: str) -> HttpResponse:
    """Retire an indicator: tables no longer show it; frozen reports and past moments do."""
    chosen = chosen_for(request, DEFINE)
    current = _current(chosen, own_code)
    form = RetireForm(request.POST if request.method == "POST" else None, initial={"version": current.pk})
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    shown: dict[str, Any] = {"form": form, "current": current}
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _retire(request, chosen, current, form))
        except FactChanged:
            shown |= _conflict(form, current)
    return render(request, "reporting/rule_retire.html", {**_head(chosen, current.code), **shown})


def _address(name: str, chosen: Chosen, *args: str) -> str:
    """Return an address that keeps the project alone: what is built is built for every period."""
    return f"{reverse(name, args=args)}?{PROJECT}={chosen.project.code}"


def _head(chosen: Chosen, code: str = "") -> dict[str, Any]:
    return {
        "chosen": chosen,
        "rules_url": _address("indicator_rules", chosen),
        "rule_url": _address("indicator_rule", chosen, code) if code else "",
    }


def _documented(request: HttpRequest, chosen: Chosen, found: Indicator, *, counts: bool = True) -> dict[str, Any]:
    opens = access_of(request.user).may(PEOPLE, chosen.project)
    asked = [found, INDICATORS[0]] if found.is_own else [found]
    lines = indicator_lines(chosen.project, chosen.period, asked) if counts and found.is_counted else []
    few = few_for(request.user, chosen.project) if found.is_own else 0  # type: ignore[arg-type]
    figures = Figures(chosen, opens_people=opens, few=few, whole=lines[-1] if lines else None)
    row = figures.indicator(lines[0]) if lines else None
    return {
        **_head(chosen, found.code),
        "rules_url": chosen.address(reverse("indicator_rules")),
        "indicator": found,
        "sentence": sentence_of(found),
        "target": target_of_indicator(found, chosen),
        "row": row,
        "few": few_in_words(few) if row and row.has_few else "",
        "chips": chosen.chips(request.path, today()),
        "period_words": period_in_words(chosen.period),
    }


def _parts(
    request: HttpRequest, found: Indicator, codes: Sequence[str], words: ProjectWords, chosen: Chosen
) -> dict[str, Any]:
    """Return the breakdowns; one with a count of few people is left out whole, with the reason (S40)."""
    few = few_for(request.user, chosen.project) if codes else 0  # type: ignore[arg-type]
    parts = broken_down(found, codes, words, chosen)
    shown = [(name, rows) for name, rows in parts if not any(has_few(row, few) for row in rows)]
    return {"parts": shown, "parts_left_out": len(shown) < len(parts), "threshold": few}


def _current(chosen: Chosen, code: str) -> IndicatorDefinition:
    found = next((each for each in versions_of(chosen.project, code[:12])[:1] if each.superseded_at is None), None)
    if found is None:
        raise Refused(DEFINE, "indicator", code[:40])
    return found


def _preview(
    request: HttpRequest, form: IndicatorForm, chosen: Chosen, words: ProjectWords, code: str
) -> dict[str, Any]:
    """Return what a valid form would count: the sentence and the live figures, without those of few people (S40)."""
    if not form.is_valid():
        return {}
    definition = form.spec.as_definition(chosen.project, code or NEW_CODE)
    indicator = indicator_of(definition, words)
    line, whole = indicator_lines(chosen.project, chosen.period, [indicator, INDICATORS[0]])
    few = few_for(request.user, chosen.project)  # type: ignore[arg-type]
    row = Figures(chosen, opens_people=False, few=few, whole=whole).indicator(line)
    return {
        "preview": row,
        "previewed": indicator,
        "preview_target": target_of_indicator(indicator, chosen),
        "few": few_in_words(few) if row.has_few else "",
        **_parts(request, indicator, definition.dimensions, words, chosen),
    }


def _built(
    request: HttpRequest, chosen: Chosen, shown: dict[str, Any], preview: dict[str, Any] | None = None
) -> HttpResponse:
    current = shown.get("current")
    context = {**_head(chosen, current.code if current else ""), "period_words": period_in_words(chosen.period)}
    return render(request, "reporting/rule_form.html", {**context, **shown, **(preview or {})})


def _conflict(form: Any, current: IndicatorDefinition) -> dict[str, Any]:
    """Show what somebody else saved meanwhile beside what was typed (L5)."""
    newest = versions_of(current.grant_project, current.code)[0]
    form.renew(newest.pk)
    who = newest.recorded_by.name if newest.recorded_by else ""
    found = differences(form, initial_of(newest)) if isinstance(form, IndicatorForm) else []
    return {"differences": found, "changed_by": who, "changed_at": newest.superseded_at or newest.recorded_at}


def _read(current: IndicatorDefinition, form: Any) -> IndicatorDefinition:
    """Return the version that the writer of the form saw; raises ``FactChanged`` when another is in force."""
    if form.cleaned_data["version"] != current.pk:
        raise FactChanged(str(current.fact_id))
    return current


def _define(request: HttpRequest, chosen: Chosen, form: NewIndicatorForm) -> str:
    made = define_indicator(chosen.project, form.cleaned_data["code"], form.spec, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The indicator %(code)s is saved.") % {"code": made.code})
    return _address("indicator_rule", chosen, made.code)


def _change(request: HttpRequest, chosen: Chosen, current: IndicatorDefinition, form: ChangeIndicatorForm) -> str:
    read = _read(current, form)
    made = change_indicator(read, form.spec, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    if made is current:
        messages.info(request, _("Nothing has changed, so no new version is made."))
    else:
        said = _("Version %(number)s of the indicator %(code)s is saved. Frozen reports keep the version they had.")
        messages.success(request, said % {"number": made.number, "code": made.code})
    return _address("indicator_rule", chosen, made.code)


def _retire(request: HttpRequest, chosen: Chosen, current: IndicatorDefinition, form: RetireForm) -> str:
    retire_indicator(_read(current, form), by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The indicator %(code)s is retired. Frozen reports still show it.") % {
        "code": current.code})  # fmt: skip
    return _address("indicator_rules", chosen)


def _add(form: IndicatorForm, refused: DefinitionRefused) -> None:
    for name, said in refused.problems:
        form.add_error(name if name in form.fields else None, said)
