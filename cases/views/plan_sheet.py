"""The plan as a page to print and sign, in the language of the person; and what was agreed when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from beneficiaries.models import Participation
from beneficiaries.rules.age import completed_years
from beneficiaries.views.record import opened_record, record_head
from cases.queries.plans import open_plan_of
from cases.rules.plan import who_signs
from cases.tables.plan import parts_of
from cases.tables.plan_history import history_page
from cases.tables.plan_sheet import sheet_of
from cases.tables.record_plan import RECORD, RIGHT
from cases.views.plan_screens import TAB
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.ui.languages import LANGUAGE_NAMES
from portal.ui.parts import Link

PARAMETER, USUAL = "jezyk", "pl"


@requires(RIGHT)
@require_safe
def plan_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Show the open plan for paper: goals, steps, who, until when, places for signatures."""
    participation = opened_record(request, RIGHT, number, "plan-sheet")
    plan = open_plan_of(participation)
    if plan is None:
        raise Refused(RIGHT, "integrationplan", number)
    language = _language(request, participation)
    with translation.override(language):
        signer = who_signs(completed_years(participation.person.birth_date, today()))
        sheet = render_to_string(
            "cases/plan_sheet.html", {"sheet": sheet_of(plan, parts_of(participation), today(), signer)}
        )
    here = reverse("plan_sheet", args=[number])
    return render(
        request,
        "cases/plan_print.html",
        {
            "participation": participation,
            "sheet": sheet,
            "language": language,
            "languages": [
                Link(name, f"{here}?{PARAMETER}={code}", code == language) for code, name in LANGUAGE_NAMES.items()
            ],
            "may_record": may(participation, RECORD),
        },
    )


@requires(RIGHT)
@require_safe
def plan_history(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was agreed when: every version of goals and steps, the latest first."""
    participation = opened_record(request, RIGHT, number, "plan-history")
    context = {**record_head(participation, TAB), **history_page(request, participation)}
    return render(request, "cases/plan_history.html", context)


def _language(request: HttpRequest, participation: Participation) -> str:
    """Return the language that was chosen, else the one in which the person is spoken to, else Polish."""
    wanted = (request.GET.get(PARAMETER, ""), participation.person.contact_language, USUAL)
    return next(code for code in wanted if code in LANGUAGE_NAMES)
