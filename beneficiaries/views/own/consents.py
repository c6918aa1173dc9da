"""One’s own consents: read what is asked, agree, refuse, withdraw as easily as one agreed (S63)."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.consents import ConsentRefused, Way, give, refuse, withdraw
from beneficiaries.enums import ConsentDecision, TextChannel
from beneficiaries.models import Consent, ConsentText, Participation
from beneficiaries.queries.consents import current_consents, decisions_of, receipts_of
from beneficiaries.queries.own_space import guardianship_of_subject, own_account_of_user
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.policy.gate import Refused
from portal.submissions.once import already_answered, once
from portal.ui.formatting import current_language

TONES = {ConsentDecision.GIVEN: "ok", ConsentDecision.REFUSED: "line", ConsentDecision.WITHDRAWN: "line"}
ACTS = {ConsentDecision.GIVEN: give, ConsentDecision.REFUSED: refuse, ConsentDecision.WITHDRAWN: withdraw}


@dataclass(frozen=True)
class ConsentRow:
    """One question and what the person decided about it last; ``key`` is the text that the next decision is about."""

    title: str
    body: str
    key: uuid.UUID
    state: str
    tone: str
    on: Any
    is_given: bool
    token: uuid.UUID


@own_space("consents")
@require_http_methods(["GET", "HEAD", "POST"])
def own_consents(request: HttpRequest, own: Own) -> HttpResponse:
    """Show each question with the last decision; take another one.

    What was agreed to in another project, or to a question that is not asked any more, stands there as well: to
    withdraw is as easy as it was to agree.
    """
    if not own.participations:
        raise Refused("use_own_space", "participation", "")
    participation: Participation = own.participations[0]
    rows = _rows(own, participation)
    if request.method == "POST":
        return already_answered(request) or _decide(request, own, rows)
    page = {"own": own, "rows": rows, "notices": receipts_of(own.person, participation.grant_project)}
    return render(request, "beneficiaries/own/consents.html", page)


def _rows(own: Own, participation: Participation) -> list[ConsentRow]:
    last: dict[Any, Consent] = {each.text.kind_id: each for each in decisions_of(own.person)}  # type: ignore[attr-defined]
    asked = current_consents(participation.grant_project, current_language())
    rows = [_row(text, last.pop(text.kind_id, None)) for text in asked]  # type: ignore[attr-defined]
    return rows + [_row(each.text, each) for each in last.values() if each.decision == ConsentDecision.GIVEN]


def _row(text: ConsentText, last: Consent | None) -> ConsentRow:
    """Return a question; what was agreed to is withdrawn by the text it was said to."""
    is_given = last is not None and last.decision == ConsentDecision.GIVEN
    shown = last.text if last is not None and is_given else text
    state = str(last.get_decision_display()) if last else _("you were not asked yet")  # type: ignore[attr-defined]
    tone = TONES[ConsentDecision(last.decision)] if last else "line"
    return ConsentRow(
        text.title, text.body, shown.pk, state, tone, last.on if last else None, is_given=is_given, token=uuid.uuid4()
    )


def _decide(request: HttpRequest, own: Own, rows: list[ConsentRow]) -> HttpResponse:
    """Write the decision down, for a child by whoever stands for it; what does not fit the page changes nothing."""
    try:
        key, token = uuid.UUID(request.POST.get("text", "")), uuid.UUID(request.POST.get("submission", ""))
        decision = ConsentDecision(request.POST.get("decision", ""))
    except ValueError:
        return redirect("own_consents")
    if not any(each.key == key for each in rows):
        return redirect("own_consents")
    text = ConsentText.objects.select_related("kind__grant_project").get(pk=key)
    try:
        return once(request, token, lambda: _act(request, own, text, decision))
    except ConsentRefused:
        messages.error(request, _("This cannot be decided here. Come to us, please."))
        return redirect("own_consents")


def _act(request: HttpRequest, own: Own, text: ConsentText, decision: ConsentDecision) -> str:
    account = None if own.is_self else own_account_of_user(own.account)
    guardian = guardianship_of_subject(account.person, own.person, own.day) if account else None
    ACTS[decision](own.person, text, Way(TextChannel.OWN_SPACE, own.day, guardian=guardian))
    messages.success(request, _("Your decision is saved."))
    return reverse("own_consents")
