"""Monthly statements of hours: one's own for everybody, all of them for coordinators; a page and a PDF."""

import datetime
import uuid
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from beneficiaries.views.record import opened_record
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from services.exporters.statement import statement_pdf
from services.queries.statements import Month, Statement, statement_of, totals_of
from services.queries.workers import ALL, OWN, Worker, tutor_of, volunteer_of, workers_within

MONTH, PROJECT = "miesiac", "projekt"
SET_NORM = "set_hours_norm"
FIRST_YEAR, LAST_YEAR = 2000, 2999


@requires(OWN)
@require_safe
def own_hours(request: HttpRequest) -> HttpResponse:
    """Show one's own hours of a month."""
    return _page(request, _own(request), "own_hours")


@requires(OWN)
@require_safe
def own_hours_file(request: HttpRequest) -> HttpResponse:
    """Give one's own statement as a PDF."""
    return _file(request, _own(request))


@requires(ALL)
@require_safe
def hours_list(request: HttpRequest) -> HttpResponse:
    """Show everybody within reach who worked in a month, with their hours."""
    project, month = project_asked(request, ALL), _month(request)
    account: User = request.user  # type: ignore[assignment]
    asked = {MONTH: f"{month.first:%Y-%m}", PROJECT: project.code}
    found = totals_of(account, project, month)
    if tutors := [each.worker.tutor.person_id for each in found if each.worker.tutor]:  # type: ignore[attr-defined]
        note_read(request, Action.LIST, subjects=tutors, detail={"page": "hours"}, grant_project=project)
    rows = [(each, f"{_address(each.worker)}?{urlencode(asked)}") for each in found]
    page = {"rows": rows, "project": project, **_months(request, month, reverse("hours_list"))}
    return render(request, "services/hours_list.html", page)


@requires(ALL)
@require_safe
def hours_of_colleague(request: HttpRequest, account: int) -> HttpResponse:
    """Show the hours of one colleague."""
    return _page(request, _of_colleague(request, account), "hours_of_colleague", account)


@requires(ALL)
@require_safe
def hours_of_colleague_file(request: HttpRequest, account: int) -> HttpResponse:
    """Give the statement of one colleague as a PDF."""
    return _file(request, _of_colleague(request, account))


@requires(ALL)
@require_safe
def hours_of_volunteer(request: HttpRequest, group_of_volunteer: uuid.UUID) -> HttpResponse:
    """Show the hours of a volunteer without an account, found by a group they lead: no name stands in an address."""
    return _page(request, _of_volunteer(request, group_of_volunteer), "hours_of_volunteer", group_of_volunteer)


@requires(ALL)
@require_safe
def hours_of_volunteer_file(request: HttpRequest, group_of_volunteer: uuid.UUID) -> HttpResponse:
    """Give the statement of a volunteer as a PDF."""
    return _file(request, _of_volunteer(request, group_of_volunteer))


@requires(ALL)
@require_safe
def hours_of_resource(request: HttpRequest, resource_id: uuid.UUID) -> HttpResponse:
    """Show the hours of an interpreter or of childcare without an account."""
    return _page(request, _of_resource(request, resource_id), "hours_of_resource", resource_id)


@requires(ALL)
@require_safe
def hours_of_resource_file(request: HttpRequest, resource_id: uuid.UUID) -> HttpResponse:
    """Give their statement as a PDF."""
    return _file(request, _of_resource(request, resource_id))


@requires(ALL)
@require_safe
def hours_of_tutor(request: HttpRequest, number: str) -> HttpResponse:
    """Show the hours that a participant gave as a peer tutor."""
    return _page(request, _of_tutor(request, number), "hours_of_tutor", number)


@requires(ALL)
@require_safe
def hours_of_tutor_file(request: HttpRequest, number: str) -> HttpResponse:
    """Give their statement as a PDF."""
    return _file(request, _of_tutor(request, number))


def _own(request: HttpRequest) -> Statement:
    account: User = request.user  # type: ignore[assignment]
    return statement_of(Worker(account.name, account), project_asked(request, OWN), _month(request))


def _of_colleague(request: HttpRequest, key: int) -> Statement:
    project = project_asked(request, ALL)
    found = next((each for each in _within(request, project) if each.account and each.account.pk == key), None)
    if found is None:
        raise Refused(ALL, "user", str(key))
    return statement_of(found, project, _month(request))


def _of_volunteer(request: HttpRequest, key: uuid.UUID) -> Statement:
    project = project_asked(request, ALL)
    account: User = request.user  # type: ignore[assignment]
    found = volunteer_of(account, project, key)
    if found is None:
        raise Refused(ALL, "activity", str(key))
    return statement_of(found, project, _month(request))


def _of_resource(request: HttpRequest, key: uuid.UUID) -> Statement:
    project = project_asked(request, ALL)
    found = next((each for each in _within(request, project) if each.resource and each.resource.pk == key), None)
    if found is None:
        raise Refused(ALL, "resource", str(key))
    return statement_of(found, project, _month(request))


def _of_tutor(request: HttpRequest, number: str) -> Statement:
    participation = opened_record(request, ALL, number, "hours")
    return statement_of(tutor_of(participation), participation.grant_project, _month(request))


def _within(request: HttpRequest, project: GrantProject) -> list[Worker]:
    return workers_within(request.user, project)  # type: ignore[arg-type]


def _page(request: HttpRequest, statement: Statement, name: str, *key: Any) -> HttpResponse:
    here, file = reverse(name, args=key), reverse(f"{name}_file", args=key)
    asked = urlencode({MONTH: f"{statement.month.first:%Y-%m}", PROJECT: statement.grant_project.code})
    page = {
        "statement": statement,
        "is_own": name == "own_hours",
        "norm_url": _norm_url(request, statement, name),
        "may_all": access_of(request.user).may(ALL),
        "file": f"{file}?{asked}",
        **_months(request, statement.month, here),
    }
    return render(request, "services/hours.html", page)


def _norm_url(request: HttpRequest, statement: Statement, name: str) -> str:
    may = name == "hours_of_colleague" and access_of(request.user).may(SET_NORM, statement.grant_project)
    if not may or statement.worker.account is None:
        return ""
    asked = urlencode({PROJECT: statement.grant_project.code})
    return f"{reverse('hours_norm', args=[statement.worker.account.pk])}?{asked}"


def _file(request: HttpRequest, statement: Statement) -> HttpResponse:
    note_read(request, Action.PRINT, detail={"page": "hours"}, grant_project=statement.grant_project)
    answer = HttpResponse(statement_pdf(statement, _bodies(statement)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="godziny-{statement.month.first:%Y-%m}.pdf"'
    return answer


def _bodies(statement: Statement) -> str:
    """Return the organisations for which somebody works in the project, by name."""
    account, body = statement.worker.account, statement.worker.organisation_id
    if account is None:
        return Organisation.objects.filter(pk=body).values_list("name", flat=True).first() or ""
    held = Organisation.objects.filter(memberships__user=account, memberships__grant_project=statement.grant_project)
    return ", ".join(sorted(set(held.values_list("name", flat=True))))


def _address(worker: Worker) -> str:
    if worker.account:
        return reverse("hours_of_colleague", args=[worker.account.pk])
    if worker.resource:
        return reverse("hours_of_resource", args=[worker.resource.pk])
    if worker.tutor:
        return reverse("hours_of_tutor", args=[worker.tutor.number])
    return reverse("hours_of_volunteer", args=[worker.source])


def _month(request: HttpRequest) -> Month:
    """Return the month asked for; the one of today for anything that is no month."""
    with suppress(ValueError):
        first = datetime.datetime.strptime(request.GET.get(MONTH, ""), "%Y-%m").date()  # noqa: DTZ007 - a month
        if FIRST_YEAR <= first.year <= LAST_YEAR:
            return Month(first)
    return Month(today().replace(day=1))


def _months(request: HttpRequest, month: Month, here: str) -> dict[str, Any]:
    project = {PROJECT: code} if (code := request.GET.get(PROJECT, "")) else {}
    link = lambda first: f"{here}?{urlencode({MONTH: f'{first:%Y-%m}', **project})}"  # noqa: E731
    return {
        "month": month, "earlier": link(month.before), "later": link(month.after),
        "month_value": f"{month.first:%Y-%m}", "project_code": project.get(PROJECT, ""),
    }  # fmt: skip
