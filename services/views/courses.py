"""Courses: the list, one course with its editions and groups, the forms of a course and of an edition."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import get_visible_or_404, project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from portal.ui.paging import page_of
from portal.ui.parts import Link
from services.domain.courses import keep
from services.forms.courses import CourseForm, EditionForm
from services.models import Course, CourseEdition
from services.queries.courses import KEEP, SEE_COURSES, courses_of, groups_of
from services.tables.courses import course_row, edition_row

METHODS = ["GET", "HEAD", "POST"]
PROJECT, VIEW, PAST = "projekt", "widok", "dawne"
PAGE_SIZE = 25


@requires(SEE_COURSES)
@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """List the courses of a project with what runs."""
    project, past = project_asked(request, SEE_COURSES), request.GET.get(VIEW) == PAST
    keep_on = {PROJECT: request.GET.get(PROJECT, ""), VIEW: PAST if past else ""}
    page = page_of(
        request, PAGE_SIZE,
        lambda first, most: courses_of(project, first, most, retired=past, day=today()), keep=keep_on,
    )  # fmt: skip
    groups = groups_of([edition for _course, edition in page.items if edition])
    path, code = reverse("course_list"), f"{PROJECT}={project.code}"
    chips = [
        Link(pgettext("courses", "In use"), f"{path}?{code}", not past),
        Link(pgettext("courses", "Not held any more"), f"{path}?{code}&{VIEW}={PAST}", past),
    ]
    shown = {
        "project": project, "page": page, "chips": chips,
        "rows": [course_row(each, run, groups[run.pk] if run else []) for each, run in page.items],
        "projects": projects_to_choose(request, SEE_COURSES, path, project),
        "add_url": f"{reverse('new_course')}?{code}" if access_of(request.user).may(KEEP, project) else "",
        "past": past,
    }  # fmt: skip
    return render(request, "services/course_list.html", shown)


@requires(SEE_COURSES)
@require_safe
def course(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Show a course: its editions with their groups."""
    found = get_visible_or_404(_courses(), _account(request), SEE_COURSES, pk=course_id)
    page = page_of(request, PAGE_SIZE, lambda first, most: list(found.editions.all()[first : first + most]))
    groups = groups_of(page.items)
    shown = {
        "course": found, "page": page, "rows": [edition_row(each, groups[each.pk]) for each in page.items],
        "threshold": found.attendance_threshold or found.grant_project.attendance_threshold,
        "may_keep": access_of(request.user).may(KEEP, found.grant_project),
    }  # fmt: skip
    return render(request, "services/course.html", shown)


@requires(KEEP)
@require_http_methods(METHODS)
def new_course(request: HttpRequest) -> HttpResponse:
    """Set up a course."""
    project = project_asked(request, KEEP)
    return _course_form(request, Course(grant_project=project), project, None)


@requires(KEEP)
@require_http_methods(METHODS)
def change_course(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Change a course."""
    found = get_visible_or_404(_courses(), _account(request), KEEP, pk=course_id)
    return _course_form(request, found, found.grant_project, CourseForm.initial_of(found))


@requires(KEEP)
@require_http_methods(METHODS)
def new_edition(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Add an edition of a course."""
    found = get_visible_or_404(_courses(), _account(request), KEEP, pk=course_id)
    return _edition_form(request, CourseEdition(course=found), {})


@requires(KEEP)
@require_http_methods(METHODS)
def change_edition(request: HttpRequest, edition_id: uuid.UUID) -> HttpResponse:
    """Change an edition."""
    rows = CourseEdition.objects.select_related("course__grant_project")
    found = get_visible_or_404(rows, _account(request), KEEP, pk=edition_id)
    return _edition_form(request, found, EditionForm.initial_of(found))


def projects_to_choose(request: HttpRequest, action: str, path: str, here: GrantProject) -> list[Link]:
    """Return the projects to choose from; none when there is no choice."""
    offered = access_of(request.user).projects(action)
    links = [Link(str(each), f"{path}?{PROJECT}={each.code}", each == here) for each in offered]
    return links if len(links) > 1 else []


def _course_form(
    request: HttpRequest, thing: Course, project: GrantProject, initial: dict[str, Any] | None
) -> HttpResponse:
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = CourseForm(request.POST or None, project=project, initial=initial or {})
    if form.is_bound and form.is_valid():
        return once(request, form.token, lambda: _keep_course(request, thing, form))
    home = reverse("course", args=[thing.pk]) if initial else reverse("course_list")
    page = {"form": form, "course": thing if initial else None, "home": home}
    return render(request, "services/course_form.html", page)


def _keep_course(request: HttpRequest, thing: Course, form: CourseForm) -> str:
    keep(thing, form.values(), by=_account(request), grant_project=thing.grant_project)
    messages.success(request, _("The course is saved."))
    return reverse("course", args=[thing.pk])


def _edition_form(request: HttpRequest, thing: CourseEdition, initial: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = EditionForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid() and not _is_twice(thing, form):
        return once(request, form.token, lambda: _keep_edition(request, thing, form))
    page = {"form": form, "course": thing.course, "edition": thing if initial else None}
    return render(request, "services/edition_form.html", page)


def _is_twice(thing: CourseEdition, form: EditionForm) -> bool:
    same = thing.course.editions.filter(name=form.cleaned_data["name"]).exclude(pk=thing.pk).exists()
    if same:
        form.add_error("name", _("There is an edition with this name."))
    return same


def _keep_edition(request: HttpRequest, thing: CourseEdition, form: EditionForm) -> str:
    keep(thing, form.values(), by=_account(request), grant_project=thing.course.grant_project)
    messages.success(request, _("The edition is saved."))
    return reverse("course", args=[thing.course_id])  # type: ignore[attr-defined]


def _courses() -> Any:
    return Course.objects.select_related("grant_project", "service_type")


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
