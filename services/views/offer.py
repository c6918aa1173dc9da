"""What a project offers, under administration: places, kinds of support, days off, what colleagues teach and speak."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused, get_visible_or_404, project_asked, requires
from portal.programmes.dictionaries import SUPPORT, SUPPORT_DETAIL
from portal.programmes.entries import entries_on
from portal.programmes.models import GrantProject, ServiceType
from portal.submissions.once import OnceForm, already_answered, once
from portal.ui.paging import page_of
from portal.versions.actions import FactChanged
from services.domain.courses import keep, keep_skill, keep_venue, remove_days_off
from services.domain.kinds import keep_kind
from services.forms.offer import DayOffForm, KindForm, SkillForm, VenueForm
from services.models import DayOff, Resource, Venue
from services.queries.offer import EDIT, all_days_off, all_venues, changes_of, colleagues_with_skills
from services.tables.offer import (
    OfferRow,
    changes_in_words,
    day_off_row,
    kind_row,
    sections,
    skill_row,
    venue_row,
)
from services.views.courses import projects_to_choose

METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 50
DO, REMOVE = "do", "remove"


@requires(EDIT)
@require_safe
def venue_list(request: HttpRequest) -> HttpResponse:
    """List the places of a project."""
    project = project_asked(request, EDIT)
    page = page_of(
        request, PAGE_SIZE, lambda first, most: all_venues(project, first, most), keep={"projekt": project.code}
    )
    return offer_list(
        request, "venue_list", project, [venue_row(each) for each in page.items], page=page,
        add_url=reverse("new_venue"), add=_("Add a place"),
    )  # fmt: skip


@requires(EDIT)
@require_safe
def day_off_list(request: HttpRequest) -> HttpResponse:
    """List the days off of a project."""
    project = project_asked(request, EDIT)
    page = page_of(
        request, PAGE_SIZE, lambda first, most: all_days_off(project, first, most), keep={"projekt": project.code}
    )
    return offer_list(
        request, "day_off_list", project, [day_off_row(each) for each in page.items], page=page,
        add_url=reverse("new_day_off"), add=_("Add days off"),
        note=_("Public holidays are known and need not stand here."),
    )  # fmt: skip


@requires(EDIT)
@require_safe
def kind_list(request: HttpRequest) -> HttpResponse:
    """List the kinds of support of a project."""
    project = project_asked(request, EDIT)
    rows = [kind_row(each) for each in project.service_types.select_related("grant_project")]
    return offer_list(request, "kind_list", project, rows)


@requires(EDIT)
@require_safe
def skill_list(request: HttpRequest) -> HttpResponse:
    """List what colleagues teach and speak."""
    project = project_asked(request, EDIT)
    kinds = list(project.service_types.values_list("pk", flat=True))
    found = colleagues_with_skills(project, today())
    return offer_list(request, "skill_list", project, [skill_row(*each, project.code, kinds) for each in found])


@requires(EDIT)
@require_http_methods(METHODS)
def new_venue(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    project = project_asked(request, EDIT)
    venue = Venue(grant_project=project)
    return offer_form(request, "venue_list", venue, VenueForm, {"is_public": True, "town": ""}, _keep_venue)


@requires(EDIT)
@require_http_methods(METHODS)
def change_venue(request: HttpRequest, venue: int) -> HttpResponse:
    """Change a place."""
    rows = Venue.objects.select_related("grant_project")
    found = get_visible_or_404(rows, _account(request), EDIT, pk=venue)
    return offer_form(request, "venue_list", found, VenueForm, VenueForm.initial_of(found), _keep_venue)


@requires(EDIT)
@require_http_methods(METHODS)
def new_day_off(request: HttpRequest) -> HttpResponse:
    """Add days off."""
    project = project_asked(request, EDIT)
    return offer_form(request, "day_off_list", DayOff(grant_project=project), DayOffForm, {}, _keep_days)


@requires(EDIT)
@require_http_methods(METHODS)
def change_day_off(request: HttpRequest, day_off: int) -> HttpResponse:
    """Change days off, or remove them."""
    rows = DayOff.objects.select_related("grant_project")
    found = get_visible_or_404(rows, _account(request), EDIT, pk=day_off)
    if request.method == "POST" and request.POST.get(DO) == REMOVE:
        return _remove(request, found)
    return offer_form(request, "day_off_list", found, DayOffForm, DayOffForm.initial_of(found), _keep_days)


@requires(EDIT)
@require_http_methods(METHODS)
def kind_of_support(request: HttpRequest, kind: str) -> HttpResponse:
    """Change a kind of support; who changed it before is shown."""
    project = project_asked(request, EDIT)
    found = project.service_types.select_related("grant_project").filter(code=kind).first()
    if found is None:
        raise Refused(EDIT, "servicetype", kind)
    day = today()
    entries = entries_on((SUPPORT, SUPPORT_DETAIL), day)
    smefs = [each for each in entries if each.dictionary == SUPPORT]
    details = [each for each in entries if each.dictionary == SUPPORT_DETAIL]

    def build(data: Any = None, initial: Any = None) -> KindForm:
        return KindForm(data, initial=initial, project=project, smefs=smefs, details=details, kind=found)

    return offer_form(request, "kind_list", found, build, KindForm.initial_of(found), _keep_kind)


@requires(EDIT)
@require_http_methods(METHODS)
def staff_skill(request: HttpRequest, account: int) -> HttpResponse:
    """Change what a colleague teaches and speaks."""
    project = project_asked(request, EDIT)
    known = {each.pk: (each, skill) for each, skill in colleagues_with_skills(project, today())}
    if account not in known:
        raise Refused(EDIT, "user", str(account))
    colleague, skill = known[account]
    kinds = list(project.service_types.all())

    def build(data: Any = None, initial: Any = None) -> SkillForm:
        return SkillForm(data, initial=initial, kinds=kinds)

    def write(request: HttpRequest, thing: Any, form: Any) -> None:
        keep_skill(colleague, form.chosen, form.spoken, by=_account(request), grant_project=project)

    return offer_form(
        request, "skill_list", skill, build, SkillForm.initial_of(skill), write, name=colleague.name, project=project
    )


def _remove(request: HttpRequest, days: DayOff) -> HttpResponse:
    form = OnceForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("change_day_off", args=[days.pk]))
    goal = f"{reverse('day_off_list')}?projekt={days.grant_project.code}"

    def act() -> str:
        remove_days_off(days, by=_account(request))
        messages.success(request, _("The days off are removed."))
        return goal

    return once(request, form.token, act)


def _keep_venue(request: HttpRequest, venue: Venue, form: VenueForm) -> None:
    keep_venue(venue, form.values(), form.spans, by=_account(request))


def _keep_days(request: HttpRequest, days: DayOff, form: DayOffForm) -> None:
    keep(days, form.values(), by=_account(request), grant_project=days.grant_project)


def _keep_kind(request: HttpRequest, kind: ServiceType, form: KindForm) -> None:
    keep_kind(kind, form.values(), seen=kind.edited_at, by=_account(request))


def offer_list(
    request: HttpRequest, here: str, project: GrantProject, rows: Sequence[OfferRow], **more: Any
) -> HttpResponse:
    """Show one of the lists of the offer."""
    shown = {
        "rows": rows, "project": project, "sections": sections(here, project.code),
        "title": next(each.label for each in sections(here, project.code) if each.current),
        "projects": projects_to_choose(request, EDIT, reverse(here), project), **more,
    }  # fmt: skip
    if more.get("add_url"):
        shown["add_url"] = f"{more['add_url']}?projekt={project.code}"
    return render(request, "services/offer_list.html", shown)


def offer_form(
    request: HttpRequest,
    home: str,
    thing: Any,
    build: Callable[..., Any],
    initial: dict[str, Any],
    write: Callable[[HttpRequest, Any, Any], None],
    *,
    name: str = "",
    project: GrantProject | None = None,
) -> HttpResponse:
    """Show the form of one thing of the offer, or keep what was sent and lead back to its list."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    within = project or thing.grant_project
    goal = f"{reverse(home)}?projekt={within.code}"
    form = build(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid() and not _is_twice(thing, form):
        try:
            return once(request, form.token, lambda: _kept(request, thing, form, write, goal))
        except FactChanged:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    exists = thing is not None and not thing._state.adding
    page = {
        "form": form, "home": goal, "sections": sections(home, within.code), "project": within,
        "title": name or (str(thing) if exists else _("Add")),
        "may_remove": isinstance(thing, DayOff) and exists,
        "changes": changes_in_words(changes_of(thing), form) if exists and not name else [],
    }  # fmt: skip
    return render(request, "services/offer_form.html", page)


def _is_twice(thing: Any, form: Any) -> bool:
    if isinstance(thing, Resource):
        said = {name: form.cleaned_data[name] for name in ("name", "kind")}
        if Resource.objects.filter(grant_project=thing.grant_project, **said).exclude(pk=thing.pk).exists():
            form.add_error("name", _("There is somebody or something with this name."))
        return bool(form.errors)
    if not isinstance(thing, Venue):
        return False
    same = Venue.objects.filter(grant_project=thing.grant_project, name=form.cleaned_data["name"]).exclude(pk=thing.pk)
    if same.exists():
        form.add_error("name", _("There is a place with this name."))
    return bool(form.errors)


def _kept(
    request: HttpRequest, thing: Any, form: Any, write: Callable[[HttpRequest, Any, Any], None], goal: str
) -> str:
    write(request, thing, form)
    messages.success(request, _("Saved."))
    return goal


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
