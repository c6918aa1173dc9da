"""What is removed when, what holds it, what waits for a second person, and what the last nights removed (S65)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.holds import lift_hold, place_hold
from beneficiaries.enums import HoldReason
from beneficiaries.forms.keeping import HoldForm, LiftForm
from beneficiaries.forms.releasing import AskForm, DecideForm
from beneficiaries.models import Participation
from beneficiaries.queries.keeping import holds_in_force
from beneficiaries.tables.releasing import RuleCard, removal_cards
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.datamap.vocabulary import said
from portal.policy.gate import requires
from portal.programmes.archive import archive_day
from portal.programmes.models import GrantProject
from portal.retention.engine import HORIZONS, plan
from portal.retention.models import RetentionRun
from portal.retention.registry import all_lasting
from portal.submissions.once import already_answered, once

MANAGE, LIFT, RUNS = "manage_retention", "lift", 14


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """Show the plan in counts, the holds and the last runs; place a hold, or lift one."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    within, holds = _reached(request)
    if request.method == "POST" and LIFT in request.POST:
        lifting = LiftForm(request.POST, within=holds)
        return _lifted(request, lifting) if lifting.is_valid() else _page(request, holds, HoldForm(within=within))
    form = HoldForm(request.POST or None, within=within)
    return _placed(request, form) if form.is_bound and form.is_valid() else _page(request, holds, form)


def retention_page(request: HttpRequest, deciding: DecideForm) -> HttpResponse:
    """Show the page again with a decision about a removal that came back with mistakes."""
    within, holds = _reached(request)
    return _page(request, holds, HoldForm(within=within), deciding)


def _reached(request: HttpRequest) -> tuple[Any, Any]:
    within = Participation.objects.visible_to(request.user, MANAGE)  # type: ignore[arg-type]
    return within, holds_in_force(today()).filter(participation__in=within.values("pk"))


def _page(request: HttpRequest, holds: Any, form: HoldForm, deciding: DecideForm | None = None) -> HttpResponse:
    held = list(holds)
    note_read(
        request, Action.LIST, subjects=[each.participation.person_id for each in held], detail={"page": "retention"}
    )
    page = {
        "lines": [(line, [said("retention", rule) for rule in line.keeping.rules]) for line in plan(timezone.now())],
        "horizons": HORIZONS, "holds": [(each, LiftForm(within=holds)) for each in held], "form": form,
        "removals": _removals(request, deciding), "deciding": deciding, "runs": _runs(),
        "lasting": all_lasting(),
        "archives": [(each, archive_day(each)) for each in GrantProject.objects.order_by("code")],
    }  # fmt: skip
    return render(request, "beneficiaries/retention.html", page)


def _removals(request: HttpRequest, deciding: DecideForm | None) -> list[tuple[RuleCard, AskForm, list[Any]]]:
    """Return each card with the form that asks, and its releases each with the form that decides, or the one sent."""
    sent = {str(deciding["release"].value()): deciding} if deciding else {}
    return [
        (card, AskForm(initial={"rule": card.rule}), [
            (line, sent.get(str(line.release.pk)) or DecideForm.of(line.release) if line.decides else None)
            for line in card.lines
        ])
        for card in removal_cards(request.user, timezone.now())  # type: ignore[arg-type]
    ]  # fmt: skip


def _runs() -> list[tuple[RetentionRun, int]]:
    return [(each, sum(each.counts.values())) for each in RetentionRun.objects.order_by("-began_at")[:RUNS]]


def _placed(request: HttpRequest, form: HoldForm) -> HttpResponse:
    said_ = form.cleaned_data

    def act() -> str:
        place_hold(
            form.found, HoldReason(said_["reason"]), words=said_["words"], until=said_["until"], by=request.user  # type: ignore[arg-type]
        )  # fmt: skip
        messages.success(request, _("Nothing of this person is removed while the hold is in force."))
        return reverse("retention")

    return once(request, form.token, act)


def _lifted(request: HttpRequest, form: LiftForm) -> HttpResponse:
    def act() -> str:
        lift_hold(form.cleaned_data["hold"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The hold is lifted. What is due and released goes in the next night."))
        return reverse("retention")

    return once(request, form.token, act)
