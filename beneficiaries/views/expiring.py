"""All documents that lose their validity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beneficiaries.queries.documents import VIEW, has_people_in_charge
from beneficiaries.queries.documents import expiring_documents as documents_for
from beneficiaries.tables.documents import countdown, work_row
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import requires
from portal.ui.paging import page_of
from portal.ui.parts import Link

PAGE_SIZE = 25
WHOSE, EVERYBODY, MINE = "czyje", "wszystkie", "moje"


@requires(VIEW)
@require_safe
def expiring_documents(request: HttpRequest) -> HttpResponse:
    """List documents that are over or will be within 90 days, of one's own people or of all within reach.

    Whoever has nobody in charge begins with all: a list that can only be empty helps nobody.
    """
    day, asked = today(), request.GET.get(WHOSE, "")
    everybody = asked == EVERYBODY or (asked != MINE and not has_people_in_charge(request.user))  # type: ignore[arg-type]
    documents = documents_for(request.user, day, mine=not everybody)  # type: ignore[arg-type]
    page = page_of(
        request, PAGE_SIZE, lambda first, most: list(documents[first : first + most]),
        keep={WHOSE: EVERYBODY if everybody else MINE},
    )  # fmt: skip
    rows = [(work_row(each, day), countdown(each.good_until, day)) for each in page.items]
    if rows:
        note_read(request, Action.LIST, subjects={row.subject for row, _left in rows}, detail={"page": "documents"})
    here = reverse("expiring_documents")
    choices = [
        Link(_("In my charge"), f"{here}?{WHOSE}={MINE}", not everybody),
        Link(_("All whom I see"), f"{here}?{WHOSE}={EVERYBODY}", everybody),
    ]
    context = {"rows": rows, "page": page, "choices": choices, "everybody": everybody, "all_url": choices[1].url}
    return render(request, "beneficiaries/expiring_documents.html", context)
