"""Correct support, take it back, and see what became of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from portal.policy.gate import Refused, requires
from portal.records import may
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.ui.formatting import short_date
from portal.versions.actions import FactChanged
from services.domain.support import SupportRefused, correct_support, withdraw_support
from services.forms.support import CorrectionForm, WithdrawalForm, initial_of
from services.models import SupportDelivery
from services.queries.support import history_of_support
from services.tables.support import versions_shown
from services.views.refusals import refused_in_words

RIGHT = "record_support"
METHODS = ["GET", "HEAD", "POST"]
BACK = "back"


@requires(RIGHT)
@require_http_methods(METHODS)
def change_support(request: HttpRequest, number: str, fact_id: uuid.UUID) -> HttpResponse:
    """Correct support or take it back; earlier entries stay in the history, which stands below."""
    participation = opened_record(request, RIGHT, number, "support-change")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    versions = history_of_support(participation, fact_id)
    if not versions:
        raise Refused(RIGHT, "supportdelivery", str(fact_id))
    if versions[0].superseded_at is not None:
        return _page(request, participation, versions)
    if request.method != "POST":
        return _page(request, participation, versions, **_forms(versions[0]))
    act = _withdraw if "take_back" in request.POST else _correct
    try:
        answer, context = act(request, versions[0])
    except FactChanged:  # between the look at the version and the act; the look is repeated
        return change_support(request, number, fact_id)
    return answer or _page(request, participation, versions, **{**_forms(versions[0]), **context})


def _forms(delivery: SupportDelivery) -> dict[str, Any]:
    initial = {**initial_of(delivery), "version": delivery.pk}
    return {
        "form": CorrectionForm(kinds=_kinds(delivery), initial=initial),
        "withdrawal": WithdrawalForm(initial=initial, prefix=BACK),
    }


def _kinds(delivery: SupportDelivery) -> list:
    return list(delivery.participation.grant_project.service_types.all())


def _page(
    request: HttpRequest, participation: Participation, versions: list[SupportDelivery], **context: Any
) -> HttpResponse:
    shown = versions_shown(versions) if may(participation, "view_history") else []
    page = {**record_head(participation, "support"), "delivery": versions[0], "versions": shown, **context}
    template = "services/support_change.html" if "form" in context else "services/support_ended.html"
    return render(request, template, page)


def _correct(request: HttpRequest, delivery: SupportDelivery) -> tuple[HttpResponseRedirect | None, dict[str, Any]]:
    form = CorrectionForm(request.POST, kinds=_kinds(delivery))
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return None, context
    if form.cleaned_data["version"] != delivery.pk:
        form.renew(delivery.pk)
        return None, {**context, **_conflict(delivery, form)}
    try:
        return once(request, form.token, lambda: _save_correction(request, delivery, form)), {}
    except SupportRefused as refused:
        form.add_error("day", refused_in_words(refused, _outside(delivery.participation)))
    return None, context


def _save_correction(request: HttpRequest, delivery: SupportDelivery, form: CorrectionForm) -> str:
    changes = {**form.values(), **form.talk_values()}
    saved = correct_support(delivery, changes, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    if saved is delivery:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _("The correction is saved."))
    return reverse("person_support", args=[delivery.participation.number])


def _conflict(delivery: SupportDelivery, form: CorrectionForm) -> dict[str, Any]:
    return {
        "differences": differences(form, {**initial_of(delivery), "why": delivery.why}),
        "changed_by": delivery.recorded_by.name if delivery.recorded_by else "",
        "changed_at": delivery.recorded_at,
    }


def _withdraw(request: HttpRequest, delivery: SupportDelivery) -> tuple[HttpResponseRedirect | None, dict[str, Any]]:
    form = WithdrawalForm(request.POST, prefix=BACK)
    if not form.is_valid():
        return None, {"withdrawal": form}
    if form.cleaned_data["version"] != delivery.pk:
        form.renew(delivery.pk)
        words = _("Somebody changed this entry while you were writing. See what it says now and take it back again.")
        form.add_error(None, words)
        return None, {"withdrawal": form}
    return once(request, form.token, lambda: _take_back(request, delivery, form)), {}


def _take_back(request: HttpRequest, delivery: SupportDelivery, form: WithdrawalForm) -> str:
    withdraw_support(delivery, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The entry is taken back. It counts no more."))
    return reverse("person_support", args=[delivery.participation.number])


def _outside(participation: Participation) -> str:
    project = participation.grant_project
    days = {"first": short_date(project.starts_on), "last": short_date(project.ends_on)}
    return _("The day is outside the project (%(first)s–%(last)s).") % days
