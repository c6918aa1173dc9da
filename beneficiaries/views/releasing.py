"""One person asks that what is due of people goes, a second confirms or refuses it (S65)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beneficiaries.domain.releases import NO_REASON, REACH, ReleaseRefused, ask_removal, decide_removal
from beneficiaries.forms.releasing import AskForm, DecideForm
from beneficiaries.queries.releases import MANAGE
from beneficiaries.tables.releasing import refusal_in_words
from beneficiaries.views.keeping import retention_page
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once


@requires(MANAGE, fresh=True)
@require_POST
def ask_for_removal(request: HttpRequest) -> HttpResponse:
    """Ask for what is due now; the list on the page is what it covers."""
    if (answer := already_answered(request)) is not None:
        return answer
    form = AskForm(request.POST)
    if not form.is_valid():
        return _unclear(request)
    try:
        return once(request, form.token, lambda: _asked(request, form.cleaned_data["rule"]))
    except ReleaseRefused as refused:
        messages.error(request, refusal_in_words(refused.code))
    return redirect("retention")


@requires(MANAGE, fresh=True)
@require_POST
def decide_about_removal(request: HttpRequest) -> HttpResponse:
    """Confirm or refuse a release; whoever asked confirms alone only where nobody else may."""
    if (answer := already_answered(request)) is not None:
        return answer
    form = DecideForm(request.POST, auto_id="id_removal_%s")
    if not form.is_valid():
        return retention_page(request, deciding=form) if set(form.errors) == {"reason"} else _unclear(request)
    try:
        return once(request, form.token, lambda: _decided(request, form))
    except ReleaseRefused as refused:
        if refused.code == NO_REASON:
            return retention_page(request, deciding=form.ask_why_alone())
        if refused.code == REACH:  # like a release that is not there
            return _unclear(request)
        messages.error(request, refusal_in_words(refused.code))
    return redirect("retention")


def _asked(request: HttpRequest, rule: str) -> str:
    ask_removal(rule, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("It is asked for. Nothing is removed until a second person confirms it."))
    return f"{reverse('retention')}#removals-{rule}"


def _decided(request: HttpRequest, form: DecideForm) -> str:
    release, confirmed = form.cleaned_data["release"], form.is_confirmed
    decide_removal(release, confirmed=confirmed, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    said = _("It is confirmed.") if confirmed else _("It is refused. Nothing of it is removed.")
    messages.success(request, said)
    return f"{reverse('retention')}#removals-{release.rule}"


def _unclear(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("It was not clear what to do. Nothing has changed; choose again."))
    return redirect("retention")
