"""What one account may do where: its memberships read once per request, weighed by the matrix."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.enums import Role
from portal.accounts.models import Membership, Organisation
from portal.clock import today
from portal.policy.matrix import Reach, matrix
from portal.programmes.enums import PartnerKind
from portal.programmes.models import GrantProject, ProjectOrganisation
from portal.statements import READER

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

CACHED_AS = "_access"
READ_AS = "_memberships_read"


@dataclass(frozen=True)
class Clause:
    """One stretch of what an account reaches: the meeting of a membership and a cell of the matrix."""

    reach: Reach
    grant_project: int
    organisation: int
    pseudonymous: bool


@dataclass(frozen=True)
class Scope:
    """How far one action reaches for one account; falsy when it reaches nothing."""

    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is reached."""
        return bool(self.clauses)

    @property
    def project_ids(self) -> frozenset[int]:
        """Grant projects in which the action reaches anything."""
        return frozenset(clause.grant_project for clause in self.clauses)

    @property
    def pseudonymous(self) -> bool:
        """True when numbers stand in place of names everywhere the action reaches (S66)."""
        return bool(self.clauses) and all(clause.pseudonymous for clause in self.clauses)

    @property
    def named(self) -> "Scope":
        """The part of the scope in which names may be shown: the whole, part of it, or nothing."""
        return Scope(tuple(clause for clause in self.clauses if not clause.pseudonymous))

    @property
    def whole_project_ids(self) -> frozenset[int]:
        """Grant projects the action reaches as a whole, not only an organisation's people."""
        return frozenset(clause.grant_project for clause in self.clauses if clause.reach is Reach.PROJECT)

    def as_q(self, user: "User") -> Q:
        """Return the condition on care records (``grant_project``, ``organisation``, ``caseworker``)."""
        whole = self.whole_project_ids
        condition = Q(grant_project__in=sorted(whole)) if whole else Q(pk__in=[])
        for clause in self.clauses:
            if clause.grant_project in whole or clause.reach in (Reach.SELF, Reach.MINE):
                continue  # neither is a caseload: portal.own says whose space it is, the app what somebody does
            part = Q(grant_project=clause.grant_project, organisation=clause.organisation)
            condition |= part & Q(caseworker=user.pk) if clause.reach is Reach.OWN else part
        return condition


class Access:
    """The rights of one account today. Ask ``may``, ``scope`` and ``projects``; never compare roles."""

    def __init__(self, memberships: Iterable[Membership] = ()) -> None:
        """Weigh ``memberships``, each annotated with ``leads``: its organisation leads its grant project."""
        self._memberships = tuple(memberships)
        self._weighed: dict[tuple[str, Any], Scope] = {}

    def may(self, action: str, grant_project: "GrantProject | int | None" = None) -> bool:
        """Tell whether the action reaches anything at all (in ``grant_project``, if given)."""
        return bool(self.scope(action, grant_project))

    def scope(self, action: str, grant_project: "GrantProject | int | None" = None) -> Scope:
        """Return how far ``action`` reaches; raises ``MatrixError`` when the matrix has no such action."""
        project = getattr(grant_project, "pk", grant_project)
        known = self._weighed.get((action, project))
        if known is None:
            known = self._weighed[action, project] = self._weigh(action, project)
        return known

    def _weigh(self, action: str, project: Any) -> Scope:
        rights = matrix().action(action).rights
        clauses = []
        for held in self._memberships:
            right = rights.get(held.role)
            if right is None or project not in (None, held.grant_project_id):
                continue
            reach = right.reach.of(leads=held.leads)  # type: ignore[attr-defined]
            if reach is not None:
                clauses.append(Clause(reach, held.grant_project_id, held.organisation_id, right.pseudonymous))
        return Scope(tuple(dict.fromkeys(clauses)))

    def projects(self, action: str, *, undated: bool = False) -> list[GrantProject]:
        """Return the grant projects in which the account may ``action``, the latest start first.

        With ``undated`` also those whose first or last day is not known, behind the others (decision 0068).
        """
        reached = self.scope(action).project_ids
        found = {held.grant_project_id: held.grant_project for held in self._memberships}
        chosen = [project for key, project in found.items() if key in reached and (undated or project.is_dated)]
        return sorted(chosen, key=_latest_first, reverse=True)

    def project_for(self, action: str, code: str = "", *, undated: bool = False) -> GrantProject | None:
        """Return the project with ``code`` if the action reaches it; without a code the first; else ``None``."""
        known = self.projects(action, undated=undated)
        return next((project for project in known if code in ("", project.code)), None)

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Everything that the rights depend on, as part of the key of a kept statement (``portal.statements``)."""
        held = ((each.role, each.grant_project_id, each.organisation_id, each.leads) for each in self._memberships)  # type: ignore[attr-defined]
        return (matrix(), *held)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles held today; for showing, not for deciding."""
        return frozenset(held.role for held in self._memberships)

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Organisations the account works for today, by name."""
        found = {held.organisation_id: held.organisation for held in self._memberships}
        return sorted(found.values(), key=lambda organisation: organisation.name)

    @cached_property
    def workspace(self) -> str:
        """Where the account starts: coordination, work, audit, administration; blank for nobody of the staff."""
        return next((name for name, roles in matrix().workspaces.items() if self.roles & set(roles)), "")


def _latest_first(project: GrantProject) -> tuple[bool, datetime.date, str]:
    return project.is_dated, project.starts_on or datetime.date.min, project.code


def access_of(user: "User | AnonymousUser") -> Access:
    """Return the rights of ``user`` as of today: one query for an account, none for a stranger.

    Kept on the instance, which lives for one request: a change acts on the next request (S10).
    """
    known = getattr(user, CACHED_AS, None)
    if known is None:
        known = Access(_valid_memberships(user) if user.is_authenticated and user.is_active else ())
        setattr(user, CACHED_AS, known)
    return known


def withhold_access(user: "User") -> None:
    """Leave an account without any right for the rest of the request, whatever its memberships say (S14)."""
    setattr(user, CACHED_AS, Access())


class StandIn:
    """An account as a statement for many may know it: rights, a stand-in for the key, no emergency access.

    It has nothing else: a condition that asks for more of the one who reads fails when the statement is built.
    """

    pk, is_authenticated, is_active, emergency_until = READER, True, True, None

    def __init__(self, access: Access) -> None:
        """Take over the rights."""
        setattr(self, CACHED_AS, access)


def stand_in_for(user: "User") -> "User":
    """Return an account with the same rights and nothing else, to build a statement with."""
    return StandIn(access_of(user))  # type: ignore[return-value]


def forget_access(user: "User") -> None:
    """Make the next ``access_of`` read the memberships anew."""
    for name in (CACHED_AS, READ_AS):
        with suppress(AttributeError):
            delattr(user, name)


def remember_memberships(user: "User", held: Iterable[Membership]) -> None:
    """Hand over the memberships of ``memberships_today`` that were read with the account itself."""
    setattr(user, READ_AS, list(held))


def memberships_today(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Return those of the memberships that are valid today, ready to be weighed, the oldest first."""
    return weighable(memberships.valid_on(today())).order_by("pk")  # type: ignore[attr-defined]


def weighable(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Return memberships with what ``Access`` needs to weigh them: whether the organisation leads the project."""
    leads = ProjectOrganisation.objects.filter(
        grant_project=OuterRef("grant_project"), organisation=OuterRef("organisation"), kind=PartnerKind.LEADER
    )
    return memberships.annotate(leads=Exists(leads)).select_related("organisation", "grant_project")


def _valid_memberships(user: Any) -> Iterable[Membership]:
    """Return the roles that count: an account of a participant has that one alone, and nobody else has it."""
    held = getattr(user, READ_AS, None)
    if held is None:
        held = memberships_today(Membership.objects.filter(user=user.pk))
    return [each for each in held if (each.role == Role.PARTICIPANT) is bool(user.is_participant)]
