"""Whose hours somebody may see: colleagues with an account, volunteers known by name, peer tutors by their number."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Min, QuerySet
from django.db.models.functions import Cast

from beneficiaries.models import Participation
from portal.accounts.models import Membership, User
from portal.policy.access import access_of
from portal.programmes.models import GrantProject
from services.models import Activity, Assistance, Meeting, Resource, SupportDelivery

OWN, ALL = "view_own_hours", "view_hours"


@dataclass(frozen=True)
class Worker:
    """Whose hours: a colleague with an account, or a volunteer known by name, of one organisation.

    ``source`` is the activity that the volunteer leads, or a meeting of it that they led: by it they are found again.
    The same name in two organisations is two people. ``resource``: an interpreter or childcare without an account.
    ``tutor``: a participant who learns with others; the statement says their number and no name.
    """

    name: str
    account: User | None = None
    organisation_id: int | None = None
    source: uuid.UUID | None = None
    resource: Resource | None = None
    tutor: Participation | None = None

    @property
    def key(self) -> Any:
        """What tells them apart: the account, the resource, or organisation and name."""
        if self.resource or self.tutor:
            return (self.resource or self.tutor).pk  # type: ignore[union-attr]
        return self.account.pk if self.account else (self.organisation_id, self.name)


def workers_within(user: User, grant_project: GrantProject) -> list[Worker]:
    """Return whose statements ``user`` may see in a project: colleagues past and present, volunteers by name.

    A partner's coordinator sees those of the own organisation.
    """
    bodies = bodies_within(user, grant_project)
    if bodies == []:
        return []
    staff = Membership.objects.filter(grant_project=grant_project, user__is_participant=False)
    staff = staff if bodies is None else staff.filter(organisation__in=bodies)
    accounts = User.objects.filter(pk__in=staff.values("user"))
    found = [*(Worker(each.name, each) for each in accounts), *_volunteers(grant_project, bodies)]
    found += [*_outside(grant_project, bodies), *_tutors(user, grant_project)]
    return sorted(found, key=lambda each: (each.name, str(each.key)))


def bodies_within(user: User, grant_project: GrantProject) -> list[int] | None:
    """Return the organisations whose workers ``user`` may name in a project; ``None`` for all (no query)."""
    reached = access_of(user).scope(ALL, grant_project)
    if grant_project.pk in reached.whole_project_ids:
        return None
    return [clause.organisation for clause in reached.clauses]


def volunteer_of(user: User, grant_project: GrantProject, source: uuid.UUID) -> Worker | None:
    """Return the volunteer who leads an activity, led a meeting of one or assists, if ``user`` may see the statement.

    At most five queries.
    """
    leads = Activity.objects.filter(grant_project=grant_project, pk=source, teacher=None).exclude(teacher_name="")
    said = leads.values_list("teacher_name", "organisation").first()
    if said is None:
        led = _led_by_name(grant_project).filter(pk=source)
        said = led.values_list("then_teacher_name", "then_organisation").first()
    if said is None:
        assisted = _assisted_by_name(grant_project).filter(assistance=source)
        said = assisted.values_list("provider", "organisation").first()
    reached = access_of(user).scope(ALL, grant_project)
    bodies = {clause.organisation for clause in reached.clauses}
    if said is None or not (grant_project.pk in reached.whole_project_ids or said[1] in bodies):
        return None
    return Worker(said[0], organisation_id=said[1], source=source)


def _volunteers(grant_project: GrantProject, bodies: list[int] | None) -> list[Worker]:
    """Return everybody without an account who leads an activity, led a meeting of one or assists (three queries)."""
    leads = Activity.objects.filter(grant_project=grant_project, teacher=None).exclude(teacher_name="")
    led, assisted = _led_by_name(grant_project), _assisted_by_name(grant_project)
    if bodies is not None:
        leads, led = leads.filter(organisation__in=bodies), led.filter(then_organisation__in=bodies)
        assisted = assisted.filter(organisation__in=bodies)
    names = led.order_by().values_list("then_teacher_name", "then_organisation")
    once = names.annotate(meeting=Min(Cast("pk", CharField())))
    rows = [
        *assisted.order_by("assistance").values_list("assistance", "provider", "organisation").distinct(),
        *((uuid.UUID(meeting), name, body) for name, body, meeting in once),
        *leads.order_by("-pk").values_list("pk", "teacher_name", "organisation"),
    ]
    named = (Worker(name, organisation_id=body, source=source) for source, name, body in rows)
    return list({each.key: each for each in named}.values())


def _outside(grant_project: GrantProject, bodies: list[int] | None) -> list[Worker]:
    """Return interpreters and childcare without an account (one query)."""
    rows = Resource.objects.filter(grant_project=grant_project, account=None)
    rows = rows if bodies is None else rows.filter(organisation__in=bodies)
    return [Worker(each.name, organisation_id=each.organisation_id, resource=each) for each in rows]  # type: ignore[attr-defined]


def _led_by_name(grant_project: GrantProject) -> QuerySet[Meeting]:
    led = Meeting.objects.filter(activity__grant_project=grant_project, as_taught=True, then_teacher=None, teacher=None)
    return led.exclude(then_teacher_name="")


def _assisted_by_name(grant_project: GrantProject) -> QuerySet[SupportDelivery]:
    """Return hours that were written down with an assistance of somebody without an account."""
    rows: QuerySet[SupportDelivery] = SupportDelivery.objects.current()  # type: ignore[attr-defined]
    rows = rows.filter(participation__grant_project=grant_project, assistance__isnull=False, delivered_by=None)
    return rows.exclude(provider="")


def tutor_of(participation: Participation) -> Worker:
    """Return a participant as the peer tutor of others."""
    return Worker(participation.number, tutor=participation)


def _tutors(user: User, grant_project: GrantProject) -> list[Worker]:
    """Return the peer tutors whom ``user`` may know (one query)."""
    pairs = Assistance.objects.filter(participation__grant_project=grant_project, tutor__isnull=False)
    seen = Participation.objects.visible_to(user, ALL).filter(pk__in=pairs.values("tutor"))
    return [tutor_of(each) for each in seen]
