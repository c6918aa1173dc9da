"""Tasks in words: the card of my day, the rows of the list, the panel on a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from beneficiaries.models import Participation
from beneficiaries.tables.worklist import care_tags, name_of
from cases.models import Task
from cases.queries.tasks import count_open_tasks, open_tasks_about, own_tasks
from cases.querysets.tasks import KEEP
from portal.accounts.models import User
from portal.clock import today
from portal.closing import with_way
from portal.records import may
from portal.ui.formatting import clock, moment, number
from portal.worklist.registry import Column, Desk, NextAct, WorkList, WorkRow, WorkSection
from portal.worklist.words import LastDay, last_day

PORTAL = gettext_lazy("the portal")


@dataclass(frozen=True)
class TaskLine:
    """A task as lists show it; ``name`` is that of the person it is about, ``done`` who crossed it off and when."""

    task: Task
    name: str
    url: str
    until: LastDay
    who: str
    done: str


def tally(count: int) -> str:
    """Say how many tasks there are."""
    return ngettext("%(count)s task", "%(count)s tasks", count) % {"count": number(count)}


def day_tasks(desk: Desk) -> WorkList:
    """Return one's tasks for my day: open ones by their last day, then those just crossed off."""
    tasks, total = own_tasks(desk.account, desk.most)
    return WorkList([_day_row(task) for task in tasks], total, reverse("task_list"))


def new_task_act(desk: Desk) -> NextAct:
    """Return the way to a new task."""
    return NextAct(pgettext("a task", "Add"), reverse("new_task"))


SECTION = WorkSection(
    "tasks", 10, gettext_lazy("Tasks"), KEEP, day_tasks, Column.SIDE, gettext_lazy("No task waits for you."),
    add=new_task_act, tally=tally,
)  # fmt: skip


def lines(tasks: Iterable[Task], account: User) -> list[TaskLine]:
    """Return the rows of a list; whose a task is stands there unless it is one's own."""
    return [_line(task, account) for task in tasks]


def closing_questions(participation: Participation) -> Iterable[str]:
    """Say how many tasks about the person are open when participation ends (one query)."""
    count = count_open_tasks(participation) if may(participation, KEEP) else 0
    if count:
        words = ngettext(
            "%(count)s task about this person is open. It stays open until it is done.",
            "%(count)s tasks about this person are open. They stay open until they are done.",
            count,
        )
        url = f"{reverse('person_record', args=[participation.number])}#tasks"
        yield with_way(words % {"count": number(count)}, url, _("Open tasks"))


def panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the open tasks about the person (one query)."""
    if not may(participation, KEEP):
        return None
    tasks = open_tasks_about(request.user, participation)  # type: ignore[arg-type]
    return {
        "lines": lines(tasks, request.user),  # type: ignore[arg-type]
        "add_url": reverse("new_task_about", args=[participation.number]),
        "about_one": True,
    }


def _day_row(task: Task) -> WorkRow:
    if task.done_at:
        act = NextAct(pgettext("a task", "Undo"), reverse("reopen_task", args=[task.pk]), "quiet", at_once=True)
    else:
        act = NextAct(pgettext_lazy("cross a task off", "Done"), reverse("finish_task", args=[task.pk]), at_once=True)
    return WorkRow(
        title=task.text,
        url=reverse("change_task", args=[task.pk]),
        acts=[act],
        note=name_of(task.participation) if task.participation else "",
        due_on=task.due_on,
        tags=care_tags(task.participation.person) if task.participation else (),
        subject=task.participation.person_id if task.participation else None,
        done=_("done %(time)s") % {"time": clock(task.done_at)} if task.done_at else "",
    )


def _line(task: Task, account: User) -> TaskLine:
    about = task.participation
    done = {"who": task.done_by.name if task.done_by else PORTAL, "when": moment(task.done_at)}
    return TaskLine(
        task=task,
        name=name_of(about) if about else "",
        url=reverse("person_record", args=[about.number]) if about else "",
        until=last_day(task.due_on, today()),
        who=task.assigned_to.name if task.assigned_to_id != account.pk else "",
        done=_("done: %(who)s, %(when)s") % done if task.done_at else "",
    )
