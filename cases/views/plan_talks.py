"""Talks about a plan and the signatures under it (R93)."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from beneficiaries.rules.age import completed_years
from cases.domain import plans as domain
from cases.forms import plan as forms
from cases.models import PlanReview, PlanSignature
from cases.rules.plan import next_review, who_signs
from cases.tables.plan import is_hidden
from cases.tables.record_plan import RECORD
from cases.views.plan_acts import (
    CHANGE,
    CHANGED,
    act_on_plan,
    of_plan,
    open_plan,
    part_of_open_plan,
    values_of,
)
from cases.views.plan_screens import Screen, answer
from portal.clock import today
from portal.policy.gate import Refused
from portal.ui.languages import LANGUAGE_NAMES

REVIEW_FIELDS = ("held_on", "held_by", "agreed", "next_review_on")
SIGNATURE_FIELDS = ("signed_on", "signer", "signer_name", "colleague", "language")


@act_on_plan("plan-review-new")
def new_review(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Write down a talk about the plan."""
    plan, account = open_plan(participation), request.user
    screen = Screen(
        gettext_lazy("Plan review"), gettext_lazy("Save the review"), gettext_lazy("The review is recorded."),
        forms.ReviewForm,
        lambda by, values: domain.add_part(PlanReview(**of_plan(plan, values)), plan, by=by),
        {"held_on": today(), "held_by": account.name, "next_review_on": next_review(today())},  # type: ignore[union-attr]
        draft="plan-review", subject=participation.pk.hex,
        note=gettext_lazy("Change the steps on their own screens; here stands what was said and agreed."),
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-review-change")
def change_review(request: HttpRequest, participation: Participation, review_id: uuid.UUID) -> HttpResponse:
    """Correct a talk or take it back."""
    plan, review = part_of_open_plan(participation, PlanReview, review_id)
    if is_hidden(participation, review.agreed):
        raise Refused(RECORD, "planreview", str(review_id))
    screen = Screen(
        gettext_lazy("Correct the review"), CHANGE, CHANGED, forms.ReviewChange,
        lambda by, values: domain.change_part(review, plan, values, by=by), values_of(review, REVIEW_FIELDS), review,
        lambda by, why: domain.take_part_back(review, plan, by=by, why=why),
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-signed")
def sign_plan(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Record that the plan was signed on paper."""
    plan, person = open_plan(participation), participation.person
    initial = {
        "signed_on": today(),
        "signer": who_signs(completed_years(person.birth_date, today())),
        "colleague": request.user.name,  # type: ignore[union-attr]
        "language": person.contact_language if person.contact_language in LANGUAGE_NAMES else "pl",
    }
    screen = Screen(
        gettext_lazy("Signed on paper"), gettext_lazy("Save"), gettext_lazy("It is recorded that the plan was signed."),
        forms.SignatureForm,
        lambda by, values: domain.add_part(PlanSignature(**of_plan(plan, values)), plan, by=by),
        initial, note=gettext_lazy("The paper stays in the file of the person; here stands when and by whom."),
    )  # fmt: skip
    return answer(request, participation, screen)


@act_on_plan("plan-signed-change")
def change_signature(request: HttpRequest, participation: Participation, signature_id: uuid.UUID) -> HttpResponse:
    """Correct what is recorded of a signature, or take it back."""
    plan, signature = part_of_open_plan(participation, PlanSignature, signature_id)
    screen = Screen(
        gettext_lazy("Correct the signature"), CHANGE, CHANGED, forms.SignatureChange,
        lambda by, values: domain.change_part(signature, plan, values, by=by), values_of(signature, SIGNATURE_FIELDS),
        signature, lambda by, why: domain.take_part_back(signature, plan, by=by, why=why),
    )  # fmt: skip
    return answer(request, participation, screen)
