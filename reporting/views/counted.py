"""From a figure beside people who take part down to the entries behind it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beneficiaries.enums import Sex
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import PROJECT, Refused
from portal.ui.paging import page_of
from reporting.enums import Whom
from reporting.queries.counted import institutions_by, products_by, trained_by
from reporting.queries.table import indicator_lines, target_of
from reporting.rules import Indicator
from reporting.tables.periods import FIRST, KNOWN, LAST, Chosen, period_in_words
from reporting.tables.rules import target_of_indicator
from services.queries.beyond import SEE, institution_names
from services.tables.beyond import BeyondTable, institution_table, product_table, trained_table

SEX, PART, IN_PERIOD = "plec", "zakres", "okres"
PAGE_SIZE = 50


def counted_entries(request: HttpRequest, asked: Indicator, chosen: Chosen) -> HttpResponse:
    """Show the entries behind a figure; names of trained staff only to who may read them (S66)."""
    if not access_of(request.user).may(SEE, chosen.project):
        raise Refused(SEE, "indicator", asked.code)
    narrowed = _narrowed(request, asked)
    rows = _rows(asked, chosen, narrowed)
    keep = {**_kept(request), **narrowed}
    page = page_of(request, PAGE_SIZE, lambda first, most: rows[first : first + most], keep=keep)
    (line,) = indicator_lines(chosen.project, chosen.period, [asked])
    note_read(request, Action.LIST, detail={"indicator": asked.code, **narrowed}, grant_project=chosen.project)
    shown = {
        "chosen": chosen, "period_words": period_in_words(chosen.period), "indicator": asked, "line": line,
        "table": _table(request, asked, chosen, page.items), "page": page,
        "has_target": target_of(chosen.project, asked).get("total") is not None,
        "target": target_of_indicator(asked, chosen), "narrowed_to": _in_words(narrowed, chosen),
        "wide_url": chosen.address(request.path),
        "rule_url": chosen.address(reverse("indicator_rule", args=[asked.code])),
        "dashboard_url": chosen.address(reverse("indicator_dashboard")),
        "entries_url": f"{reverse('beyond_list')}?{PROJECT}={chosen.project.code}",
    }  # fmt: skip
    return render(request, "reporting/counted.html", shown)


def _rows(asked: Indicator, chosen: Chosen, narrowed: dict[str, str]) -> QuerySet[Any]:
    day = "first_on" if asked.counts == Whom.TRAINED_STAFF else "day"
    rows = {Whom.TRAINED_STAFF: trained_by, Whom.INSTITUTIONS: institutions_by, Whom.PRODUCTS: products_by}[
        Whom(asked.counts)
    ](chosen.project, chosen.period)
    if PART in narrowed:
        rows = rows.filter(**{f"{day}__gte": chosen.period.starts_on})
    return rows.filter(sex=narrowed[SEX]) if SEX in narrowed else rows


def _table(request: HttpRequest, asked: Indicator, chosen: Chosen, found: Sequence[Any]) -> BeyondTable:
    if asked.counts == Whom.INSTITUTIONS:
        return institution_table(found)
    if asked.counts == Whom.PRODUCTS:
        return product_table(found)
    named = bool(access_of(request.user).scope(SEE, chosen.project).named)
    return trained_table(found, institution_names(each.institution for each in found), named=named)


def _narrowed(request: HttpRequest, asked: Indicator) -> dict[str, str]:
    """Return the narrowing that the address asks for; what makes no sense is left out."""
    sex = request.GET.get(SEX, "")
    found = {PART: IN_PERIOD} if request.GET.get(PART) == IN_PERIOD else {}
    return {**found, SEX: sex} if asked.counts == Whom.TRAINED_STAFF and sex in Sex.values else found


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in (PROJECT, FIRST, LAST, KNOWN) if name in request.GET}


def _in_words(narrowed: dict[str, str], chosen: Chosen) -> list[str]:
    words = [str(Sex(narrowed[SEX]).label)] if SEX in narrowed else []
    return [*words, period_in_words(chosen.period)] if PART in narrowed else words
