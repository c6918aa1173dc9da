"""Write support down in seconds, correct it, take it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import Organisation, User
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.submissions.conflicts import differences
from portal.submissions.drafts import as_query, draft_content, drop_draft
from portal.submissions.once import already_answered, once
from portal.ui.formatting import short_date
from portal.versions.actions import FactChanged
from services.domain.support import SupportRefused, correct_support, record_support, withdraw_support
from services.forms import CorrectionForm, SupportForm, WithdrawalForm, initial_of
from services.models import SupportDelivery

RIGHT, DRAFT = "record_support", "quick-log"
METHODS = ["GET", "HEAD", "POST"]


@requires(RIGHT)
@require_http_methods(METHODS)
def new_support(request: HttpRequest, number: str) -> HttpResponse:
    """Write down support for this person, and for others who were there."""
    participation = opened_record(request, RIGHT, number, "support-new")
    kinds = list(participation.grant_project.service_types.all())
    if request.method != "POST":
        return _new(request, participation, _fresh_form(request, participation, kinds))
    form = SupportForm(request.POST, kinds=kinds)
    if (answer := already_answered(request)) is not None:
        return answer
    if form.is_valid():
        people = [participation, *_others(request, participation, form)]
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _record(request, people, form))
            except SupportRefused:
                form.add_error("day", _outside(participation))
    return _new(request, participation, form)


@requires(RIGHT)
@require_http_methods(METHODS)
def change_support(request: HttpRequest, number: str, fact_id: uuid.UUID) -> HttpResponse:
    """Correct support or take it back; the earlier entry stays in the history."""
    participation = opened_record(request, RIGHT, number, "support-change")
    delivery = SupportDelivery.objects.current().filter(participation=participation, fact_id=fact_id).first()  # type: ignore[attr-defined]
    if delivery is None:
        raise Refused(RIGHT, "supportdelivery", str(fact_id))
    delivery.participation = participation
    kinds = list(participation.grant_project.service_types.all())
    initial = {**_initial(delivery), "version": delivery.pk}
    correction, withdrawal = (
        CorrectionForm(kinds=kinds, initial=initial),
        WithdrawalForm(initial=initial, prefix="back"),
    )
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    context: dict[str, Any] = {}
    if request.method == "POST" and "take_back" in request.POST:
        withdrawal = WithdrawalForm(request.POST, prefix="back")
        answer = _withdraw(request, delivery, withdrawal)
    elif request.method == "POST":
        correction = CorrectionForm(request.POST, kinds=kinds, initial=initial)
        answer, context = _correct(request, delivery, correction)
    else:
        answer = None
    page = {**record_head(participation, "support"), "form": correction, "withdrawal": withdrawal, "delivery": delivery}
    return answer or render(request, "services/support_change.html", page | context)


def _fresh_form(request: HttpRequest, participation: Participation, kinds: list) -> SupportForm:
    kept = draft_content(request.user, DRAFT, participation.pk.hex)  # type: ignore[arg-type]
    if kept is None:
        return SupportForm(kinds=kinds, initial={"day": today(), "minutes": "60"})
    return SupportForm(kinds=kinds, initial=as_query(kept[0]).dict())


def _new(request: HttpRequest, participation: Participation, form: SupportForm) -> HttpResponse:
    head = record_head(participation, "support")
    page = {**head, "form": form, "effect": _effect(participation), "subject": participation.pk.hex}
    return render(request, "services/support_new.html", page)


def _record(request: HttpRequest, people: list[Participation], form: SupportForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    for each in people:
        body = _organisation(account, each)
        record_support(participation=each, **form.values(), organisation=body, delivered_by=account, by=account)
    drop_draft(account, DRAFT, people[0].pk.hex)
    words = ngettext("Support is recorded.", "Support is recorded for %(people)s people.", len(people))
    messages.success(request, words % {"people": len(people)})
    goal = "new_support" if "next" in request.POST else "person_support"
    return reverse(goal, args=[people[0].number])


def _others(request: HttpRequest, participation: Participation, form: SupportForm) -> list[Participation]:
    """Return the other people; one who is unknown or out of reach is an error of the field, told alike."""
    numbers = [number for number in form.cleaned_data["others"] if number != participation.number]
    people = Participation.objects.visible_to(request.user, RIGHT).select_related("grant_project")  # type: ignore[arg-type]
    found = {each.number: each for each in people.filter(grant_project=participation.grant_project, number__in=numbers)}
    unknown = [number for number in numbers if number not in found]
    if unknown:
        form.add_error(
            "others", _("There is no person with this number: %(numbers)s.") % {"numbers": ", ".join(unknown)}
        )
    return [found[number] for number in numbers if number in found]


def _organisation(account: User, participation: Participation) -> Organisation | None:
    """Return the account's own organisation in the project; the first of several."""
    partners = set(participation.grant_project.partners.values_list("organisation", flat=True))
    return next((body for body in access_of(account).organisations if body.pk in partners), None)


def _effect(participation: Participation) -> str:
    """Say what an entry will count towards."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or version.start_on is None:
        return _("This is the first support: participation starts on its day, and the person begins to count.")
    if version.end_on:
        words = _(
            "Participation ended on %(end)s. Later support counts in deliveries and hours and is listed as a gap."
        )
        return words % {"end": short_date(version.end_on)}
    return _(
        "It counts in persons, deliveries and hours of this kind. Participation has been running since %(start)s."
    ) % {"start": short_date(version.start_on)}


def _correct(request: HttpRequest, delivery: SupportDelivery, form: CorrectionForm) -> tuple[Any, dict[str, Any]]:
    if not form.is_valid():
        return None, {}
    seen = form.cleaned_data["version"]
    if seen != delivery.pk:
        form.renew(delivery.pk)
        return None, _conflict(delivery, form)
    try:
        return once(request, form.token, lambda: _save_correction(request, delivery, form)), {}
    except SupportRefused:
        form.add_error("day", _outside(delivery.participation))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {}


def _save_correction(request: HttpRequest, delivery: SupportDelivery, form: CorrectionForm) -> str:
    correct_support(delivery, form.values(), by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The correction is saved."))
    return reverse("person_support", args=[delivery.participation.number])


def _conflict(delivery: SupportDelivery, form: CorrectionForm) -> dict[str, Any]:
    return {
        "differences": differences(form, _initial(delivery)),
        "changed_by": delivery.recorded_by.name if delivery.recorded_by else "",
        "changed_at": delivery.recorded_at,
    }


def _withdraw(request: HttpRequest, delivery: SupportDelivery, form: WithdrawalForm) -> Any:
    if not form.is_valid():
        return None
    if form.cleaned_data["version"] != delivery.pk:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None
    try:
        return once(request, form.token, lambda: _take_back(request, delivery, form))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None


def _take_back(request: HttpRequest, delivery: SupportDelivery, form: WithdrawalForm) -> str:
    withdraw_support(delivery, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The entry is taken back. It counts no more."))
    return reverse("person_support", args=[delivery.participation.number])


def _initial(delivery: SupportDelivery) -> dict[str, Any]:
    return initial_of(delivery.service_type.code, delivery.delivered_on, delivery.hours)


def _outside(participation: Participation) -> str:
    project = participation.grant_project
    days = {"first": short_date(project.starts_on), "last": short_date(project.ends_on)}
    return _("The day is outside the project (%(first)s–%(last)s).") % days
