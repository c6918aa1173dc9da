"""Which acts the state of a request offers to an account."""

from collections.abc import Mapping

from beneficiaries.domain.rights_package import unreviewed
from beneficiaries.enums import RightKind, RightState
from beneficiaries.models import RightsPackage, RightsRequest
from beneficiaries.queries.rights import DECIDE, HANDLE
from beneficiaries.rules.rights import ESTABLISHED, HANDS_OUT, OPEN_STATES, TOLD_OF
from portal.clock import today


def field_offers(asked: RightsRequest, rights: Mapping[str, bool], *, writes: bool) -> set[str]:
    """Return the answers to fields of a correction: ``accept`` for who handles it and writes on the record."""
    if asked.state != RightState.IN_WORK or asked.identity not in ESTABLISHED:
        return set()
    return ({"accept"} if rights[HANDLE] and writes else set()) | ({"turn_down"} if rights[DECIDE] else set())


def offered(asked: RightsRequest, rights: Mapping[str, bool], package: RightsPackage | None) -> set[str]:
    """Return the acts: what the state of the request, its kind and the rights of the account allow together."""
    found = _decisions(asked, package) if rights[DECIDE] else set()
    if asked.corrections.exists():  # type: ignore[attr-defined]
        found.discard("decide")
    return found | (_handling(asked, package) if rights[HANDLE] else set())


def _handling(asked: RightsRequest, package: RightsPackage | None) -> set[str]:
    found: set[str] = set()
    if asked.state in (RightState.RECEIVED, RightState.IN_WORK):
        found |= {"identity", "withdraw"}
        if not asked.extended_to and today() <= asked.due_on:
            found.add("extend")
    if asked.state == RightState.IN_WORK and asked.kind in HANDS_OUT:
        found.add("gather")
        if package is not None and not package.released_at:
            found.add("review")
    if asked.state == RightState.DECIDED:
        found.add("carry_out")
    if asked.state == RightState.DONE and asked.kind in TOLD_OF:
        found.add("tell")
    return found


def _decisions(asked: RightsRequest, package: RightsPackage | None) -> set[str]:
    found: set[str] = set()
    if asked.state in (RightState.RECEIVED, RightState.IN_WORK) and asked.state in OPEN_STATES:
        found.add("decide")
    is_ready = package is not None and not package.released_at and not unreviewed(package)
    if asked.state == RightState.IN_WORK and is_ready and asked.identity in ESTABLISHED:
        found.add("release")
    if asked.kind == RightKind.RESTRICTION and asked.state == RightState.DONE:
        found.add("lift")
    return found
