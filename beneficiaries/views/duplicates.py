"""The pairs that may be one person, waiting and decided."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from beneficiaries.domain.duplicates import ask_again
from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicatePair, Participation
from beneficiaries.queries.pairs import DECIDE, listed_pairs, pairs_in_line, waiting_pair_of
from beneficiaries.tables.duplicates import rows_of_pairs
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import get_visible_or_404, requires
from portal.ui.paging import page_of
from portal.ui.parts import Link
from portal.versions.actions import FactChanged

PAGE_SIZE = 25
WHICH, DECIDED = "ktore", "rozne"


@requires(DECIDE)
@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """List the pairs of which the account sees both people: those to decide, or those decided as different people."""
    account: User = request.user  # type: ignore[assignment]
    is_decided = request.GET.get(WHICH) == DECIDED
    pairs = pairs_in_line(account, DuplicateState.DIFFERENT if is_decided else DuplicateState.OPEN)
    page = page_of(
        request, PAGE_SIZE, lambda first, most: list(pairs[first : first + most]),
        keep={WHICH: DECIDED if is_decided else ""},
    )  # fmt: skip
    rows = rows_of_pairs(listed_pairs(account, page.items))
    if rows:
        shown = {person for pair in page.items for person in (pair.first_id, pair.second_id)}  # type: ignore[attr-defined]
        note_read(request, Action.LIST, subjects=shown, detail={"page": "duplicates"})
    here = reverse("duplicate_list")
    choices = [
        Link(pgettext("possible duplicates", "To decide"), here, not is_decided),
        Link(pgettext("possible duplicates", "Different people"), f"{here}?{WHICH}={DECIDED}", is_decided),
    ]
    context = {"rows": rows, "page": page, "choices": choices, "is_decided": is_decided}
    return render(request, "beneficiaries/duplicate_list.html", context)


@requires(DECIDE)
@require_safe
def person_duplicates(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from a person to the record that may be the same, or to all that wait when there is none within reach."""
    account: User = request.user  # type: ignore[assignment]
    participation = get_visible_or_404(Participation, account, DECIDE, number=number)
    pair = waiting_pair_of(account, participation.person_id)
    return redirect("duplicate_pair", pair.pk) if pair else redirect("duplicate_list")


@requires(DECIDE)
@require_POST
def ask_pair_again(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Let a pair that was decided as different people wait once more."""
    account: User = request.user  # type: ignore[assignment]
    pair = get_visible_or_404(DuplicatePair.objects.all(), account, DECIDE, pk=pair_id)
    try:
        ask_again(pair, by=account)
        messages.success(request, _("The pair waits for a decision again."))
    except FactChanged:
        messages.info(request, _("The pair was not decided as different people."))
    return redirect("duplicate_list")
