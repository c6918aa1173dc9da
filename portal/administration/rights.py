"""What an account can do, in words: computed from the matrix like the rights themselves, never written down twice.

The same words answer "what can this colleague do", "what would this role open" and the table of roles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.policy.access import Access, Clause
from portal.policy.matrix import Reach, Right, matrix
from portal.ui.navigation import places_for

STAFF = tuple(role for role in Role if role != Role.PARTICIPANT)
REACH: dict[Reach, Promise] = {
    Reach.MINE: gettext_lazy("what they do themselves"),
    Reach.OWN: gettext_lazy("people in their own care"),
    Reach.ORGANISATION: gettext_lazy("own organisation"),
    Reach.PROJECT: gettext_lazy("whole project"),
    Reach.PROJECT_IF_LEADER: gettext_lazy("whole project; in a partner organisation its own part"),
    Reach.LEADER_ONLY: gettext_lazy("whole project, only in the organisation that leads it"),
}
HOME = "/"


@dataclass(frozen=True)
class Opening:
    """One action of the matrix as somebody has it: what it opens, how far, and whether it is new to them.

    New is marked only for those who could do something before.
    """

    says: str
    reach: str
    is_new: bool = False


@dataclass(frozen=True)
class Sight:
    """The portal as an account with certain roles sees it: pages of the menu, and actions by how far they reach."""

    pages: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Opening]]]


@dataclass(frozen=True)
class Row:
    """One action in the table of roles, with a cell for each role of the staff."""

    says: str
    cells: Sequence[str]


def sight_of(memberships: Iterable[Membership], new: Iterable[Membership] = ()) -> Sight:
    """Return what these roles open; with ``new``, together with these, and what only these add is marked."""
    held, added = list(memberships), list(new)
    before, after = Access(held), Access([*held, *added])
    several = len({(each.organisation_id, each.grant_project_id) for each in (*held, *added)}) > 1
    names = {(each.grant_project_id, each.organisation_id): _where(each) for each in (*held, *added)}
    openings = []
    for action in matrix().actions.values():
        known = before.scope(action.name).clauses
        for clause in after.scope(action.name).clauses:
            where = names[clause.grant_project, clause.organisation] if several else ""
            is_new = bool(held and added) and clause not in known
            openings.append(Opening(_(action.says), _reach(clause, where), is_new))
    pages = [str(place.item.label) for place in places_for(after, HOME)]
    return Sight(pages, _by_reach(_joined(openings)))


def sight_of_role(role: str) -> Sight:
    """Return what a role opens wherever it is held; the pages of the menu depend on that, so none are named."""
    held = [(action, action.rights[role]) for action in matrix().actions.values() if role in action.rights]
    return Sight([], _by_reach([Opening(_(action.says), _cell(right)) for action, right in held]))


def role_rows() -> list[Row]:
    """Return the whole matrix in words, an action in each row, in the order of ``STAFF``."""
    return [
        Row(_(action.says), [_cell(action.rights.get(role)) for role in STAFF]) for action in matrix().actions.values()
    ]


def _joined(openings: Iterable[Opening]) -> list[Opening]:
    """Say each action once, with everything it reaches."""
    by_action: dict[str, list[Opening]] = {}
    for opening in openings:
        by_action.setdefault(opening.says, []).append(opening)
    return [
        Opening(says, "; ".join(dict.fromkeys(each.reach for each in found)), any(each.is_new for each in found))
        for says, found in by_action.items()
    ]


def _by_reach(openings: Iterable[Opening]) -> list[tuple[str, Sequence[Opening]]]:
    groups: dict[str, list[Opening]] = {}
    for opening in openings:
        groups.setdefault(opening.reach, []).append(opening)
    return list(groups.items())


def _reach(clause: Clause, where: str) -> str:
    words = _cell(Right(clause.reach, clause.pseudonymous))
    return f"{words} ({where})" if where else words


def _cell(right: Right | None) -> str:
    if right is None:
        return ""
    words = str(REACH[right.reach])
    return _("%(reach)s, numbers instead of names") % {"reach": words} if right.pseudonymous else words


def _where(membership: Membership) -> str:
    return membership.organisation.short_name or membership.organisation.name
