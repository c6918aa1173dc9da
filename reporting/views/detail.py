"""From a figure down to people, and to the sentence why one of them counts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from beneficiaries.enums import Sex
from beneficiaries.models import Participation
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.decisions import can
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.programmes.models import ServiceType, TargetGroup
from portal.ui.parts import Link
from reporting.enums import OPENED
from reporting.exporters.presented import few_in_words
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.behind import PEOPLE, PageOfPeople, few_for, numbers_within, people_behind
from reporting.queries.once import counted_with, people_counted_for, people_supported_for
from reporting.queries.people import Step, explain, funnel, people_left_out
from reporting.queries.support import support_given
from reporting.queries.table import shared_rules, target_of
from reporting.rules import Indicator
from reporting.tables.detail import (
    LATER,
    PersonLine,
    beside_in_words,
    funnel_steps,
    out_of_reach,
    person_line,
    said_of,
    whom_chips,
)
from reporting.tables.fixes import Fix, fix_of_rule
from reporting.tables.periods import Chosen, period_in_words
from reporting.tables.rules import target_of_indicator
from reporting.views.choices import chosen_for, indicator_or_404
from reporting.views.counted import counted_entries

WHY, RECORD, COMPARE = "view_explanation", "view_person", "decide_duplicates"
WHOM, SEX, GROUP, PART, AFTER, BEFORE = "kogo", "plec", "grupa", "zakres", "po", "przed"
IN_PERIOD = "okres"


@requires(PEOPLE)
@require_safe
def indicator_detail(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show whom an indicator counts and whom it leaves out, and why; beside people, the entries that it counts."""
    chosen = chosen_for(request, PEOPLE)
    asked = indicator_or_404(indicator, chosen.project, opened=OPENED)
    if asked.counts in OPENED:
        return counted_entries(request, asked, chosen)
    steps = funnel(chosen.project, asked, chosen.period)
    people, narrowed = _wanted(request, asked, chosen, steps)
    page = _page(request, people, chosen)
    few = few_for(request.user, chosen.project) if asked.is_own else 0  # type: ignore[arg-type]
    counted = steps[-1].remaining
    _note(request, page, chosen, {"indicator": asked.code, **narrowed})
    return render(
        request,
        "reporting/detail.html",
        {
            **_list_context(request, page, chosen, narrowed, asked),
            "indicator": asked,
            **({"out_of_reach": beside_in_words(page.reached)} if few else {}),
            "counted": None if 0 < counted < few else counted,
            "few": few_in_words(few) if few else "",
            "has_target": target_of(chosen.project, asked).get("total") is not None,
            "target": target_of_indicator(asked, chosen),
            "rule_url": chosen.address(reverse("indicator_rule", args=[asked.code])),
            "funnel": [] if few else funnel_steps(steps, asked, chosen),
            "whom": whom_chips(asked, chosen, narrowed.get(WHOM, ""), [] if few else steps),
            "narrowed_to": _in_words(narrowed, chosen),
            "wide_url": chosen.address(request.path),
        },
    )


@requires(PEOPLE)
@require_safe
def support_people(request: HttpRequest, kind: str) -> HttpResponse:
    """Show who was given a kind of support in the period, how often and for how long."""
    chosen = chosen_for(request, PEOPLE)
    service = ServiceType.objects.filter(grant_project=chosen.project, code=kind).first()
    if service is None:
        raise Refused(PEOPLE, "servicetype", kind[:40])
    base = shared_rules(INDICATORS)
    supported = people_supported_for(request.user, chosen.project, chosen.period, service, base)  # type: ignore[arg-type]
    page = _page(request, supported.people, chosen)
    given = support_given(chosen.period, service, supported.records([each.pk for each in page.rows]))
    _note(request, page, chosen, {"support": service.code})
    context = _list_context(request, page, chosen, {}, None)
    lines = [(line, *given.get(line.participation.pk, (0, 0))) for line in context["people"]]
    return render(request, "reporting/support.html", {**context, "service": service, "lines": lines})


@requires(WHY)
@require_safe
def indicator_person(request: HttpRequest, indicator: str, number: str) -> HttpResponse:
    """Show every condition of an indicator for one person, met or not, with the fact and the sentence."""
    chosen = chosen_for(request, WHY)
    asked = indicator_or_404(indicator, chosen.project)
    source = Participation.objects.select_related("grant_project", "person").filter(grant_project=chosen.project)
    participation = get_visible_or_404(source, request.user, WHY, number=number)  # type: ignore[arg-type]
    (explanation,) = explain(participation, [asked], chosen.period)
    instead = counted_with(participation, request.user, chosen.period)  # type: ignore[arg-type]
    named = bool(access_of(request.user).scope(WHY, chosen.project).named)
    opens_record = named and can(request.user, RECORD, participation.person)  # type: ignore[arg-type]
    detail = {"indicator": asked.code}
    note_read(
        request, Action.EXPLAIN, subjects=[participation.person_id], obj=participation, detail=detail,
        grant_project=chosen.project,
    )  # fmt: skip
    return render(
        request,
        "reporting/why.html",
        {
            "chosen": chosen,
            "indicator": asked,
            "participation": participation,
            "name": participation.person.full_name if opens_record else "",
            "original": participation.person.original_name if opens_record else "",
            "record_url": reverse("person_record", args=[number]) if opens_record else "",
            "explanation": explanation,
            "instead": instead,
            "may_compare": can(request.user, COMPARE, participation.person),  # type: ignore[arg-type]
            "counts": explanation.counted and not instead,
            "checks": [
                (
                    check,
                    said_of(check, explanation.checks, chosen.project, chosen.known_day(today())),
                    None if chosen.period.known_on else _fix_here(request, participation, check),
                )
                for check in explanation.checks
            ],
            "period_words": period_in_words(chosen.period),
            "list_url": _list_url(request, asked, chosen),
        },
    )


def _list_url(request: HttpRequest, asked: Indicator, chosen: Chosen) -> str:
    opens = access_of(request.user).may(PEOPLE, chosen.project)
    return chosen.address(reverse("indicator_detail", args=[asked.code])) if opens else ""


def _wanted(
    request: HttpRequest, asked: Indicator, chosen: Chosen, steps: Sequence[Step]
) -> tuple[QuerySet, dict[str, str]]:
    """Return the people that the address asks for, and the narrowing that it names; what is on no list is left out."""
    whom = request.GET.get(WHOM, "")
    rules: dict[str, Any] = {step.rule.code: step.rule for step in steps if step.rule} | {LATER: None}
    if whom in rules:
        return people_left_out(chosen.project, asked, chosen.period, rules[whom]), {WHOM: whom}
    sex = request.GET.get(SEX, "") if request.GET.get(SEX, "") in Sex.values else ""
    group = TargetGroup.objects.filter(grant_project=chosen.project, code=request.GET.get(GROUP, "")).first()
    in_period = request.GET.get(PART, "") == IN_PERIOD
    narrowed = {SEX: sex, GROUP: group.code if group else "", PART: IN_PERIOD if in_period else ""}
    people = people_counted_for(
        request.user,
        chosen.project,
        asked,
        chosen.period,
        only_period=in_period,
        sex=sex,
        group=group,  # type: ignore[arg-type]
    )
    return people, {name: value for name, value in narrowed.items() if value}


def _page(request: HttpRequest, people: QuerySet, chosen: Chosen) -> PageOfPeople:
    after, before = (request.GET.get(name, "")[:20] for name in (AFTER, BEFORE))
    return people_behind(request.user, people, after, before, chosen.period.known_on)  # type: ignore[arg-type]


def _note(request: HttpRequest, page: PageOfPeople, chosen: Chosen, detail: dict[str, str]) -> None:
    subjects = [each.person_id for each in page.rows]
    note_read(request, Action.LIST, subjects=subjects, detail=detail, grant_project=chosen.project)


def _list_context(
    request: HttpRequest, page: PageOfPeople, chosen: Chosen, narrowed: dict[str, str], asked: Indicator | None
) -> dict[str, Any]:
    access = access_of(request.user)
    opens_record = access.may(RECORD, chosen.project)
    explains = asked is not None and access.may(WHY, chosen.project)
    lines = [
        person_line(
            each, chosen, reverse("indicator_person", args=[asked.code, each.number]) if asked and explains else "",
            opens_record=opens_record,
        )
        for each in page.rows
    ]  # fmt: skip
    fix = None if chosen.period.known_on else _fix_of(asked, narrowed.get(WHOM, ""))
    return {
        "chosen": chosen,
        "period_words": period_in_words(chosen.period),
        "page": page,
        "people": _with_fix(request, lines, fix),
        "fix": fix,
        "has_names": any(line.name for line in lines),
        "out_of_reach": out_of_reach(page.reached),
        "newer": chosen.address(request.path, **narrowed, **{BEFORE: page.before}) if page.before else "",
        "older": chosen.address(request.path, **narrowed, **{AFTER: page.after}) if page.after else "",
        "dashboard_url": chosen.address(reverse("indicator_dashboard")) if access.may("view_indicator") else "",
    }


def _fix_of(asked: Indicator | None, code: str) -> Fix | None:
    """Return the form that mends what leaves people out by the rule with this code."""
    rule = next((each for each in asked.rules if each.code == code), None) if asked else None
    return fix_of_rule(rule.mended_as or rule.code) if rule else None


def _with_fix(request: HttpRequest, lines: Sequence[PersonLine], fix: Fix | None) -> list[PersonLine]:
    """Give each line within reach the form that mends what leaves the people of the page out."""
    if fix is None:
        return list(lines)
    within = numbers_within(request.user, fix.action, [line.participation for line in lines])  # type: ignore[arg-type]
    return [replace(line, fix_url=fix.url(line.number)) if line.number in within else line for line in lines]


def _fix_here(request: HttpRequest, participation: Participation, check: Any) -> Link | None:
    """Return the form that makes an unmet condition come true, for those who may use it."""
    fix = None if check.passed else fix_of_rule(check.rule.mended_as or check.rule.code)
    if fix is None or not can(request.user, fix.action, participation):  # type: ignore[arg-type]
        return None
    return Link(str(fix.label), fix.url(participation.number))


def _in_words(narrowed: dict[str, str], chosen: Chosen) -> list[str]:
    words = []
    if SEX in narrowed:
        words.append(str(Sex(narrowed[SEX]).label))
    if GROUP in narrowed:
        words.append(TargetGroup.objects.get(grant_project=chosen.project, code=narrowed[GROUP]).name)
    if PART in narrowed:
        words.append(period_in_words(chosen.period))
    return words
