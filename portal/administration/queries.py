"""Reading accounts of the staff as an administrator or a coordinator may see them, in a fixed number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.factors import ALL_REMOVED
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.querysets import MANAGE
from portal.accounts.terms import NOTICE_DAYS
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.caseload import Caseload, caseloads_of
from portal.policy.access import access_of

HISTORY = 40


class State(StrEnum):
    """Where an account stands, as the list shows it."""

    INVITED = "invited"
    LAPSED = "lapsed"
    ACTIVE = "active"
    SOON = "soon"
    ENDED = "ended"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; blank is everybody."""

    view: str = ""
    role: str = ""
    search: str = ""


@dataclass
class Colleague:
    """One account with those of its roles that the asker may see.

    ``asked`` is the last invitation when the person has not come in by it: until then nothing is shown of the account
    but what the asker typed, for it may have been there before (S21).
    """

    user: User
    memberships: list[Membership] = field(default_factory=list)
    asked: Invitation | None = None
    caseloads: list[Caseload] = field(default_factory=list)
    day: datetime.date = datetime.date.min

    @property
    def name(self) -> str:
        """The name; until the person has come in, the one under which they were invited."""
        return self.asked.name if self.asked else self.user.name

    @property
    def invitation(self) -> Invitation | None:
        """The invitation that waits for an answer; its time may be over."""
        return self.asked if self.asked and not self.asked.withdrawn_at else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the last invitation was withdrawn: whoever is to come in after all is invited anew."""
        return bool(self.asked and self.asked.withdrawn_at)

    @property
    def current(self) -> list[Membership]:
        """Roles that count today or begin later."""
        return [held for held in self.memberships if not held.ends_on or held.ends_on >= self.day]

    @property
    def last_sign_in(self) -> datetime.datetime | None:
        """When the person last signed in; nothing until they have answered the invitation."""
        return None if self.asked else self.user.last_login

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of any access; ``None`` when it has no end."""
        days = [held.ends_on for held in self.current]
        return max((day for day in days if day), default=None) if None not in days else None

    @cached_property
    def state(self) -> State:
        """Where the account stands today."""
        if self.invitation:
            return State.INVITED if self.invitation.expires_at > timezone.now() else State.LAPSED
        if not self.user.is_active or not self.current:
            return State.ENDED
        soon = self.day + datetime.timedelta(days=NOTICE_DAYS)
        return State.SOON if self.last_day and self.last_day <= soon else State.ACTIVE


def colleagues(asker: User, wanted: Wanted, first: int, most: int, day: datetime.date) -> list[Colleague]:
    """Return a stretch of the list of accounts by name: three queries."""
    found = _narrowed(asker, wanted, day)[first : first + most]
    return _complete(asker, list(found), day)


def colleague(asker: User, user: User, day: datetime.date) -> Colleague:
    """Return one account that ``asker`` may see, with its caseloads."""
    known = _complete(asker, [user], day)[0]
    reached = {(held.organisation_id, held.grant_project_id) for held in known.memberships}
    loads = caseloads_of([user])
    known.caseloads = [load for load in loads if (load.organisation.pk, load.grant_project.pk) in reached]
    return known


def history_of(asker: User, known: Colleague) -> list[AuditEvent]:
    """Return what was done with the account and the roles that the asker sees, the latest first (two queries)."""
    projects = access_of(asker).scope(MANAGE).project_ids
    sent = Invitation.objects.visible_to(asker).filter(user=known.user).values_list("pk", flat=True)
    about = Q(object_type="membership", object_id__in=[str(held.pk) for held in known.memberships])
    about |= Q(object_type="invitation", object_id__in=[str(key) for key in sent])
    if not known.asked:
        own = Q(detail__has_key="is_active") | Q(detail__kind=ALL_REMOVED)
        about |= Q(object_type="user", object_id=str(known.user.pk)) & own
    within = Q(grant_project__in=projects) | Q(grant_project=None)
    events = AuditEvent.objects.filter(about, within, action=Action.CHANGE).select_related("actor", "organisation")
    return list(events.order_by("-at", "-pk")[:HISTORY])


def _narrowed(asker: User, wanted: Wanted, day: datetime.date) -> QuerySet[User]:
    seen = Membership.objects.visible_to(asker).filter(user=OuterRef("pk"))
    invitations = Invitation.objects.visible_to(asker).filter(user=OuterRef("pk"))
    asked = invitations.unanswered()
    typed = Case(When(used_at=None, then=F("name")), output_field=CharField())
    latest = invitations.order_by("-sent_at").annotate(typed=typed).values("typed")[:1]
    current = seen.not_over_on(day)
    later = Q(ends_on__isnull=True) | Q(ends_on__gt=day + datetime.timedelta(days=NOTICE_DAYS))
    rows = User.objects.visible_to(asker).annotate(shown_name=Coalesce(Subquery(latest), F("name")))
    came_in = ~Exists(asked)
    views = {
        State.INVITED: [Exists(asked)],
        State.ACTIVE: [came_in, Exists(current), Q(is_active=True)],
        State.SOON: [came_in, Exists(current), Q(is_active=True), ~Exists(current.filter(later))],
        State.ENDED: [came_in, Q(is_active=False) | ~Exists(current)],
    }
    if wanted.view:
        rows = rows.filter(*views[State(wanted.view)])
    if wanted.role:
        rows = rows.filter(Exists(current.named(wanted.role)))
    for word in wanted.search.split():
        rows = rows.filter(Q(shown_name__icontains=word) | Q(email__icontains=word))
    return rows.order_by("shown_name", "pk")


def _complete(asker: User, users: Sequence[User], day: datetime.date) -> list[Colleague]:
    held: dict[int, list[Membership]] = defaultdict(list)
    visible = Membership.objects.visible_to(asker).filter(user__in=users)
    for membership in visible.select_related("organisation", "grant_project").order_by("organisation__name", "role"):
        held[membership.user_id].append(membership)
    sent = Invitation.objects.visible_to(asker).filter(user__in=users).order_by("sent_at")
    latest = {each.user_id: each for each in sent}
    unused = {user: each for user, each in latest.items() if each.used_at is None}
    return [Colleague(user, held[user.pk], unused.get(user.pk), day=day) for user in users]
