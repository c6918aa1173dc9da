"""Who may know of a person: confidential with a named few, and accounts without access (S26, S27)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain import protection as domain
from beneficiaries.enums import ProtectionAct
from beneficiaries.forms.protection import AccountForm, ConcealForm, ReasonForm
from beneficiaries.models import Participation
from beneficiaries.queries.protection import colleagues_around, history_of_protection
from beneficiaries.rules.protection import Objection
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once

RIGHT, ACT = "protect_person", "act"
Decide = Callable[..., None]
DECISIONS: Mapping[ProtectionAct, Decide] = {
    ProtectionAct.CONCEAL: domain.conceal,
    ProtectionAct.LIFT: domain.lift,
    ProtectionAct.NAME: domain.name_account,
    ProtectionAct.UNNAME: domain.unname_account,
    ProtectionAct.DENY: domain.deny,
    ProtectionAct.ALLOW: domain.allow,
}


@requires(RIGHT, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_protection(request: HttpRequest, number: str) -> HttpResponse:
    """Show who may know of the person; make confidential, name, leave without access, and back."""
    participation = opened_record(request, RIGHT, number, "protection")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    sent = request.POST.get(ACT, "") if request.method == "POST" else ""
    people = _People(participation)
    forms = _forms(request, people, sent)
    if sent in forms and forms[sent].is_valid():
        act, form = ProtectionAct(sent), forms[sent]
        try:
            return once(request, form.token, lambda: _decide(request, participation, act, form))
        except domain.ProtectionRefused as refused:
            form.add_error(None, _in_words(str(refused)))
    page = {
        **record_head(participation, "protection"),
        "forms": forms,
        "sent": forms.get(sent),
        "named": people.named,
        "denied": people.denied,
        "decisions": history_of_protection(participation),
    }
    return render(request, "beneficiaries/protection.html", page)


class _People:
    """The accounts around the person: who is named, who is without access, who could be either."""

    def __init__(self, participation: Participation) -> None:
        """Read them (four queries)."""
        person = participation.person
        self.is_confidential = person.is_confidential
        named = set(person.confidential_to.values_list("pk", flat=True))
        denied = set(person.denied_to.values_list("pk", flat=True))
        everybody = colleagues_around(participation, today())
        self.named = [each for each in everybody if each.user.pk in named]
        self.denied = [each for each in everybody if each.user.pk in denied]
        self.others = [each for each in everybody if each.user.pk not in denied]
        self.can_be_named = [each for each in self.others if each.reaches and each.user.pk not in named]


def _forms(request: HttpRequest, people: _People, sent: str) -> dict[str, ReasonForm]:
    """Return the forms that the state of the protection offers, the sent one bound."""
    offered: dict[ProtectionAct, tuple[type[ReasonForm], dict[str, Any]]] = {
        ProtectionAct.DENY: (AccountForm, {"colleagues": people.others}),
    }
    if people.denied:
        offered[ProtectionAct.ALLOW] = (AccountForm, {"colleagues": people.denied})
    if people.is_confidential:
        offered[ProtectionAct.LIFT] = (ReasonForm, {})
        offered[ProtectionAct.NAME] = (AccountForm, {"colleagues": people.can_be_named})
        offered[ProtectionAct.UNNAME] = (AccountForm, {"colleagues": people.named})
    else:
        initial = {"accounts": [str(request.user.pk)]}
        offered[ProtectionAct.CONCEAL] = (ConcealForm, {"colleagues": people.can_be_named, "initial": initial})
    return {
        act.value: form(request.POST if act.value == sent else None, auto_id=f"id_{act.value}_%s", **how)
        for act, (form, how) in offered.items()
    }


def _decide(request: HttpRequest, participation: Participation, act: ProtectionAct, form: ReasonForm) -> str:
    by: User = request.user  # type: ignore[assignment]
    whom = (form.users,) if isinstance(form, ConcealForm) else (form.user,) if isinstance(form, AccountForm) else ()
    reason = form.words if isinstance(form, ConcealForm) else form.cleaned_data["reason"]
    DECISIONS[act](participation, *whom, by=by, reason=reason)
    messages.success(request, _("The protection is changed."))
    still = Participation.objects.visible_to(by, RIGHT).filter(pk=participation.pk).exists()
    return reverse("person_protection", args=[participation.number]) if still else reverse("person_list")


def _in_words(objection: str) -> str:
    return {
        Objection.NOBODY_LEFT: _("Somebody who can open the record must stay named. Name another account first."),
        Objection.OUT_OF_REACH: _("This account has no role that reaches the person. Choose another one."),
        Objection.DENIED: _("This account is without access to the person. Choose another one."),
    }.get(Objection(objection), _("Somebody changed this at the same moment. Load the page again."))
