"""A person says field by field what is wrong in their own data and how it should be (GDPR 16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.rights import RightRefused, ask
from beneficiaries.enums import IdentityCheck, RightAsker, RightChannel, RightKind
from beneficiaries.forms.citizenships import suggestions
from beneficiaries.forms.own_correction import CorrectionsForm
from beneficiaries.models import Guardianship
from beneficiaries.queries.hiding import keeps_back
from beneficiaries.rules.correctable import LEADING
from beneficiaries.tables.corrections import LABELS, value_in_words, values_now
from beneficiaries.views.own.data import guardianship_of, in_words
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.submissions.once import already_answered, once


@own_space("correct")
@require_http_methods(["GET", "HEAD", "POST"])
def own_corrections(request: HttpRequest, own: Own) -> HttpResponse:
    """Show what is written down, each with a place for what it should be, and take what is filled in."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    participation = own.participations[0]
    present = values_now(participation, participation.in_force)
    if keeps_back(own):
        present = {name: text for name, text in present.items() if name not in LEADING}
    sent = request.POST if request.method == "POST" else None
    form = CorrectionsForm(sent, day=own.day, present=present, labels=LABELS)
    if request.method == "POST" and form.is_valid():
        guardianship = guardianship_of(own)
        try:
            return once(request, form.token, lambda: _ask(request, own, form, guardianship))
        except RightRefused as refused:
            form.add_error(None, in_words(str(refused)))
    fields = [(form[name], value_in_words(name, text, whole=False)) for name, text in present.items()]
    page = {"own": own, "form": form, "fields": fields, "countries": suggestions()}
    return render(request, "beneficiaries/own/correct.html", page)


def _ask(request: HttpRequest, own: Own, form: CorrectionsForm, guardianship: Guardianship | None) -> str:
    ask(
        own.participations[0], RightKind.RECTIFICATION, channel=RightChannel.OWN_SPACE,
        asker=RightAsker.GUARDIAN if guardianship else RightAsker.PERSON, guardianship=guardianship,
        identity=IdentityCheck.SIGNED_IN, corrections=form.corrections(),
    )  # fmt: skip
    messages.success(request, _("We have your request. You get an answer within a month."))
    return reverse("own_data")
