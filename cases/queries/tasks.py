"""Reads about tasks: one's own, those of colleagues, those about one person; and who can be given one."""

import datetime
from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.utils import timezone

from beneficiaries.models import Care, Participation
from cases.models import Task
from cases.querysets.tasks import KEEP, OVERSEE
from portal.accounts.models import User
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject
from portal.reads import ahead

JUST_DONE = datetime.timedelta(hours=12)
"""So long a task that was crossed off stays in sight, to be opened again."""


def tasks_seen(user: User) -> QuerySet[Task]:
    """Return the standing tasks that the account may see, with what their rows need."""
    tasks = Task.objects.visible_to(user).standing()  # type: ignore[attr-defined]
    return tasks.select_related("data_key", "participation__person", "assigned_to", "done_by", "made_by")


def own_tasks(user: User, most: int) -> tuple[list[Task], int]:
    """Return one's open tasks by their last day, then those just crossed off; and how many are open (two queries)."""
    own = tasks_seen(user).filter(assigned_to=user)
    near = own.exclude(done_at__lte=timezone.now() - JUST_DONE)
    return list(near.order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")[:most]), own.open().count()  # type: ignore[attr-defined]


def open_tasks_about(user: User, participation: Participation) -> list[Task]:
    """Return the open tasks about a person by their last day (one query)."""
    return list(ahead(participation, task_rows, user))


def task_rows(participation: Participation, user: User) -> QuerySet[Task]:
    """Return the rows of ``open_tasks_about``."""
    return tasks_seen(user).filter(participation=participation, done_at=None).order_by("due_on", "pk")


def count_open_tasks(participation: Participation) -> int:
    """Return how many tasks about a person are open, for whoever may keep tasks about that person (one query)."""
    count: int = Task.objects.open().filter(participation=participation).count()  # type: ignore[attr-defined]
    return count


def listed_tasks(user: User, whose: User | None, *, done: bool) -> QuerySet[Task]:
    """Return tasks of a colleague, or of all: open ones by their last day, done ones the latest first."""
    tasks = tasks_seen(user).filter(done_at__isnull=not done)
    if whose is not None:
        tasks = tasks.filter(assigned_to=whose)
    return tasks.order_by(*(("-done_at", "pk") if done else ("due_on", "pk")))


def overseen_colleagues(user: User) -> list[User]:
    """Return the colleagues whose tasks the account may see as a whole, by name (one query a project)."""
    access = access_of(user)
    found: dict[int, User] = {}
    for project in access.projects(OVERSEE):
        scope = access.scope(OVERSEE, project)
        bodies = {clause.organisation for clause in scope.clauses}
        for held, _reach in reaching(KEEP, project, today()):
            if scope.whole_project_ids or held.organisation_id in bodies:
                found[held.user_id] = held.user
    return list(found.values())


def colleagues_for(user: User, project: GrantProject, participation: Participation | None) -> list[User]:
    """Return who can be given a task, the account itself first, then by name.

    About a person: the colleagues of an organisation that may see that person, without whom a wall stands before
    (S26, S27); four queries. About nobody: the colleagues of the account's own organisations, or of the whole project
    for whoever oversees it; one query.
    """
    held = reaching(KEEP, project, today())
    if participation is None:
        bodies = {each.pk for each in access_of(user).organisations}
        whole = bool(access_of(user).scope(OVERSEE, project).whole_project_ids)
        able = [each.user for each, _reach in held if whole or each.organisation_id in bodies]
    else:
        able = able_to_see(participation, held)
    others = [each for each in dict.fromkeys(able) if each.pk != user.pk]
    return [user, *others]


def able_to_see(participation: Participation, held: Sequence[tuple]) -> list[User]:
    """Return those of the memberships ``held`` (with their reach) that see the person; up to three queries.

    Nobody whom a wall keeps away: of a confidential person only the accounts named, never those on the deny list.
    """
    person = participation.person
    care = Care.objects.filter(person=person, grant_project=participation.grant_project_id)
    bodies = set(care.values_list("organisation", flat=True))
    denied = set(person.denied_to.values_list("pk", flat=True))
    named = set(person.confidential_to.values_list("pk", flat=True)) if person.is_confidential else None
    return [
        each.user
        for each, reach in held
        if (reach is Reach.PROJECT or each.organisation_id in bodies)
        and each.user_id not in denied
        and (named is None or each.user_id in named)
    ]
