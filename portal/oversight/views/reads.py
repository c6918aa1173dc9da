"""Both questions of a breach: whose data did somebody read, and who read somebody's data (S72)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.fresh import ask_again, is_fresh
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.oversight.checks import RIGHT
from portal.oversight.forms import PersonForm, ReadsForm
from portal.oversight.lines import TallyLine, account_in_words, tally_line
from portal.oversight.reads import Tally, who_read, whose_data
from portal.oversight.scope import numbers_of
from portal.oversight.views.frame import tabs
from portal.oversight.words import person_in_words
from portal.oversight.workbook import reads_as_xlsx
from portal.policy.gate import requires
from portal.ui.formatting import moment
from portal.workbooks import CONTENT_TYPE

SHOWN = 200


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_reads(request: HttpRequest) -> HttpResponse:
    """Show whose data an account read between two moments; posted, answer with the whole list as a workbook."""
    asked = request.POST if request.method == "POST" else request.GET
    form = ReadsForm(asked if "konto" in asked else None, initial=ReadsForm.last_year(), reader=request.user)
    found = _whose(request, form) if form.is_valid() else []
    wants_file = request.method == "POST" and form.is_valid()
    if wants_file and not is_fresh(request):
        return ask_again(request)
    shown = found if wants_file else found[:SHOWN]
    _note(request, Action.EXPORT if wants_file else Action.LIST, "log-reads", [tally.key for tally in shown])
    lines = _people(request, shown)
    if wants_file:
        return _file(form, lines)
    context = {
        "tabs": tabs("audit_reads"),
        "form": form,
        "lines": lines,
        "total": len(found),
        "readings": sum(tally.count for tally in found),
        "answered": form.is_valid(),
    }
    return render(request, "oversight/reads.html", context)


@requires(RIGHT)
@require_safe
def audit_person(request: HttpRequest) -> HttpResponse:
    """Show which accounts read the data of a person between two moments."""
    form = PersonForm(
        request.GET if "osoba" in request.GET else None, initial=PersonForm.last_year(), reader=request.user
    )
    found: list[Tally] = []
    if form.is_valid():
        found = who_read(request.user, form.person, form.cleaned_data["od"], form.cleaned_data["do"])  # type: ignore[arg-type]
    _note(request, Action.LIST, "log-person", [form.person] if form.person else [])
    accounts = User.objects.in_bulk([tally.key for tally in found if tally.key])
    lines = [_account_line(accounts.get(tally.key), tally, form) for tally in found]
    context = {"tabs": tabs("audit_person"), "form": form, "lines": lines, "answered": form.is_valid()}
    return render(request, "oversight/person.html", context)


def _whose(request: HttpRequest, form: ReadsForm) -> list[Tally]:
    asked = form.cleaned_data
    return whose_data(request.user, asked["konto"], asked["od"], asked["do"])  # type: ignore[arg-type]


def _people(request: HttpRequest, tallies: list[Tally]) -> list[TallyLine]:
    numbers = numbers_of(request.user, [tally.key for tally in tallies])  # type: ignore[arg-type]
    return [tally_line(person_in_words(tally.key, numbers), "", tally) for tally in tallies]


def _account_line(account: User | None, tally: Tally, form: PersonForm) -> TallyLine:
    days = {name: timezone.localdate(form.cleaned_data[name]).isoformat() for name in ("od", "do")}
    narrowed = {"konto": account.pk if account else "", "osoba": form.cleaned_data["osoba"], **days}
    url = f"{reverse('audit_log')}?{urlencode(narrowed)}"
    return tally_line(account_in_words(account), account.email if account else "", tally, url)


def _file(form: ReadsForm, lines: list[TallyLine]) -> HttpResponse:
    asked = form.cleaned_data
    span = {"start": moment(asked["od"]), "end": moment(asked["do"])}
    head = [
        _("Whose data somebody read"),
        f"{asked['konto'].name} · {asked['konto'].email}",
        _("From %(start)s to %(end)s") % span,
        _("Made on %(moment)s") % {"moment": moment(timezone.now())},
    ]
    columns = [_("Person"), _("Readings"), _("First"), _("Last"), _("What was read")]
    rows: list[Any] = [[line.who, line.count, moment(line.first), moment(line.last), line.kinds] for line in lines]
    answer = HttpResponse(reads_as_xlsx(head, columns, rows), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="odczyty.xlsx"'
    return answer


def _note(request: HttpRequest, action: Action, page: str, people: list[Any]) -> None:
    note_read(request, action, subjects=people, detail={"page": page})
