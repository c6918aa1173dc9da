"""Refer a person, see where referrals stand, answer, withdraw, print the letter (S29)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from cases.domain.referrals import AlreadyReferred, ConsentObjected, RecipientRefused, send_referral, take_step
from cases.enums import Recipient, Step
from cases.forms.referrals import ReferralForm, StepForm
from cases.models import Referral
from cases.queries import referrals as queries
from cases.rules.referrals import OPEN, StepRefused
from cases.tables import referrals as tables
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.sharing import agreed_lines
from portal.submissions.drafts import draft_content, draft_initial, drop_draft
from portal.submissions.once import already_answered, once
from portal.ui.paging import page_of
from portal.ui.parts import Fact, Link

FORM, PAGE_SIZE, VIEW_PARAMETER = "referral", 25, "widok"
METHODS = ["GET", "HEAD", "POST"]
NO_CONSENT = gettext_lazy(
    "The person said no to passing data on. If they agree now, write that down first under “Information and consents”."
)
VIEW_NAMES = {
    queries.WAITING: pgettext_lazy("referrals", "Waiting"),
    queries.RECEIVED: pgettext_lazy("referrals", "Received"),
    queries.SENT: pgettext_lazy("referrals", "Sent"),
    queries.ANSWERED: pgettext_lazy("referrals", "Answered back"),
}
STEP_NAMES = {
    Step.ACCEPT: pgettext_lazy("referral", "Accept"),
    Step.REFUSE: pgettext_lazy("referral", "Refuse"),
    Step.ANSWER: pgettext_lazy("referral", "Answer back"),
    Step.CLOSE: pgettext_lazy("referral", "Close"),
    Step.WITHDRAW: pgettext_lazy("referral", "Withdraw"),
}
DONE = {
    Step.ACCEPT: gettext_lazy("The referral is accepted."),
    Step.REFUSE: gettext_lazy("The referral is refused. The sender sees the reason."),
    Step.ANSWER: gettext_lazy("The answer is on its way back."),
    Step.CLOSE: gettext_lazy("The referral is closed."),
    Step.WITHDRAW: gettext_lazy("The referral is withdrawn. The recipient sees nothing of it any more."),
}


@requires(tables.RIGHT)
@require_safe
def referral_list(request: HttpRequest) -> HttpResponse:
    """Show the referrals of one view: waiting, received, sent, answered back."""
    account, day = _account(request), today()
    asked = request.GET.get(VIEW_PARAMETER, "")
    view = asked if asked in queries.VIEWS else queries.WAITING
    found = queries.listed(account, view, day)
    keep = {VIEW_PARAMETER: view if view != queries.WAITING else ""}
    page = page_of(request, PAGE_SIZE, lambda first, most: list(found[first : first + most]), keep=keep)
    note_read(
        request, Action.LIST, subjects=[each.participation.person_id for each in page.items],
        detail={"page": "referrals"},
    )  # fmt: skip
    here = reverse("referral_list")
    chips = [Link(str(VIEW_NAMES[each]), f"{here}?{VIEW_PARAMETER}={each}", each == view) for each in queries.VIEWS]
    context = {"page": page, "rows": [tables.row_of(each, day) for each in page.items], "chips": chips, "view": view}
    return render(request, "cases/referral_list.html", context)


@requires(tables.MAKE_RIGHT)
@require_http_methods(METHODS)
def new_referral(request: HttpRequest, number: str) -> HttpResponse:
    """Write a referral of a person."""
    participation = opened_record(request, tables.MAKE_RIGHT, number, "referral-new")
    account, subject, day = _account(request), participation.pk.hex, today()
    sender = queries.sending_organisation(account, participation)
    if sender is None:
        raise Refused(tables.MAKE_RIGHT, "participation", number)
    if request.method == "POST" and "start_over" in request.POST:
        drop_draft(account, FORM, subject)
        return redirect(request.path)
    offered = {
        "participation": participation, "day": day, "organisations": queries.organisations_for(sender),
        "colleagues": queries.colleagues_for(sender, participation, account, day),
    }  # fmt: skip
    if request.method != "POST":
        form = ReferralForm(initial={"consent_on": day}, **offered)
        kept = draft_content(account, FORM, subject)
        if kept is not None:
            form.initial.update(draft_initial(form, kept[0]))
        return _new_page(request, participation, form, kept_at=kept[1] if kept else None)
    if (answer := already_answered(request)) is not None:
        return answer
    form, first = ReferralForm(request.POST, **offered), None
    if form.is_valid() and form.is_answered(form.questions_to_ask()):
        try:
            return once(request, form.token, lambda: _send(request, participation, form, sender))
        except ConsentObjected:
            form.add_error("basis", NO_CONSENT)
        except AlreadyReferred as already:
            first = already.first
            form.add_error(None, _("The person is referred there for the same purpose already."))
        except RecipientRefused:
            form.add_error("recipient", _("This recipient cannot be asked about the person."))
    return _new_page(request, participation, form, first=first)


@requires(tables.RIGHT)
@require_safe
def referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Show a referral: the request, what was agreed to go with it, what became of it."""
    found, account, day = _opened(request, tables.RIGHT, referral), _account(request), today()
    may_answer, may_end = queries.may_step(account, found)
    state = found.state_on(day)
    return render(
        request,
        "cases/referral.html",
        {
            "referral": found,
            "row": tables.row_of(found, day),
            "terms": tables.terms(found, names_guardian=found.own_right),  # type: ignore[attr-defined]
            "shared": agreed_lines(found.participation, found.fields),
            "steps": queries.steps_of(found),
            "answers": may_answer and tables.steps_offered(found, day, tables.ANSWERS),
            "ends": may_end and tables.steps_offered(found, day, tables.ENDS),
            "is_colleague": found.recipient == Recipient.COLLEAGUE,
            "letter": found.is_outside and state in OPEN,
        },
    )


@requires(tables.ANSWER_RIGHT)
@require_http_methods(METHODS)
def answer_referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Accept, refuse or answer a referral."""
    hint = gettext_lazy("A refusal needs its reason, an answer what was done. The sender reads it.")
    return _step_page(request, referral, tables.ANSWER_RIGHT, tables.ANSWERS, hint)


@requires(tables.MAKE_RIGHT)
@require_http_methods(METHODS)
def end_referral(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Withdraw a referral, or close one that was answered."""
    hint = gettext_lazy("A withdrawal needs its reason. The recipient does not see it.")
    return _step_page(request, referral, tables.MAKE_RIGHT, tables.ENDS, hint)


@requires(tables.RIGHT)
@require_safe
def referral_letter(request: HttpRequest, referral: uuid.UUID) -> HttpResponse:
    """Show the letter to an outside body, in Polish and in the language of the person, to be printed."""
    found = _opened(request, tables.RIGHT, referral, Action.PRINT)
    if not (found.is_outside and found.state_on(today()) in OPEN and found.own_right):  # type: ignore[attr-defined]
        raise Refused(tables.RIGHT, "referral", str(referral))
    language = found.participation.person.contact_language
    languages = ["pl", *([language] if language in LANGUAGES and language != "pl" else [])]
    letters = [(each, _letter_in(each, found)) for each in languages]
    return render(request, "cases/referral_letter.html", {"referral": found, "letters": letters})


def _letter_in(language: str, found: Referral) -> dict[str, Any]:
    """Return the words of the letter in a language."""
    with translation.override(language):
        return {
            "title": _("Referral"),
            "terms": [_plain(fact) for fact in tables.terms(found, names_guardian=False)],
            "request_title": _("What is asked for"),
            "shared_title": _("Data passed on"),
            "shared": [_plain(fact) for fact in agreed_lines(found.participation, found.fields)],
            "ending": _("Please use these data for this purpose alone and tell the sender what was done."),
            "signature": _("Date and signature"),
        }


def _plain(fact: Fact) -> Fact:
    return Fact(str(fact.label), str(fact.value), lang=fact.lang)


def _step_page(request: HttpRequest, key: uuid.UUID, right: str, steps: Any, hint: Any) -> HttpResponse:
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    found = _opened(request, right, key)
    offered = [(step, STEP_NAMES[step]) for step in tables.steps_offered(found, today(), steps)]
    form = StepForm(steps=offered, hint=hint)
    if request.method == "POST":
        form = StepForm(request.POST, steps=offered, hint=hint)
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _take(request, found, form))
            except StepRefused:
                form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    row, terms = tables.row_of(found, today()), tables.terms(found, names_guardian=found.own_right)  # type: ignore[attr-defined]
    return render(
        request, "cases/referral_step.html",
        {"referral": found, "row": row, "form": form, "terms": terms, "has_steps": bool(offered)},
    )  # fmt: skip


def _take(request: HttpRequest, found: Referral, form: StepForm) -> str:
    step = Step(form.cleaned_data["step"])
    account = _account(request)
    take_step(found, step, by=account, words=form.cleaned_data["words"])
    messages.success(request, str(DONE[step]))
    still_seen = Referral.objects.visible_to(account).filter(pk=found.pk).exists()
    return reverse("referral", args=[found.pk]) if still_seen else reverse("referral_list")


def _send(request: HttpRequest, participation: Participation, form: ReferralForm, sender: Any) -> str:
    account = _account(request)
    sent = send_referral(participation, form.values(), organisation=sender, by=account)
    drop_draft(account, FORM, participation.pk.hex)
    messages.success(request, _("The referral is sent."))
    return reverse("referral", args=[sent.pk])


def _new_page(request: HttpRequest, participation: Participation, form: ReferralForm, **context: Any) -> HttpResponse:
    page = {**record_head(participation, "referral"), "form": form, "subject": participation.pk.hex}
    return render(request, "cases/referral_new.html", page | context)


def _opened(request: HttpRequest, right: str, key: uuid.UUID, action: Action = Action.VIEW) -> Referral:
    """Find a referral for the one who asks, and note that it was read (S31)."""
    found = queries.referral_of(_account(request), right, key)
    note_read(
        request, action, subjects=[found.participation.person_id], obj=found,  # type: ignore[attr-defined]
        grant_project=found.participation.grant_project,
    )  # fmt: skip
    return found


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
