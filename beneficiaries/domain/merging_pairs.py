"""Other pairs and other merges of the record that goes, when two records become one."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicateKey, DuplicatePair, DuplicateSketch, Person
from portal.merging.registry import Log, Mover, Union

FIRST, SECOND = "beneficiaries.DuplicatePair.first", "beneficiaries.DuplicatePair.second"
KEYS, SKETCH = "beneficiaries.DuplicateKey.person", "beneficiaries.DuplicateSketch.person"
INTO = "beneficiaries.Person.merged_into"
HELD = ("first_id", "second_id", "state", "decided_by_id", "decided_at")


def move(union: Union) -> Log:
    """Settle the pair itself, ask about the others with the record that stays, and follow earlier merges."""
    kept, gone = union.kept, union.gone
    pairs = DuplicatePair.objects.filter(Q(first=gone) | Q(second=gone)).order_by("pk")
    before = [[str(pair.pk), {name: _plain(getattr(pair, name)) for name in HELD}] for pair in pairs]
    for pair in pairs:
        other = pair.second_id if pair.first_id == gone.pk else pair.first_id  # type: ignore[attr-defined]
        rows = DuplicatePair.objects.filter(pk=pair.pk)
        first, second = sorted((kept.pk, other))
        if other == kept.pk:
            rows.update(state=DuplicateState.MERGED, decided_by=union.by, decided_at=timezone.now())
        elif not DuplicatePair.objects.filter(first=first, second=second).exists():
            rows.update(first=first, second=second)
    for keys in (DuplicateKey, DuplicateSketch):  # nobody is compared with a record that is seen nowhere
        keys.objects.filter(person=gone).delete()
    return {"pairs": before, "earlier": _follow(gone, kept)}


def undo(union: Union, log: Log) -> None:
    """Ask about the same pairs as before."""
    for key, values in log["pairs"]:
        DuplicatePair.objects.filter(pk=key).update(**values)
    keep_keys([union.kept, union.gone])
    Person.objects.filter(pk__in=log["earlier"], merged_into=union.kept).update(merged_into=union.gone)


def _follow(gone: Person, kept: Person) -> list[str]:
    """Let records that were merged into this one before lead to the one that stays, in one step."""
    earlier = list(Person.objects.filter(merged_into=gone).order_by("pk").values_list("pk", flat=True))
    Person.objects.filter(pk__in=earlier).update(merged_into=kept)
    return [str(key) for key in earlier]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


PAIRS = Mover("pairs", 5, frozenset({FIRST, SECOND, KEYS, SKETCH, INTO}), move, undo)
