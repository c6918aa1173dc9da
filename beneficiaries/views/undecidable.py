"""Two records that nobody may compare: the data protection officer settles them by reasons, without a name."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.duplicate_answers import say_different
from beneficiaries.domain.merging import MergeRefused, merge_people
from beneficiaries.forms.undecidable import SettleForm
from beneficiaries.queries.undecidable import HAND_OVER, Undecidable, undecidable_for
from beneficiaries.tables.undecidable import in_words
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged

METHODS = ["GET", "HEAD", "POST"]


@requires(HAND_OVER, fresh=True)
@require_http_methods(METHODS)
def undecidable_pair(request: HttpRequest, stuck_pair: uuid.UUID) -> HttpResponse:
    """Show what speaks for one person and what making one record would change; settle it either way."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    account: User = request.user  # type: ignore[assignment]
    found = next((each for each in undecidable_for(account) if each.pair.pk == stuck_pair), None)
    if found is None:
        raise Refused(HAND_OVER, "duplicatepair", str(stuck_pair))
    form = SettleForm(request.POST if request.method == "POST" else None, may_merge=found.left > 0)
    if form.is_valid():
        try:
            return once(request, form.token, lambda: _settled(request, found, form))
        except (MergeRefused, FactChanged):
            form.add_error(None, _("These records cannot become one now. Load the page again."))
    pair = found.pair
    note_read(
        request, Action.VIEW, subjects=[pair.first.pk, pair.second.pk], obj=pair, detail={"page": "undecidable-pair"}
    )
    return render(request, "beneficiaries/undecidable_pair.html", {"line": in_words(found), "form": form})


def _settled(request: HttpRequest, found: Undecidable, form: SettleForm) -> str:
    by: User = request.user  # type: ignore[assignment]
    if form.is_one_person:
        keep, gone = sorted((found.pair.first, found.pair.second), key=lambda each: (each.created_at, each.pk))
        merge_people(keep, gone, by=by, reason=form.cleaned_data["reason"])
        messages.success(request, _("The two records are one person now. Whoever was kept from one is kept from it."))
    else:
        say_different(found.pair, by=by)
        messages.success(request, _("Kept: these are two people. Nobody is asked about them again."))
    return reverse("protected_people")
