"""Which project and period a page of figures is about."""

import datetime
from collections.abc import Collection
from dataclasses import replace

from django.http import HttpRequest, QueryDict

from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, project_asked
from portal.programmes.models import GrantProject
from portal.ui.parts import Link
from reporting.forms.reports import PeriodForm
from reporting.indicators.own import find_reported
from reporting.rules import Indicator, Period
from reporting.tables.periods import FIRST, KNOWN, LAST, PROJECT, Chosen, whole_period


def chosen_for(request: HttpRequest, action: str) -> Chosen:
    """Return the choice of the address, within what the account may ``action``; raises ``Refused`` otherwise."""
    found = _chosen(request.GET, project_asked(request, action), today())
    without = request.GET.copy()
    without.pop(KNOWN, None)
    return replace(found, now_url=f"?{without.urlencode()}")


def _chosen(asked: QueryDict, project: GrantProject, day: datetime.date) -> Chosen:
    """Return the period that the address asks for; without one, or with a wrong one, from the beginning to ``day``."""
    whole = whole_period(project, day)
    days = {FIRST: whole.starts_on, LAST: whole.ends_on}
    given = asked.dict()
    if not {FIRST, LAST, KNOWN} & given.keys():
        return Chosen(project, whole, PeriodForm(initial=days), is_whole=True)
    if not {FIRST, LAST} & given.keys():
        given |= {name: each.isoformat() for name, each in days.items()}
    form = PeriodForm(given)
    if not form.is_valid():
        return Chosen(project, whole, form, is_whole=True)
    period = Period(form.cleaned_data[FIRST], form.cleaned_data[LAST], form.cleaned_data[KNOWN])
    return Chosen(project, period, form, is_whole=period == whole)


def as_known_now(chosen: Chosen) -> Chosen:
    """Return the choice without its moment of knowledge: for what only looks at the data as they are."""
    return replace(chosen, period=replace(chosen.period, known_on=None))


def indicator_or_404(code: str, project: GrantProject, *, opened: Collection[str] = ()) -> Indicator:
    """Return the indicator of people with this code, by the rules of a project; or one that counts what is ``opened``.

    Others have nobody and nothing to open.
    """
    found = find_reported(code, project)
    if found is None or not (found.rules or found.counts in opened) or found.code != code:
        raise Refused("view_indicator", "indicator", code[:40])
    return found


def other_projects(request: HttpRequest, action: str, chosen: Chosen) -> list[Link]:
    """Return links to the same page of the account's other projects; none where there is one."""
    offered = access_of(request.user).projects(action)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == chosen.project) for each in offered]
    return links if len(links) > 1 else []
