"""The tasks of the invented caseworkers: late ones, those of the day and of the week, some crossed off."""

import datetime

from cases.models import Task
from portal.accounts.models import User
from portal.crypto.models import DataKey
from tryout.domain.caseload import Case, Cases
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, moment
from tryout.rules.casework import JOBS, JOBS_OF_COORDINATION, Job

A_DAY = datetime.timedelta(days=1)


def add_tasks(pen: Pen, cases: Cases) -> None:
    """Let tasks wait in the ledger."""
    for place, held in enumerate(cases.values()):
        for job in JOBS[place % len(JOBS)] if held else ():
            _add(pen, job, held[0].caseworker, held)
    if pen.staff.coordinator is not None:
        for job in JOBS_OF_COORDINATION:
            _add(pen, job, pen.staff.coordinator, [])


def _add(pen: Pen, job: Job, colleague: User, held: list[Case]) -> None:
    about = None if job.about is None else held[min(job.about, len(held) - 1)].participation
    key = about.person.data_key if about else DataKey.fresh()
    due_on = TODAY + datetime.timedelta(days=job.days)
    task = Task(
        grant_project=pen.project, participation=about, data_key=key, text=job.text, due_on=due_on,
        assigned_to=colleague, made_by=colleague, changed_by=colleague,
        done_at=min(moment(due_on, 14), pen.ledger.latest - A_DAY) if job.is_done else None,
        done_by=colleague if job.is_done else None,
    )  # fmt: skip
    pen.ledger.add(pen.ledger.latest, *([] if about else [key]), task)
