"""Writing down what a project reaches beyond its participants, correcting it and taking it back."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import PROJECT, Refused, get_visible_or_404, project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged
from services.domain.beyond import (
    DayRefused,
    SameTwice,
    SomebodyAlike,
    StillNeeded,
    add_institution,
    add_product,
    add_trained,
    add_training,
    correct_beyond,
    take_back_beyond,
)
from services.forms.beyond import CORRECTIONS, InstitutionForm, ProductForm, TakingBackForm, TrainedForm
from services.models import Training
from services.queries.beyond import RECORD, institutions_in, trained_alike, trainings_in
from services.tables.beyond import INSTITUTIONS, MODELS, TRAINED, trained_name, words_of_kind

METHODS = ["GET", "HEAD", "POST"]
AFTER, NEXT, TAKE_BACK, BACK = "po", "next", "take_back", "back"


@requires(RECORD)
@require_http_methods(METHODS)
def new_beyond(request: HttpRequest, counted_kind: str) -> HttpResponse:
    """Write down an institution, a training that somebody finished, or a product."""
    project = project_asked(request, RECORD)
    _known_kind(counted_kind)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = _new_form(request, project, counted_kind)
    if form.is_bound and form.is_valid():
        answer = _answered(
            form, lambda: once(request, form.token, lambda: _added(request, project, counted_kind, form))
        )
        if answer is not None:
            return answer
    page = {**_head(counted_kind, project), "form": form, "has_next": counted_kind == TRAINED}
    return render(request, "services/beyond_form.html", page)


@requires(RECORD)
@require_http_methods(METHODS)
def change_beyond(request: HttpRequest, counted_kind: str, counted_id: uuid.UUID) -> HttpResponse:
    """Correct a fact or take it back, with the reason; earlier versions stay in the history."""
    rows = _known_kind(counted_kind).objects.current().select_related("grant_project", "recorded_by")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    current = get_visible_or_404(rows, _account(request), RECORD, fact_id=counted_id)
    correction = CORRECTIONS[type(current)]
    initial = {**correction.initial_of(current), "version": current.pk}
    forms = {"form": correction(initial=initial), "withdrawal": TakingBackForm(initial=initial, prefix=BACK)}
    shown: dict[str, Any] = {}
    if request.method == "POST":
        act = _taken_back if TAKE_BACK in request.POST else _corrected
        answer, shown = act(request, current, counted_kind)
        if answer is not None:
            return answer
    page = {**_head(counted_kind, current.grant_project), "current": current, "named": _name_of(current), **forms}
    if counted_kind == TRAINED:
        note_read(request, Action.VIEW, obj=current, grant_project=current.grant_project)
    return render(request, "services/beyond_change.html", {**page, **shown})


def _known_kind(kind: str) -> Any:
    if kind not in MODELS:
        raise Refused(RECORD, "beyond", kind[:40])
    return MODELS[kind]


def _head(kind: str, project: GrantProject) -> dict[str, Any]:
    return {"words": words_of_kind(kind), "project": project, "home": _home(project)}


def _home(project: GrantProject) -> str:
    return f"{reverse('beyond_list')}?{urlencode({PROJECT: project.code})}"


def _name_of(current: Any) -> str:
    return trained_name(current.person, named=True) if isinstance(current, Training) else str(current)


def _new_form(request: HttpRequest, project: GrantProject, kind: str) -> Any:
    sent = request.POST if request.method == "POST" else None
    if kind != TRAINED:
        return (InstitutionForm if kind == INSTITUTIONS else ProductForm)(sent)

    def alike(given_names: str, surname: str, institution: uuid.UUID | None) -> list[Any]:
        return trained_alike(project, given_names, surname, institution)

    initial = _like_before(request, project)
    return TrainedForm(sent, institutions=list(institutions_in(project)), alike=alike, initial=initial)


def _like_before(request: HttpRequest, project: GrantProject) -> dict[str, Any]:
    """Return the training of the person who was just written down, for the next one from the same list."""
    try:
        asked = uuid.UUID(request.GET.get(AFTER, ""))
    except ValueError:
        return {}
    before = trainings_in(project).filter(fact_id=asked).first()
    return {**TrainedForm.initial_of(before), "institution": str(before.person.institution or "")} if before else {}


def _added(request: HttpRequest, project: GrantProject, kind: str, form: Any) -> str:
    by = _account(request)
    if kind == TRAINED:
        made = _added_training(project, form, by)
        messages.success(request, _("It is written down: %(code)s.") % {"code": made.person.code})
        if NEXT in request.POST:
            asked = {PROJECT: project.code, AFTER: str(made.fact_id)}
            return f"{reverse('new_beyond', args=[TRAINED])}?{urlencode(asked)}"
        return _home(project)
    (add_institution if kind == INSTITUTIONS else add_product)(project, form.values(), by=by)
    messages.success(request, _("It is written down."))
    return _home(project)


def _added_training(project: GrantProject, form: TrainedForm, by: User) -> Training:
    if form.person is not None:
        return add_training(form.person, form.values(), by=by)
    return add_trained(project, form.who(), form.values(), by=by, is_somebody_else=form.is_somebody_else)


def _act(form: Any, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Do what a valid form asks; say on the form why it cannot be."""
    try:
        return act()
    except DayRefused:
        form.add_error("day", _("This day lies outside the project."))
    except SameTwice:
        is_institution = "town" in form.fields
        form.add_error(
            "name" if is_institution else "title",
            _("The project has an institution of this name in this town.") if is_institution
            else _("This training of this day is written down for this person."),
        )  # fmt: skip
    except SomebodyAlike:
        form.add_error(
            None, _("Somebody has just written this person down. Save again and say whether it is the same.")
        )
    except StillNeeded:
        form.add_error(
            None, _("Staff of this institution were trained. Correct it, or take back their trainings first.")
        )
    return None


def _corrected(request: HttpRequest, current: Any, kind: str) -> tuple[HttpResponse | None, dict[str, Any]]:
    form = CORRECTIONS[type(current)](request.POST)
    if not form.is_valid():
        return None, {"form": form}
    if form.cleaned_data["version"] != current.pk:
        return None, {"form": form, **_conflict(form, current)}

    def act() -> str:
        made = correct_beyond(current, form.values(), by=request.user, why=form.cleaned_data["why"])  # type: ignore[type-var]
        words = (
            _("Nothing was different, so nothing was changed.") if made is current else _("The correction is saved.")
        )
        messages.success(request, words)
        return _home(current.grant_project)

    return _answered(form, lambda: once(request, form.token, act)), {"form": form}


def _taken_back(request: HttpRequest, current: Any, kind: str) -> tuple[HttpResponse | None, dict[str, Any]]:
    form = TakingBackForm(request.POST, prefix=BACK)
    if not form.is_valid():
        return None, {"withdrawal": form}
    if form.cleaned_data["version"] != current.pk:
        form.renew(current.pk)
        words = _("Somebody changed this entry while you were writing. See what it says now and take it back again.")
        form.add_error(None, words)
        return None, {"withdrawal": form}

    def act() -> str:
        take_back_beyond(current, by=_account(request), why=form.cleaned_data["why"])
        messages.success(request, _("The entry is taken back."))
        return _home(current.grant_project)

    return _answered(form, lambda: once(request, form.token, act)), {"withdrawal": form}


def _answered(form: Any, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    try:
        return _act(form, act)
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None


def _conflict(form: Any, current: Any) -> dict[str, Any]:
    """Show what somebody else saved meanwhile beside what was typed (L5)."""
    form.renew(current.pk)
    return {
        "differences": differences(form, {**form.initial_of(current), "why": current.why}),
        "changed_by": current.recorded_by.name if current.recorded_by else "",
        "changed_at": current.recorded_at,
    }


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
