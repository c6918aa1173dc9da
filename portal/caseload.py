"""Who takes over when somebody leaves: the app that knows the people has registered how (architecture §3.9).

The page that ends an access knows accounts and numbers, never people: it learns how many somebody is in charge of, and
who could take over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.accounts.models import Organisation, User
from portal.programmes.models import GrantProject


@dataclass(frozen=True)
class Caseload:
    """The people that one account is in charge of, for an organisation, in a grant project – as a number."""

    user: User
    organisation: Organisation
    grant_project: GrantProject
    people: int


@dataclass(frozen=True)
class CaseloadPlug:
    """What is known of caseloads.

    ``held_by`` returns those of the accounts that are not empty, in a fixed number of queries. ``successors`` are the
    colleagues who could take over. ``hand_over`` shares the people evenly among the chosen ones in the caller's
    transaction and returns how many got somebody new; nobody is given to a colleague who must not see them.
    """

    held_by: Callable[[Sequence[User]], list[Caseload]]
    successors: Callable[[Caseload], list[User]]
    hand_over: Callable[[Caseload, Sequence[User], User | None], int]


_plugs: list[CaseloadPlug] = []


def register_caseload(plug: CaseloadPlug) -> None:
    """Offer the caseloads; there is one kind, and the same again replaces it."""
    _plugs[:] = [plug]


def caseloads_of(users: Sequence[User]) -> list[Caseload]:
    """Return the caseloads of these accounts that are not empty; none when nobody keeps any."""
    return [load for plug in _plugs for load in plug.held_by(users)]


def successors_of(load: Caseload) -> list[User]:
    """Return the colleagues who could take over, by name."""
    return [user for plug in _plugs for user in plug.successors(load)]


def hand_over(load: Caseload, to: Sequence[User], *, by: User | None) -> int:
    """Share a caseload evenly among colleagues; return how many people got somebody new."""
    return sum(plug.hand_over(load, to, by) for plug in _plugs)
