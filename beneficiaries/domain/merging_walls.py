"""Who may know of a person and who looks after them, when two records become one: never more than before (S26, S27)."""

from typing import Any

from beneficiaries.domain.protection import in_charge_no_more
from beneficiaries.models import Care, Person
from beneficiaries.rules.merging import narrowed
from portal.merging.registry import Log, Mover, Union
from portal.merging.rows import move_rows, move_rows_back

CARE = "beneficiaries.Care.person"
NAMED, DENIED = "beneficiaries.Person_confidential_to.person", "beneficiaries.Person_denied_to.person"


def move_walls(union: Union) -> Log:
    """Put both deny lists on the record that stays; of a confidential one only whom both records name know."""
    kept = union.kept
    before = _walls(kept)
    named = narrowed(_named(kept), _named(union.gone))
    kept.denied_to.add(*union.gone.denied_to.all())
    if named is not None:
        kept.confidential_to.set(named - _accounts(kept.denied_to))
        _set_confidential(kept, union, is_confidential=True)
    return {"before": before, "after": _walls(kept)}


def undo_walls(union: Union, log: Log) -> None:
    """Give each record its own walls back; what was decided since about the one person holds for both records."""
    kept, gone, before, after = union.kept, union.gone, log["before"], log["after"]
    now = _walls(kept)
    for name, people in (("denied", "denied_to"), ("named", "confidential_to")):
        was, merged, current = set(before[name]), set(after[name]), set(now[name])
        getattr(kept, people).set((was | (current - merged)) - (merged - current))
    gone.denied_to.add(*(set(now["denied"]) - set(after["denied"])))
    gone.confidential_to.remove(*(set(now["denied"]) - set(after["denied"])))
    if now["confidential"] and not after["confidential"]:
        gone.confidential_to.set(now["named"])
        _set_confidential(gone, union, is_confidential=True)
    elif now["confidential"] == after["confidential"]:
        _set_confidential(kept, union, is_confidential=before["confidential"])


def move_care(union: Union) -> Log:
    """Let everybody who looked after either look after the one; somebody stays in charge where somebody was."""
    moved = move_rows(CARE, [(union.gone.pk, union.kept.pk)])
    behind, filled = [], []
    for left in Care.objects.filter(person=union.gone, caseworker__isnull=False).order_by("pk"):
        here = Care.objects.filter(
            person=union.kept, organisation=left.organisation_id, grant_project=left.grant_project_id,  # type: ignore[attr-defined,misc]
            caseworker=None,
        )  # fmt: skip
        filled += [[key, left.caseworker_id] for key in here.values_list("pk", flat=True)]  # type: ignore[attr-defined]
        here.update(caseworker=left.caseworker_id)  # type: ignore[attr-defined,misc]
        behind.append([left.pk, left.caseworker_id])  # type: ignore[attr-defined]
    Care.objects.filter(pk__in=[key for key, _account in behind]).update(caseworker=None)
    denied = in_charge_no_more(union.kept)
    return {"moved": moved, "behind": behind, "filled": filled, "denied": denied}


def undo_care(union: Union, log: Log) -> None:
    """Let each record be looked after as before; who got into charge since stays so."""
    for key, account in log["denied"]:
        Care.objects.filter(pk=key, caseworker=None).update(caseworker=account)
    move_rows_back(CARE, log["moved"])
    for key, account in log["filled"]:
        Care.objects.filter(pk=key, caseworker=account).update(caseworker=None)
    for key, account in log["behind"]:
        Care.objects.filter(pk=key).update(caseworker=account)
    in_charge_no_more(union.gone)


def _walls(person: Person) -> dict[str, Any]:
    return {
        "confidential": person.is_confidential,
        "named": sorted(_accounts(person.confidential_to)),
        "denied": sorted(_accounts(person.denied_to)),
    }


def _named(person: Person) -> set[int] | None:
    return _accounts(person.confidential_to) if person.is_confidential else None


def _accounts(people: Any) -> set[int]:
    return set(people.values_list("pk", flat=True))


def _set_confidential(person: Person, union: Union, *, is_confidential: bool) -> None:
    if person.is_confidential != is_confidential:
        person.is_confidential, person._history_user = is_confidential, union.by  # type: ignore[attr-defined]
        person.save(update_fields=["is_confidential"])


WALLS = Mover("walls", 20, frozenset({NAMED, DENIED}), move_walls, undo_walls)
CARED_FOR = Mover("care", 30, frozenset({CARE}), move_care, undo_care)
