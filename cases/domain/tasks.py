"""Tasks: added, changed and handed on, crossed off and opened again, withdrawn; each with an entry in the trail."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from beneficiaries.models import Participation
from cases.enums import TaskKind
from cases.models import Task
from cases.querysets.tasks import KEEP
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.errands import ErrandRefused
from portal.policy.decisions import can
from portal.programmes.models import GrantProject
from portal.versions.actions import FactChanged


class TaskRefused(ErrandRefused):
    """A task is meant for a colleague who may not see the person, or has no tasks in the project."""


@transaction.atomic
def add_task(
    project: GrantProject,
    *,
    text: str,
    due_on: datetime.date,
    assigned_to: User,
    by: User | None,
    participation: Participation | None = None,
) -> Task:
    """Add a task about a participation of the project, or about nobody; without ``by`` a rule has made it.

    Raises ``TaskRefused`` for a colleague who may not see the person (S26, S27).
    """
    _refuse_colleague(assigned_to, participation or project)
    task = Task(
        grant_project=project, participation=participation, data_key=_key_for(participation), text=text, due_on=due_on,
        assigned_to=assigned_to, made_by=by, changed_by=by, kind=TaskKind.BY_HAND if by else TaskKind.BY_RULE,
    )  # fmt: skip
    task.save(force_insert=True)
    return _noted(task, Action.CREATE, by, "added")


def make_errand(participation: Participation, text: str, due_on: datetime.date, account: User, by: User) -> None:
    """Give an account a task about a participation, as another app asked for it."""
    add_task(
        participation.grant_project, text=text, due_on=due_on, assigned_to=account, by=by,
        participation=participation,
    )  # fmt: skip


@transaction.atomic
def change_task(task: Task, *, text: str, due_on: datetime.date, assigned_to: User, by: User) -> Task:
    """Change what is to be done, until when or by whom; the task itself, untouched, when nothing is different.

    Raises ``FactChanged`` when somebody changed it since it was read (L5), ``TaskRefused`` as ``add_task``.
    """
    held = _held(task)
    values = {"text": text, "due_on": due_on, "assigned_to": assigned_to}
    if all(getattr(held, name) == value for name, value in values.items()):
        return task
    handed_on = assigned_to != held.assigned_to
    if handed_on:
        _refuse_colleague(assigned_to, held.participation or held.grant_project)
    return _noted(_saved(held, by, **values), Action.CHANGE, by, "handed-on" if handed_on else "changed")


@transaction.atomic
def finish_task(task: Task, *, by: User) -> bool:
    """Cross a task off; tell whether it was open: a second click changes nothing."""
    return _moved(task, False, by, "done", done_at=timezone.now(), done_by=by)


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> bool:
    """Take the crossing off back; tell whether it was done."""
    return _moved(task, True, by, "open-again", done_at=None, done_by=None)


@transaction.atomic
def withdraw_task(task: Task, *, by: User, why: str) -> None:
    """Take a task away that need not be done; raises ``FactChanged`` when somebody changed it since it was read."""
    _noted(_saved(_held(task), by, withdrawn_at=timezone.now()), Action.CHANGE, by, "withdrawn", why)


def _held(task: Task) -> Task:
    """Return the task as it stands, kept from others until the end of the transaction."""
    held = _locked(task)
    if held is None or held.version != task.version:
        raise FactChanged(str(task.pk))
    return held


def _locked(task: Task) -> Task | None:
    tasks = Task.objects.select_for_update(of=("self",)).standing()  # type: ignore[attr-defined]
    return tasks.select_related("data_key", "participation", "grant_project").filter(pk=task.pk).first()


def _moved(task: Task, was_done: bool, by: User, what: str, **values: Any) -> bool:
    held = _locked(task)
    if held is None or (held.done_at is not None) is not was_done:
        return False
    _noted(_saved(held, by, **values), Action.CHANGE, by, what)
    return True


def _saved(task: Task, by: User, **values: Any) -> Task:
    changed = {**values, "version": new_id(), "changed_by": by}
    for name, value in changed.items():
        setattr(task, name, value)
    task.save(update_fields=[*changed, "changed_at"])
    return task


def _key_for(participation: Participation | None) -> DataKey:
    if participation is not None:
        return participation.person.data_key
    key = DataKey.fresh()
    key.save()
    return key


def _refuse_colleague(colleague: User, about: Participation | GrantProject) -> None:
    if not colleague.is_active or not can(colleague, KEEP, about):
        raise TaskRefused(str(colleague.pk))


def _noted(task: Task, action: Action, by: User | None, what: str, why: str = "") -> Task:
    subjects = [task.participation.person_id] if task.participation else []
    record(
        action, by=by, obj=task, subjects=subjects, grant_project=task.grant_project, reason=why, detail={"task": what}
    )
    return task
