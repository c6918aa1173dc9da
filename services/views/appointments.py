"""One appointment: what it says, another time or place, what became of it, and who changed what."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import now, today
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged
from services.domain.appointments import AppointmentRefused, change_appointment, say_who_came, settle_appointment
from services.domain.times import StillFree
from services.enums import AppointmentState
from services.forms.appointments import ChangeForm, OutcomeForm, initial_of, typed_of
from services.models import Appointment, Venue
from services.queries.appointments import (
    MAKE,
    Meeting,
    colleagues_within,
    history_of_appointment,
    is_recorded,
    meeting,
)
from services.queries.staffing import venues_of
from services.tables.agenda import log_address
from services.tables.appointments import Named, change_in_words, named, row_of, when
from services.tables.resources import booked_row, missing_of
from services.views.clashes import is_for_all_of_the_staff, once_while_free, questions_about, what_is_taken
from services.views.free_times import FreeSearch, is_search

DO, CHANGE, OUTCOME = "do", "change", "outcome"
MISSED, CAME = "missed", "came"
SAID: dict[str, Promise] = {
    AppointmentState.TOOK_PLACE: gettext_lazy("The appointment is marked as held."),
    AppointmentState.NO_SHOW: gettext_lazy("It is noted that nobody came."),
    AppointmentState.CANCELLED: gettext_lazy("The appointment is cancelled."),
    AppointmentState.PLANNED: gettext_lazy("The appointment is planned again."),
}
Shown = dict[str, Any]
Answer = tuple[HttpResponse | None, Shown]


@requires(MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Show one appointment to who may see everybody at it; move it, change it, say what became of it."""
    account: User = request.user  # type: ignore[assignment]
    everybody = Appointment.objects.wholly_visible_to(account, MAKE)
    found = get_visible_or_404(everybody, account, MAKE, pk=appointment_id)
    seen = meeting(account, found)
    note_read(
        request, Action.VIEW, subjects=[each.participation.person_id for each in seen.people], obj=found,
        detail={"page": "appointment"}, grant_project=seen.appointment.grant_project,
    )  # fmt: skip
    answer, shown = None, {}
    if request.method == "POST":
        answer = already_answered(request)
        if answer is None:
            answer, shown = _act(request)(request, account, seen)
    return answer or _page(request, account, seen, shown)


def _act(request: HttpRequest) -> Callable[[HttpRequest, User, Meeting], Answer]:
    if is_search(request.POST):
        return _look
    if MISSED in request.POST or CAME in request.POST:
        return _who_came
    return _change if request.POST.get(DO, CHANGE) not in SAID else _settle


def _look(request: HttpRequest, account: User, seen: Meeting) -> Answer:
    """Show free times over what was typed; nothing is saved."""
    search = _search(account, seen)
    said = {**typed_of(request.POST), **search.chosen(request.POST)}
    return None, {"form": _form(account, seen.appointment, said=said)}


def _search(account: User, seen: Meeting) -> FreeSearch:
    found, people = seen.appointment, [each.participation for each in seen.people]
    return FreeSearch(account, found.grant_project, _offered(account, found), _venues(found), people, [found.pk])


def _change(request: HttpRequest, account: User, seen: Meeting) -> Answer:
    found = seen.appointment
    form = _form(account, found, request.POST)
    if not form.is_valid():
        return None, {"form": form}
    if form.cleaned_data["version"] != found.version:
        form.renew(found.version)
        return None, {"form": form, **_conflict(found, form)}
    people = [each.participation for each in seen.people]
    if not is_for_all_of_the_staff(form, people):
        return None, {"form": form}
    try:
        answer = once_while_free(
            request, form, lambda: questions_about(account, form, people, but=found.pk),
            lambda still_free: _save(request, account, found, form, still_free),
        )  # fmt: skip
        return answer, {"form": form}
    except (FactChanged, AppointmentRefused):
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {"form": form}


def _save(
    request: HttpRequest, account: User, found: Appointment, form: ChangeForm, still_free: StillFree
) -> str:  # fmt: skip
    changed = change_appointment(
        found, form.cleaned_data["version"], form.values(), colleagues=form.staff, by=account, still_free=still_free
    )
    if changed:
        messages.success(request, _("The appointment is changed."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return reverse("appointment", args=[found.pk])


def _settle(request: HttpRequest, account: User, seen: Meeting) -> Answer:
    found, state = seen.appointment, request.POST[DO]
    form = OutcomeForm(request.POST, prefix=OUTCOME, must_say_why=state == AppointmentState.CANCELLED)
    return _settled(request, found, form, lambda: _say(request, account, found, form))


def _who_came(request: HttpRequest, account: User, seen: Meeting) -> Answer:
    """Say of one of several people that they did not come, or that they did."""
    number = request.POST.get(MISSED) or request.POST.get(CAME)
    who = next((each.participation for each in seen.people if each.participation.number == number), None)
    if who is None:
        raise Refused(MAKE, "participation", str(number)[:64])
    form, found = OutcomeForm(request.POST, prefix=OUTCOME), seen.appointment

    def say() -> str:
        say_who_came(found, form.cleaned_data["version"], who, came=MISSED not in request.POST, by=account)
        messages.success(request, _("The changes are saved."))
        return reverse("appointment", args=[found.pk])

    return _settled(request, found, form, say)


def _settled(request: HttpRequest, found: Appointment, form: OutcomeForm, say: Callable[[], str]) -> Answer:
    if not form.is_valid():
        return None, {"outcome": form}
    try:
        return once(request, form.token, say), {}
    except FactChanged:
        form.renew(found.version)
        form.add_error(None, _("Somebody changed this appointment meanwhile. See what it says now and answer again."))
    except AppointmentRefused:
        form.add_error(None, _("That is not possible: it has not begun yet, or support was recorded from it."))
    return None, {"outcome": form}


def _say(request: HttpRequest, account: User, found: Appointment, form: OutcomeForm) -> str:
    state = request.POST[DO]
    settle_appointment(found, form.cleaned_data["version"], state, by=account, now=now(), why=form.cleaned_data["why"])
    messages.success(request, SAID[state])
    if state == AppointmentState.PLANNED:
        staff, people = [found.in_charge, *found.colleagues.all()], list(found.people.select_related("person"))
        for words in what_is_taken(account, staff, people, (found.starts_at, found.ends_at), found.venue, found.pk):
            messages.warning(request, words)
    return reverse("appointment", args=[found.pk])


def _conflict(found: Appointment, form: ChangeForm) -> Shown:
    last = history_of_appointment(found)[0]
    return {
        "differences": differences(form, initial_of(found)),
        "changed_by": last.by.name if last.by else "",
        "changed_at": last.at,
    }


def _form(account: User, found: Appointment, sent: Any = None, said: Shown | None = None) -> ChangeForm:
    return ChangeForm(
        sent, project=found.grant_project, colleagues=_offered(account, found), venues=_venues(found),
        initial=said or initial_of(found),
    )  # fmt: skip


def _offered(account: User, found: Appointment) -> list[User]:
    """Return the colleagues within reach and those who keep it."""
    own = [found.in_charge, *found.colleagues.all()]
    within = colleagues_within(account, MAKE, today(), found.grant_project)
    return list({each.pk: each for each in (*within, *own)}.values())


def _venues(found: Appointment) -> list[Venue]:
    """Return the places in use, and the one of the appointment."""
    known = [*venues_of(found.grant_project), *([found.venue] if found.venue else [])]
    return list({each.pk: each for each in known}.values())


def _log_address(seen: Meeting) -> str:
    """Return where support is recorded from it; blank when there is nobody left for whom it may be."""
    waiting = [each for each in seen.waiting if each.may_log]  # type: ignore[attr-defined]
    return log_address(seen.appointment, waiting[0].participation.number) if waiting else ""


def _entries(seen: Meeting) -> list[tuple[str, str]]:
    """Return whose support was recorded from it, with the address where the entry is corrected."""
    return [
        (named(each.participation).name, reverse("change_support", args=[each.participation.number, each.support_fact]))
        for each in seen.people
        if each.is_logged and each.may_log  # type: ignore[attr-defined]
    ]


def _attendance(seen: Meeting) -> list[tuple[Named, bool]]:
    """Return of whom it can be said whether they came to what took place with several, and who did not."""
    if seen.appointment.state != AppointmentState.TOOK_PLACE or len(seen.people) == 1:
        return []
    return [(named(each.participation), each.stayed_away) for each in seen.people if not each.is_logged]  # type: ignore[attr-defined]


def _page(request: HttpRequest, account: User, seen: Meeting, shown: Shown) -> HttpResponse:
    found = seen.appointment
    logged = is_recorded(found)
    page = {
        "appointment": found,
        "row": row_of(seen),
        "when": when(found),
        "note": seen.note,
        "outcome": OutcomeForm(initial={"version": found.version}, prefix=OUTCOME),
        "has_begun": found.starts_at <= now(),
        "is_logged": logged,
        "entries": _entries(seen),
        "attendance": _attendance(seen),
        "log_url": _log_address(seen),
        "booked": [booked_row(each) for each in found.booked],  # type: ignore[attr-defined]
        "missing": missing_of(found, found.booked),  # type: ignore[attr-defined]
        "history": [(each, change_in_words(each)) for each in history_of_appointment(found)],
        "back": f"{reverse('calendar')}?dzien={found.day.isoformat()}",
    }
    if found.is_planned:
        page["form"] = shown.get("form") or _form(account, found)
        page["free"] = _search(account, seen).offered(page["form"], request.POST)
    return render(request, "services/appointment.html", page | shown)
