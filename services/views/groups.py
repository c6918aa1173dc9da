"""A group of a course: its people, who waits, its classes; and the form that sets it up."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import now, today
from portal.policy.access import access_of
from portal.policy.gate import get_visible_or_404, requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered
from portal.ui.paging import page_of
from portal.versions.actions import FactChanged
from services.domain.courses import keep_group
from services.domain.times import StillFree
from services.enums import SEATED, ActivityKind, ActivityState
from services.forms.courses import GroupForm
from services.models import Activity, CourseEdition
from services.queries.attendance import rolls_kept
from services.queries.courses import ENROL, KEEP, SEE_COURSES, Seat, group_with_all, meetings_of, seats_of
from services.queries.offer import changes_of
from services.queries.staffing import teachers_of, venues_of
from services.tables.courses import (
    TONES,
    group_facts,
    meeting_row,
    places_in_words,
    seat_row,
    seats_in_words,
)
from services.views.clashes import once_while_free, what_a_change_is_in_the_way_of

METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 30


@requires(SEE_COURSES)
@require_safe
def course_group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Show a group; people out of reach appear without a name."""
    account: User = request.user  # type: ignore[assignment]
    group = group_of(account, SEE_COURSES, group_id)
    may_enrol = access_of(account).may(ENROL, group.grant_project)
    held, waiting = seats_of(account, group)
    _note_shown(request, group, [*held, *waiting])
    moment = now()
    page = page_of(request, PAGE_SIZE, lambda first, most: meetings_of(group, first, most))
    kept = rolls_kept(account, page.items)
    free = None if group.capacity is None else max(group.capacity - len(held), 0)
    shown = {
        "group": group, "facts": group_facts(group), "tone": TONES[ActivityState(group.state)],
        "held": [seat_row(each, may_change=may_enrol) for each in held],
        "waiting": [seat_row(each, turn=turn, may_change=may_enrol) for turn, each in enumerate(waiting, 1)],
        "seats": seats_in_words(len(held), group.capacity),
        "free": "" if free is None else places_in_words(free),
        "page": page, "meetings": [meeting_row(each, moment, kept) for each in page.items],
        "from_paper": any(each.pk in kept and each.starts_at <= moment for each in page.items),
        "may_keep": is_kept_by(account, group), "may_enrol": may_enrol,
    }  # fmt: skip
    return render(request, "services/course_group.html", shown)


@requires(KEEP)
@require_http_methods(METHODS)
def new_group(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """Add a group to an edition."""
    rows = CourseEdition.objects.select_related("course__grant_project", "course__service_type")
    edition = get_visible_or_404(rows, request.user, KEEP, pk=edition_id)  # type: ignore[arg-type]
    course = edition.course
    group = Activity(
        grant_project=course.grant_project, kind=ActivityKind.COURSE, edition=edition, service_type=course.service_type
    )
    bodies = access_of(request.user).organisations
    initial = {
        "organisation": str(bodies[0].pk) if len(bodies) == 1 else "", "is_public": True, "state": ActivityState.DRAFT,
        "offer_hours": 48, "language": "pl",
    }  # fmt: skip
    return _form(request, group, initial)


@requires(KEEP)
@require_http_methods(METHODS)
def change_group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Change a group."""
    group = group_of(request.user, KEEP, group_id)  # type: ignore[arg-type]
    return _form(request, group, GroupForm.initial_of(group))


def group_of(account: User, action: str, group_id: uuid.UUID) -> Activity:
    """Return the group that an address names, with all its page says."""
    return get_visible_or_404(group_with_all(Activity.objects.all()), account, action, pk=group_id)


def is_kept_by(account: User, group: Activity) -> bool:
    """Tell whether the account may change the group (from what was read, without a query)."""
    scope = access_of(account).scope(KEEP, group.grant_project)
    if not scope or group.grant_project_id in scope.whole_project_ids:  # type: ignore[attr-defined]
        return bool(scope)
    return group.organisation is None or any(c.organisation == group.organisation.pk for c in scope.clauses)


def note_seats(request: HttpRequest, group: Activity, seats: list[Seat], page: str) -> None:
    """Note whose names a page about a group shows."""
    subjects = [each.participation.person_id for each in seats if each.participation]
    if subjects:
        note_read(
            request, Action.LIST, subjects=subjects, obj=group, detail={"page": page},
            grant_project=group.grant_project,
        )  # fmt: skip


def _note_shown(request: HttpRequest, group: Activity, seats: list[Seat]) -> None:
    note_seats(request, group, seats, "course-group")


def _form(request: HttpRequest, group: Activity, initial: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    project, course = group.grant_project, group.edition.course  # type: ignore[union-attr]
    venues = list({each.pk: each for each in [*venues_of(project), *([group.venue] if group.venue else [])]}.values())
    form = GroupForm(
        request.POST or None, initial=initial, venues=venues, bodies=_bodies(request, group),
        teachers=_teachers(group),
    )  # fmt: skip
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid() and not _too_small(group, form):
        if group._state.adding or form.cleaned_data["version"] == group.version:
            try:
                answer = once_while_free(
                    request, form, lambda: _questions(group, form), lambda free: _keep(request, group, form, free)
                )
                if answer is not None:
                    return answer
            except FactChanged:
                form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
        else:
            form.renew(group.version)
            shown = _conflict(group, form)
    page = {"form": form, "group": None if group._state.adding else group, "course": course, **shown}
    return render(request, "services/group_form.html", page)


def _conflict(group: Activity, form: GroupForm) -> dict[str, Any]:
    last = next(iter(changes_of(group)), None)
    return {
        "differences": differences(form, GroupForm.initial_of(group)),
        "changed_by": last.actor.name if last and last.actor else "",
        "changed_at": last.at if last else now(),
    }


def _bodies(request: HttpRequest, group: Activity) -> QuerySet | list[Any]:
    """Return who can hold a group: those of the account, or every partner for who reaches the whole project."""
    scope = access_of(request.user).scope(KEEP, group.grant_project)
    if group.grant_project_id in scope.whole_project_ids:  # type: ignore[attr-defined]
        return group.grant_project.organisations.order_by("name")
    return access_of(request.user).organisations


def _teachers(group: Activity) -> list[Any]:
    found = teachers_of(group.grant_project, today(), group.service_type)
    known = {account.pk for account, _languages, _teaches in found}
    return found if group.teacher is None or group.teacher_id in known else [*found, (group.teacher, [], False)]  # type: ignore[attr-defined]


def _too_small(group: Activity, form: GroupForm) -> bool:
    """Refuse fewer places than there are people: nobody loses a place by a correction."""
    capacity = form.cleaned_data["capacity"]
    if group._state.adding or capacity is None:
        return False
    held = group.enrolments.filter(state__in=SEATED).count()  # type: ignore[attr-defined]
    if capacity < held:
        form.add_error("capacity", _("%(held)s places are taken already.") % {"held": held})
    return capacity < held


def _questions(group: Activity, form: GroupForm) -> list[str]:
    said = form.values()
    if group._state.adding:
        return []
    return what_a_change_is_in_the_way_of(group, said["teacher"], said["venue"])


def _keep(request: HttpRequest, group: Activity, form: GroupForm, still_free: StillFree) -> str:
    by: Any = request.user
    keep_group(group, form.cleaned_data["version"], form.values(), by=by, still_free=still_free)
    messages.success(request, _("The group is saved."))
    return reverse("course_group", args=[group.pk])
