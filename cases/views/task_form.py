"""Write a task down, change it, hand it on, withdraw it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_number
from beneficiaries.tables.worklist import name_of
from beneficiaries.views.record import opened_record, record_head
from cases.domain import tasks as domain
from cases.forms.tasks import TaskChange, TaskForm
from cases.models import Task
from cases.queries.tasks import colleagues_for
from cases.querysets.tasks import KEEP
from cases.views.tasks import task_at_hand
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal
from portal.clock import today
from portal.policy.gate import project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.submissions.taking_back import PREFIX, TakeBackForm
from portal.versions.actions import FactChanged

METHODS = ["GET", "HEAD", "POST"]


@requires(KEEP)
@require_http_methods(METHODS)
def new_task(request: HttpRequest) -> HttpResponse:
    """Write a task down that is about nobody, or about the person whose number is typed."""
    return _new(request, project_asked(request, KEEP), None)


@requires(KEEP)
@require_http_methods(METHODS)
def new_task_about(request: HttpRequest, number: str) -> HttpResponse:
    """Write a task down about the person whose record is open."""
    participation = opened_record(request, KEEP, number, "task-new")
    return _new(request, participation.grant_project, participation)


@requires(KEEP)
@require_http_methods(METHODS)
def change_task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Change a task, hand it on or withdraw it."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    task, account = task_at_hand(request, task_id), request.user
    if task.participation:
        note_read(request, Action.VIEW, subjects=[task.participation.person_id], obj=task,
                  grant_project=task.grant_project)  # fmt: skip
    colleagues = colleagues_for(account, task.grant_project, task.participation)  # type: ignore[arg-type]
    if task.assigned_to not in colleagues:  # it stays with whoever has it until somebody hands it on
        colleagues.append(task.assigned_to)
    offered: dict[str, Any] = {"colleagues": colleagues, "names_person": False, "initial": _initial(task)}
    form, withdrawal = TaskChange(**offered), TakeBackForm(initial={"version": task.version}, prefix=PREFIX)
    done: HttpResponse | None = None
    more: dict[str, Any] = {}
    if request.method == "POST" and "take_back" in request.POST:
        withdrawal = TakeBackForm(request.POST, prefix=PREFIX)
        done = _withdraw(request, task, withdrawal)
    elif request.method == "POST":
        form = TaskChange(request.POST, **offered)
        done, more = _change(request, task, form)
    return done or render(request, "cases/task_change.html", {
        "form": form, "withdrawal": withdrawal, "task": task,
        "name": name_of(task.participation) if task.participation else "", **more,
    })  # fmt: skip


def _new(request: HttpRequest, project: GrantProject, participation: Participation | None) -> HttpResponse:
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    account: User = request.user  # type: ignore[assignment]
    offered: dict[str, Any] = {
        "colleagues": colleagues_for(account, project, participation),
        "names_person": participation is None,
        "initial": {"due_on": today(), "assigned_to": account.pk},
    }
    form = TaskForm(request.POST, **offered) if request.method == "POST" else TaskForm(**offered)
    if form.is_bound and form.is_valid():
        about = participation or _named(request, project, form)
        try:
            if form.is_valid():
                return once(request, form.token, lambda: _add(request, project, about, form))
        except domain.TaskRefused:
            form.add_error("assigned_to", _("This colleague does not work with this person. Choose somebody else."))
    head = record_head(participation, "tasks") if participation else {}
    template = "cases/task_about.html" if participation else "cases/task_new.html"
    return render(request, template, {**head, "form": form})


def _named(request: HttpRequest, project: GrantProject, form: TaskForm) -> Participation | None:
    """Return the person whose number was typed; one out of reach is refused like one who is not there (S6)."""
    number = form.cleaned_data["number"]
    if not number:
        return None
    found = people_by_number(request.user, KEEP, project, [number])  # type: ignore[arg-type]
    if not found:
        note_refusal(request, KEEP, "participation", number)
        form.add_error("number", _("You see no person with this number. Check it on the record."))
        return None
    return found[0]


def _add(request: HttpRequest, project: GrantProject, about: Participation | None, form: TaskForm) -> str:
    domain.add_task(project, **form.values(), participation=about, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The task is added."))
    return reverse("person_record", args=[about.number]) if about else reverse("task_list")


def _initial(task: Task) -> dict[str, Any]:
    return {
        "text": task.text, "due_on": task.due_on, "assigned_to": task.assigned_to_id, "version": task.version,
    }  # fmt: skip


def _change(request: HttpRequest, task: Task, form: TaskChange) -> tuple[HttpResponse | None, dict[str, Any]]:
    if not form.is_valid():
        return None, {}
    if form.cleaned_data["version"] != task.version:
        form.renew(task.version)
        who = task.changed_by.name if task.changed_by else ""
        return None, {
            "differences": differences(form, _initial(task)), "changed_by": who, "changed_at": task.changed_at,
        }  # fmt: skip
    try:
        return once(request, form.token, lambda: _save(request, task, form)), {}
    except domain.TaskRefused:
        form.add_error("assigned_to", _("This colleague does not work with this person. Choose somebody else."))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None, {}


def _save(request: HttpRequest, task: Task, form: TaskChange) -> str:
    domain.change_task(task, **form.values(), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The task is saved."))
    return _after(task)


def _withdraw(request: HttpRequest, task: Task, form: TakeBackForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        if form.cleaned_data["version"] != task.version:
            raise FactChanged(str(task.pk))
        return once(request, form.token, lambda: _take_away(request, task, form))
    except FactChanged:
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return None


def _take_away(request: HttpRequest, task: Task, form: TakeBackForm) -> str:
    domain.withdraw_task(task, by=request.user, why=form.cleaned_data["why"])  # type: ignore[arg-type]
    messages.success(request, _("The task is withdrawn."))
    return _after(task)


def _after(task: Task) -> str:
    return reverse("person_record", args=[task.participation.number]) if task.participation else reverse("task_list")
