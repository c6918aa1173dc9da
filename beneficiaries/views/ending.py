"""Record the end of participation, correct it, reopen (R35–R36, R40)."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.ending import EndRefused, reopen_participation
from beneficiaries.domain.ending import end_participation as record_end
from beneficiaries.forms.ending import WHY_UNLIKELY, EndForm, ReopeningForm
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.record import last_change_of
from beneficiaries.rules.ending import AFTER_PROJECT, BEFORE_START, why_unlikely
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.clock import today
from portal.closing import closing_questions, steps_after_end
from portal.policy.gate import Refused, requires
from portal.programmes.dictionaries import EXIT
from portal.programmes.entries import entries_on
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.submissions.taking_back import PREFIX
from portal.ui.formatting import long_date, short_date
from portal.versions.actions import FactChanged

RIGHT = "end_participation"
Answer = HttpResponse | None


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_participation(request: HttpRequest, number: str) -> HttpResponse:
    """Show the end of participation in a form; record, correct or take it back."""
    participation = opened_record(request, RIGHT, number, "end")
    version = _version(participation)
    asked: dict[str, Any] = {
        "initial": _initial(version), "is_correction": version.end_on is not None,
        "situations": entries_on(EXIT, today()), "known": version.exit_situation,
    }  # fmt: skip
    form = EndForm(**asked)
    reopening = ReopeningForm(initial={"version": version.pk}, prefix=PREFIX)
    answer, context = None, {}
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    if request.method == "POST" and "take_back" in request.POST:
        reopening = ReopeningForm(request.POST, prefix=PREFIX)
        answer = _reopen(request, participation, reopening)
    elif request.method == "POST":
        form = EndForm(request.POST, **asked)
        answer, context = _end(request, participation, form)
    page = {
        **record_head(participation, "end"),
        "form": form,
        "withdrawal": reopening,
        "version": version,
        "steps": steps_after_end(participation) if version.end_on else [],
        "last_day": _last_day(participation, version.end_on) if version.end_on else None,
    }
    return answer or render(request, "beneficiaries/end.html", page | context)


def _version(participation: Participation) -> ParticipationVersion:
    version: ParticipationVersion | None = participation.in_force  # type: ignore[attr-defined]
    if version is None:
        raise Refused(RIGHT, "participation", participation.number)
    return version


def _initial(version: ParticipationVersion) -> dict[str, Any]:
    planned = {True: "yes", False: "no", None: ""}[version.path_completed]
    return {
        "end_on": version.end_on,
        "path_completed": planned,
        "exit_situation": version.exit_situation,
        "version": version.pk,
    }


def _end(request: HttpRequest, participation: Participation, form: EndForm) -> tuple[Answer, dict[str, Any]]:
    if not form.is_valid():
        return None, {}
    version = _version(participation)
    if form.cleaned_data["version"] != version.pk:
        form.renew(version.pk)
        who, when = last_change_of(participation)
        return None, {"differences": differences(form, _initial(version)), "changed_by": who, "changed_at": when}
    if form.cleaned_data["end_on"] > today():
        form.add_error("end_on", _("This day has not come yet. Record the end when it has come."))
        return None, {}
    if not form.is_answered(_questions(participation, version, form)):
        return None, {}
    try:
        return once(request, form.token, lambda: _save(request, participation, form)), {}
    except EndRefused as refused:
        form.add_error("end_on", _why_not(str(refused), participation))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {}


def _questions(participation: Participation, version: ParticipationVersion, form: EndForm) -> list[Any]:
    """Return what is open when participation ends, and a situation that hardly follows the state at the start."""
    questions = list(closing_questions(participation)) if version.end_on is None else []
    said = form.values()
    if said["exit_situation"] == version.exit_situation:
        return questions
    code = next((each.code for each in form.situations if each.value == said["exit_situation"]), "")
    over = _last_day(participation, said["end_on"]) < today()
    reason = why_unlikely(code, version.labour_status, version.labour_detail, is_window_over=over)
    return [*questions, *([WHY_UNLIKELY[reason]] if reason else [])]


def _save(request: HttpRequest, participation: Participation, form: EndForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    is_correction = _version(participation).end_on is not None
    version = record_end(
        participation, _version(participation), **form.values(), by=account, why=form.cleaned_data["why"]
    )
    assert version.end_on is not None  # noqa: S101 - for the type checker
    days = {"end": long_date(version.end_on), "last": long_date(_last_day(participation, version.end_on))}
    words = _("Participation ended on %(end)s. A finding counts when it is dated from that day to %(last)s.")
    messages.success(request, words % days)
    return reverse("person_record" if is_correction else "end_participation", args=[participation.number])


def _reopen(request: HttpRequest, participation: Participation, form: ReopeningForm) -> Answer:
    if not form.is_valid():
        return None
    version = _version(participation)
    if form.cleaned_data["version"] != version.pk or version.end_on is None:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None
    try:
        return once(request, form.token, lambda: _save_reopening(request, participation, form))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        return None


def _save_reopening(request: HttpRequest, participation: Participation, form: ReopeningForm) -> str:
    account: User = request.user  # type: ignore[assignment]
    reopen_participation(participation, _version(participation), by=account, why=form.cleaned_data["why"])
    messages.success(request, _("Participation goes on. The last exit will decide about results."))
    return reverse("person_record", args=[participation.number])


def _last_day(participation: Participation, end_on: datetime.date) -> datetime.date:
    """Return the last day on which a finding counts (R40)."""
    return end_on + datetime.timedelta(days=participation.grant_project.result_window_days)


def _why_not(reason: str, participation: Participation) -> str:
    """Say why participation cannot end on the day."""
    version, project = _version(participation), participation.grant_project
    words = {
        BEFORE_START: _("The first support was on %(start)s; participation cannot end before it."),
        AFTER_PROJECT: _("The project ends on %(last)s; participation cannot end later."),
    }
    said = words.get(reason, _("No support has been given yet, so there is no participation to end."))
    return said % {"start": short_date(version.start_on), "last": short_date(project.ends_on)}
