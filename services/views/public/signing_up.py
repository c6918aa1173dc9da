"""The form of signing up, and the code that comes of it. Nothing here looks anybody up (S20, S23)."""

import json
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.views.registration import guarding
from portal.clock import now, today
from portal.ui.formatting import current_language
from portal.ui.typed import LANGUAGE_CHOSEN
from services.domain.seats import SeatRefused
from services.domain.sign_ups import Said, is_signed_up, sign_up
from services.forms.sign_up import SignUpForm
from services.models import SignUp
from services.queries.catalogue import Offer
from services.queries.sign_ups import places_of
from services.rules.catalogue import SIGNS_UP
from services.tables.catalogue import entry_of
from services.tables.sign_ups import place_rows

GUARD = guarding.Guarded("class sign-up form", "class sign-ups")
DO, MORE = "do", "more"
PLACE = "miejsce"
"""The page of one's own place."""


def sign_up_page(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Ask who comes; posted, keep it and show the code. What was typed is never lost."""
    sent = request.POST if request.method == "POST" else None
    if offer.door not in SIGNS_UP and sent is None:
        return redirect("class_page", page=str(offer.activity.pk))
    first = offer.following.day if offer.following else today()
    form = SignUpForm(sent, activity=offer.activity, on=first, add=sent is not None and sent.get(DO) == MORE)
    is_sent = sent is not None and sent.get(DO) != MORE and LANGUAGE_CHOSEN not in sent
    if sent is not None and not is_sent:
        form.keep_typed()
    return _send(request, offer, form) if is_sent and form.is_valid() else _show(request, offer, form)


def _send(request: HttpRequest, offer: Offer, form: SignUpForm) -> HttpResponse:
    token = guarding.read_token(request.POST.get(guarding.TOKEN, ""), GUARD)
    if token is None:
        messages.info(request, _("This page was open for a long time. Press “Sign up” once more."))
        return _show(request, offer, form, fresh=True)
    try:
        beginning = guarding.beginning_of(request, token, GUARD)
    except guarding.Flooded:
        shown = {"entry": entry_of(offer)}
        return render(request, "services/public/flooded.html", shown, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if offer.door not in SIGNS_UP and not is_signed_up(token.mark):
        return _closed(request, offer)
    said = _said(form)
    sends = guarding.may_write_to(request, said.phone or said.email, GUARD)
    try:
        made = sign_up(
            offer.activity, said, current_language(), token.mark, beginning.doubts,
            page=request.build_absolute_uri(reverse("class_page", kwargs={"page": PLACE})), sends=sends,
        )  # fmt: skip
    except SeatRefused:
        return _closed(request, offer)
    return render(request, "services/public/signed_up.html", _signed_up(made, offer))


def _closed(request: HttpRequest, offer: Offer) -> HttpResponse:
    messages.info(request, _("Sign-up has just closed. Nothing was saved."))
    return redirect("class_page", page=str(offer.activity.pk))


def _said(form: SignUpForm) -> Said:
    typed = form.cleaned_data
    needs = {"codes": typed["needs"], "words": typed["needs_words"]}
    return Said(
        name=typed["name"], phone=typed["phone"], email=typed["email"],
        needs=json.dumps(needs, ensure_ascii=False) if any(needs.values()) else "",
        comers=[(each.name, str(each.birth_year), each.is_child) for each in typed["comers"]],
    )  # fmt: skip


def _signed_up(made: SignUp, offer: Offer) -> dict[str, object]:
    return {"sign_up": made, "entry": entry_of(offer), "rows": place_rows(places_of(made), now())}


def _show(request: HttpRequest, offer: Offer, form: SignUpForm, *, fresh: bool = False) -> HttpResponse:
    """Draw the form; its token stays the one it had, so that its age is that of the page."""
    sent = request.POST.get(guarding.TOKEN, "")
    known = bool(sent) and not fresh and guarding.read_token(sent, GUARD) is not None
    shown = {"entry": entry_of(offer), "form": form, "token": sent if known else guarding.fresh_token(GUARD)}
    return render(request, "services/public/sign_up.html", {**shown, "activity": offer.activity})
