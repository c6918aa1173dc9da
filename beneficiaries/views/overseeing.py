"""Oversight of sensitive cases: emergency accesses to review, and protected people whom nobody can reach (S26, S28)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.breakglass import close_access, review_access
from beneficiaries.domain.protection import ProtectionRefused, name_account
from beneficiaries.enums import GlassState
from beneficiaries.forms.breakglass import CloseForm, GlassReviewForm
from beneficiaries.forms.protection import AccountForm
from beneficiaries.models import EmergencyAccess
from beneficiaries.queries.breakglass import MOST_SHOWN, OVERSEE, seen_people, to_review
from beneficiaries.queries.protection import Unreached, out_of_reach
from beneficiaries.rules.breakglass import TO_REVIEW, IllegalTransition, is_open
from beneficiaries.tables.undecidable import pairs_in_words
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.oversight.words import person_in_words
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from portal.ui.parts import Link

HAND_OVER, LOG = "hand_over_protected", "view_audit"
CLOSE, MARK = "close", "mark"
METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class AccessLine:
    """An emergency access as the page shows it; what may not be shown is blank."""

    access: EmergencyAccess
    number: str
    state: str
    reason: str
    note: str
    is_open: bool
    waits: bool
    is_late: bool
    form: GlassReviewForm | CloseForm | None


@requires(OVERSEE, fresh=True)
@require_http_methods(METHODS)
def emergency_reviews(request: HttpRequest) -> HttpResponse:
    """Show the emergency accesses of others, what waits first; review one, or end one that is open."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    sent = _sent(request)
    if sent is not None and sent.is_valid():
        return _done(request, sent)
    lines = _lines(request, sent)
    shown = [each.access.participation.person_id for each in lines if each.number]
    note_read(request, Action.LIST, subjects=shown, detail={"page": "emergency-reviews"})
    page = {"lines": lines, "sent": sent, "tabs": _tabs(request, "emergency_reviews")}
    return render(request, "beneficiaries/emergency_reviews.html", page)


def _tabs(request: HttpRequest, here: str) -> list[Link]:
    """Return the pages of oversight that are open to the one who asks."""
    access = access_of(request.user)
    pages = (
        ("emergency_reviews", OVERSEE, _("Emergency access")),
        ("protected_people", HAND_OVER, _("Protected people out of reach")),
    )
    return [Link(label, reverse(name), name == here) for name, right, label in pages if access.may(right)]


def _sent(request: HttpRequest) -> GlassReviewForm | CloseForm | None:
    if request.method != "POST":
        return None
    return CloseForm(request.POST) if CLOSE in request.POST else GlassReviewForm(request.POST)


def _done(request: HttpRequest, form: GlassReviewForm | CloseForm) -> HttpResponse:
    by: User = request.user  # type: ignore[assignment]
    access = to_review(by).filter(pk=form.cleaned_data["access"]).first()
    if access is None:
        raise Refused(OVERSEE, "emergencyaccess", str(form.cleaned_data["access"]))

    def act() -> str:
        if isinstance(form, CloseForm):
            close_access(access, by=by, now=timezone.now())
            messages.success(request, _("The emergency access is closed."))
        else:
            review_access(access, **form.said, by=by, now=timezone.now())
            messages.success(request, _("The review is kept."))
        return reverse("emergency_reviews")

    try:
        return once(request, form.token, act)
    except IllegalTransition:
        messages.warning(request, _("Somebody changed this at the same moment. Load the page again."))
        return once(request, form.token, lambda: reverse("emergency_reviews"))


def _lines(request: HttpRequest, sent: GlassReviewForm | CloseForm | None) -> list[AccessLine]:
    reader: User = request.user  # type: ignore[assignment]
    rows = sorted(to_review(reader).order_by("-asked_at")[:MOST_SHOWN], key=lambda each: each.state not in TO_REVIEW)
    by_number = LOG if access_of(reader).may(LOG) else "view_person"
    seen = seen_people(reader, by_number, [each.participation for each in rows])
    return [_line(each, reader, each.participation_id in seen, sent) for each in rows]  # type: ignore[attr-defined]


def _line(access: EmergencyAccess, reader: User, is_seen: bool, sent: Any) -> AccessLine:
    now_open = is_open(access.state, access.ends_at, timezone.now())
    waits = access.state in TO_REVIEW
    reads = is_seen or access_of(reader).may(LOG, access.grant_project)
    state = GlassState.CLOSED if access.state == GlassState.OPEN and not now_open else GlassState(access.state)
    hides = state == GlassState.BLOCKED and not reads
    form: Any = CloseForm if now_open else GlassReviewForm
    own = {"initial": {"access": access.pk}, "auto_id": f"id_{access.pk.hex}_%s"}
    is_sent = isinstance(sent, form) and str(sent.data.get("access", "")) == str(access.pk)
    return AccessLine(
        access=access,
        number=access.participation.number if is_seen and access.participation else "",
        state=_("stopped") if hides else str(state.label),
        reason=str(access.reason) if reads else "",
        note=str(access.review_note) if reads else "",
        is_open=now_open,
        waits=waits,
        is_late=waits and access.review_due is not None and access.review_due < today(),
        form=(form(sent.data, auto_id=own["auto_id"]) if is_sent else form(**own)) if waits else None,
    )


@requires(HAND_OVER, fresh=True)
@require_http_methods(METHODS)
def protected_people(request: HttpRequest) -> HttpResponse:
    """Show confidential people whom nobody named can reach, by a mark alone, and name an account for one.

    Beside them the pairs of records that nobody may decide.
    """
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    lines = [(mark, each, _hand_over_form(request, mark, each)) for mark, each in _unreached(request)]
    for _mark, each, form in lines:
        if form.is_bound and form.is_valid():
            try:
                return once(request, form.token, lambda each=each, form=form: _named(request, each, form))  # type: ignore[misc]
            except ProtectionRefused:
                form.add_error("account", _("This account cannot be named for this person. Choose another one."))
    note_read(request, Action.LIST, detail={"page": "protected-people"})
    pairs = pairs_in_words(request.user)  # type: ignore[arg-type]
    page = {"lines": lines, "pairs": pairs, "tabs": _tabs(request, "protected_people")}
    return render(request, "beneficiaries/protected_people.html", page)


def _unreached(request: HttpRequest) -> list[tuple[str, Unreached]]:
    """Return whom nobody can reach in the projects of the one who asks; never somebody kept from them (S27)."""
    reader: User = request.user  # type: ignore[assignment]
    found = [each for project in access_of(reader).projects(HAND_OVER) for each in out_of_reach(project, today())]
    kept = [each for each in found if reader.pk not in each.denied]
    return [(person_in_words(str(each.participation.person_id), {}), each) for each in kept]  # type: ignore[attr-defined]


def _hand_over_form(request: HttpRequest, mark: str, each: Unreached) -> AccountForm:
    typed = request.POST if request.method == "POST" and request.POST.get(MARK) == mark else None
    return AccountForm(typed, colleagues=each.able, auto_id=f"id_{each.participation.pk.hex[-8:]}_%s")


def _named(request: HttpRequest, each: Unreached, form: AccountForm) -> str:
    by: User = request.user  # type: ignore[assignment]
    name_account(each.participation, form.user, by=by, reason=form.cleaned_data["reason"])
    messages.success(request, _("The account is named and sees the person from now on. Tell the colleague in person."))
    return reverse("protected_people")
