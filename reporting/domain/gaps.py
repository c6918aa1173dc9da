"""Gaps that stay are explained in writing; gaps that can be mended go to their owners as tasks."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.models import Task
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording
from portal.errands import ErrandRefused, ask_errand
from portal.programmes.models import GrantProject
from portal.quality import QualityCheck
from reporting.models import GapExplanation
from reporting.rules import Period

MOST_AT_ONCE = 100
"""So many tasks are made by one click; the next one goes on."""


@dataclass(frozen=True)
class HandedOut:
    """What became of a click: tasks made, people who have the same task already, people whom nobody can take."""

    made: int = 0
    known: int = 0
    refused: int = 0
    left: int = 0


@transaction.atomic
def explain_gap(
    project: GrantProject, check: QualityCheck, period: Period, *, people: int, text: str, by: User
) -> GapExplanation:
    """Write down why what a check finds in the period stays so; ``people`` is how many it finds now."""
    row = GapExplanation.objects.create(
        grant_project=project, check_code=check.code, starts_on=period.starts_on, ends_on=period.ends_on,
        people=people, text=text, made_by=by, made_at=moment_of_recording(),
    )  # fmt: skip
    record(Action.CREATE, by=by, obj=row, grant_project=project, detail={"check": check.code})
    return row


@transaction.atomic
def hand_out(
    people: Iterable[Participation], check: QualityCheck, due_on: datetime.date, *, by: User, accounts: dict[Any, User]
) -> HandedOut:
    """Give each person's gap as a task to who is in charge (``person.owner``), to ``by`` where nobody is.

    Who has the same task open already gets no second one, also when two colleagues hand out at the same moment: they
    wait for one another. ``accounts`` are the colleagues by key.
    """
    rows = list(people)
    _one_after_the_other(rows)
    text = task_text(check)
    known = _with_the_same(rows, text)
    waiting = [each for each in rows if each.pk not in known]
    made = sum(_ask(each, text, due_on, accounts, by) for each in waiting[:MOST_AT_ONCE])
    asked = min(len(waiting), MOST_AT_ONCE)
    return HandedOut(made, len(rows) - len(waiting), asked - made, len(waiting) - asked)


def task_text(check: QualityCheck) -> str:
    """Return what a task about a gap says: the gap, and the words of the button that mends it."""
    return f"{check.title} – {check.fix_label or _('Open the record')}"


def _one_after_the_other(people: list[Participation]) -> None:
    """Hold the project until the tasks are written: who comes second sees those of the first."""
    for project in sorted({each.grant_project_id for each in people}):  # type: ignore[attr-defined]
        GrantProject.objects.select_for_update().get(pk=project)


def _ask(person: Participation, text: str, due_on: datetime.date, accounts: dict[Any, User], by: User) -> bool:
    owner = accounts.get(person.owner, by)  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            return ask_errand(person, text, due_on, owner, by=by)
    except ErrandRefused:
        return False


def _with_the_same(people: list[Participation], text: str) -> set[Any]:
    """Return whom an open task with these words is about (one query)."""
    tasks = Task.objects.open().filter(participation__in=[each.pk for each in people])
    return {task.participation_id for task in tasks.select_related("data_key") if task.text == text}  # type: ignore[attr-defined]
