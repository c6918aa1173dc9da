"""With whom a person lives and who stands for a child, when two records become one (S30, R86)."""

from typing import Any

from beneficiaries.models import Guardianship, HouseholdMember
from beneficiaries.rules.merging import FAMILY
from portal.clock import today
from portal.merging.registry import Log, Mover, Union
from portal.merging.rows import move_rows, move_rows_back

PLACES = "beneficiaries.HouseholdMember.person"
CHILD, GUARDIAN = "beneficiaries.Guardianship.child", "beneficiaries.Guardianship.guardian"
FLAGS = ("contact_allowed", "information_allowed", "court_restriction")


def move_places(union: Union) -> Log:
    """Let the person live in one household: that of the record that stays, unless the other was chosen."""
    ours, theirs = (_present(person) for person in (union.kept, union.gone))
    ended = None
    if ours and theirs:
        left = ours if FAMILY in union.choices and ours.household_id != theirs.household_id else theirs  # type: ignore[attr-defined]
        ended = str(left.pk)
        by = union.by.pk if union.by else None
        HouseholdMember.objects.filter(pk=left.pk).update(until=max(left.since, today()), ended_by=by)
    return {"ended": ended, "moved": move_rows(PLACES, [(union.gone.pk, union.kept.pk)])}


def undo_places(union: Union, log: Log) -> None:
    """Let each live where they lived; who moved since stays where they moved to."""
    move_rows_back(PLACES, log["moved"])
    held = HouseholdMember.objects.filter(pk=log["ended"]).first()
    if held is not None and not _present(held.person):
        HouseholdMember.objects.filter(pk=held.pk).update(until=None, ended_by=None)


def move_guardians(union: Union) -> Log:
    """Let the links point to the one person; where both had the same one, the stricter of every right holds (S30).

    The link that is left behind at the record that goes opens nothing any more.
    """
    pair = [(union.gone.pk, union.kept.pk)]
    moved = {name: move_rows(name, pair) for name in (CHILD, GUARDIAN)}
    return {**moved, "stricter": [change for each in twins(union) for change in _tightened(*each)]}


def undo_guardians(union: Union, log: Log) -> None:
    """Let the links point back, each with its own rights; what was changed since stays."""
    for name in (GUARDIAN, CHILD):
        move_rows_back(name, log[name])
    for key, before, after in log["stricter"]:
        Guardianship.objects.filter(pk=key, **after).update(**before)


def _present(person: Any) -> HouseholdMember | None:
    return HouseholdMember.objects.present().filter(person=person).first()  # type: ignore[attr-defined]


def twins(union: Union) -> list[tuple[Guardianship, Guardianship]]:
    """Return links left behind, each with the one that says the same of the record that stays."""
    found = []
    for role, other in (("child", "guardian"), ("guardian", "child")):
        for left in Guardianship.objects.filter(**{role: union.gone}).order_by("pk"):
            same = {role: union.kept, other: getattr(left, f"{other}_id"), "valid_until": None}
            found += [(left, twin) for twin in Guardianship.objects.filter(**same).exclude(pk=left.pk)]
    return found


def _tightened(left: Guardianship, twin: Guardianship) -> list[Any]:
    allowed = {name: getattr(twin, name) and getattr(left, name) for name in FLAGS[:2]}
    restricted = {"court_restriction": twin.court_restriction or left.court_restriction}
    return [_changed(twin, allowed | restricted), _changed(left, dict.fromkeys(allowed, False) | restricted)]


def _changed(link: Guardianship, after: dict[str, bool]) -> list[Any]:
    before = {name: getattr(link, name) for name in FLAGS}
    Guardianship.objects.filter(pk=link.pk).update(**after)
    return [str(link.pk), before, after]


HOUSEHOLDS = Mover("households", 40, frozenset({PLACES}), move_places, undo_places)
GUARDIANS = Mover("guardians", 50, frozenset({CHILD, GUARDIAN}), move_guardians, undo_guardians)
