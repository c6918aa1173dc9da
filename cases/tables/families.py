"""What plan and tasks say of each member of a family."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.queries.families import PlanProgress, open_tasks_in_family, plans_in_family
from cases.tables.plan import steps_done
from cases.tables.tasks import tally
from portal.accounts.models import User
from portal.families import MemberLine, MemberLines


def plan_lines(account: User, people: Sequence[Any]) -> dict[Any, MemberLine]:
    """Say how far the open plan of each member is."""
    found = plans_in_family(account, [each.pk for each in people])
    return {
        key: MemberLine(_said(here), reverse("person_plan", args=[number])) for key, (number, here) in found.items()
    }


def task_lines(account: User, people: Sequence[Any]) -> dict[Any, MemberLine]:
    """Say how many tasks about each member are open."""
    found = open_tasks_in_family(account, [each.pk for each in people])
    return {
        key: MemberLine(tally(count), reverse("person_record", args=[number])) for key, (number, count) in found.items()
    }


def _said(here: PlanProgress) -> str:
    return steps_done(here.done, here.total) if here.plan else _("No open plan.")


LINES = (
    MemberLines("plan", 20, gettext_lazy("Integration plan"), plan_lines),
    MemberLines("tasks", 40, gettext_lazy("Open tasks"), task_lines),
)
