"""The list of tasks; crossing one off, and opening it again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from cases.domain import tasks as domain
from cases.forms.tasks import WhoseForm
from cases.models import Task
from cases.queries.tasks import listed_tasks, overseen_colleagues, tasks_seen
from cases.querysets.tasks import KEEP
from cases.tables.tasks import lines
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import Refused, requires
from portal.ui.paging import page_of
from portal.ui.parts import Link
from portal.worklist.back import back_or

STATE, OPEN, DONE, WHOSE = "stan", "otwarte", "zrobione", "kogo"
PAGE_SIZE = 25


@requires(KEEP)
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """Show open or done tasks: one's own, or those of a colleague for whoever oversees them."""
    account: User = request.user  # type: ignore[assignment]
    colleagues = overseen_colleagues(account)
    form = WhoseForm(request.GET, colleagues=colleagues)
    whose, done = form.whose(account) if colleagues else account, request.GET.get(STATE) == DONE
    keep = {WHOSE: request.GET.get(WHOSE, "")[:20] if colleagues else "", STATE: DONE if done else ""}
    tasks = listed_tasks(account, whose, done=done)
    page = page_of(request, PAGE_SIZE, lambda first, most: list(tasks[first : first + most]), keep=keep)
    subjects = {task.participation.person_id for task in page.items if task.participation}
    if subjects:
        note_read(request, Action.LIST, subjects=subjects, detail={"page": "tasks"})
    kept = f"&{WHOSE}={keep[WHOSE]}" if keep[WHOSE].isalnum() else ""
    return render(
        request,
        "cases/task_list.html",
        {
            "lines": lines(page.items, account),
            "page": page,
            "done": done,
            "whose": form if colleagues else None,
            "chips": [
                Link(pgettext("tasks", "Open"), f"?{STATE}={OPEN}{kept}", not done),
                Link(pgettext("tasks", "Done"), f"?{STATE}={DONE}{kept}", done),
            ],
        },
    )


@requires(KEEP)
@require_POST
def finish_task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Cross a task off and lead back to where its button stood."""
    if domain.finish_task(task_at_hand(request, task_id), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("The task is crossed off. It stays among those done, where you can undo that."))
    return back_or(request, "task_list")


@requires(KEEP)
@require_POST
def reopen_task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Take a crossing off back."""
    if domain.reopen_task(task_at_hand(request, task_id), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("The task is open again."))
    return back_or(request, "task_list")


def task_at_hand(request: HttpRequest, task_id: uuid.UUID) -> Task:
    """Return a standing task that the account may see; hidden and absent are the same ``Refused``."""
    task = tasks_seen(request.user).select_related("grant_project").filter(pk=task_id).first()  # type: ignore[arg-type]
    if task is None:
        raise Refused(KEEP, "task", str(task_id))
    return task
