"""The radar of results: who has ended without a finding that counts, the nearest last day first (R40, R43)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.queries.radar import FINDING, without_finding
from cases.querysets.tasks import OVERSEE
from cases.tables.outlook import outlook_in_words
from cases.tables.radar import result_rows
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.goals import result_outlook
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.ui.paging import page_of
from portal.ui.parts import Link
from portal.worklist.presented import shown_rows

WHO, MINE, ALL = "kogo", "moje", "wszyscy"
FIGURES = "view_indicator"
MOST_OPEN, PAGE_SIZE = 200, 25


@requires(FINDING)
@require_safe
def result_radar(request: HttpRequest) -> HttpResponse:
    """Show those with days left and, apart, those after the window; whoever oversees begins with all people."""
    account: User = request.user  # type: ignore[assignment]
    access, day = access_of(account), today()
    usual = ALL if access.may(OVERSEE) else MINE
    asked = request.GET.get(WHO, "")
    who = asked if asked in (MINE, ALL) else usual
    still_open, closed = without_finding(account, day, in_care=who == MINE)
    rows = result_rows(still_open[:MOST_OPEN], day)
    page = page_of(
        request, PAGE_SIZE, lambda first, most: result_rows(closed[first : first + most], day), keep={WHO: who}
    )
    subjects = {row.subject for row in (*rows, *page.items)}
    if subjects:
        note_read(request, Action.LIST, subjects=subjects, detail={"page": "results"})
    projects = [(each, result_outlook(each, day)) for each in access.projects(FIGURES)]
    return render(
        request,
        "cases/result_radar.html",
        {
            "rows": shown_rows(rows, day),
            "closed": shown_rows(page.items, day),
            "page": page,
            "outlooks": [(project, outlook_in_words(each)) for project, each in projects if each],
            "chips": [
                Link(_("In my care"), f"?{WHO}={MINE}", who == MINE),
                Link(_("All that I may see"), f"?{WHO}={ALL}", who == ALL),
            ],
        },
    )
