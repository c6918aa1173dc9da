"""Facts that go on under another participation, and back: by versions, so that no moment known before changes (R38)."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.accounts.models import User
from portal.merging.registry import DIVIDED, MERGED, Union
from portal.merging.rows import relation
from portal.versions.actions import correct_fact, values_of

Changes = Callable[[Any, Any], dict[str, Any]]
Log = list[list[str]]


def carry_facts(name: str, union: Union, changes: Changes = lambda fact, kept: {}) -> Log:
    """Let the facts in force go on under the participation that stays; return which version took whose place.

    ``changes`` returns what else becomes different, for a fact and that participation.
    """
    model, field = relation(name)
    log = []
    for fold in union.folds:
        facts = model.objects.current().filter(**{field.name: fold.gone})  # type: ignore[attr-defined]
        for fact in facts.order_by("recorded_at", "id"):
            setattr(fact, field.name, fold.gone)
            values = {field.name: fold.kept, **changes(fact, fold.kept)}
            log.append([str(fact.pk), str(correct_fact(fact, values, by=union.by, why=MERGED).pk)])
    return log


def carry_facts_back(name: str, log: Iterable[list[str]], by: User | None, also: Changes = lambda was, now: {}) -> Log:
    """Let facts go on where they came from, exactly as before; return which version took whose place.

    A fact that was corrected since keeps the correction and goes back all the same: it was never of the other record.
    One that was withdrawn stays withdrawn. ``also`` returns what must differ from what was.
    """
    model: Any
    model, field = relation(name)
    back = []
    for was_key, moved_key in log:
        was = model._base_manager.get(pk=was_key)
        now = model.objects.current().filter(fact_id=was.fact_id).first()  # type: ignore[attr-defined]
        if now is None:
            continue
        moved = now if str(now.pk) == moved_key else model._base_manager.get(pk=moved_key)
        values = put_back(values_of(was), values_of(moved), values_of(now)) | also(was, now)
        values[field.name] = getattr(was, field.name)
        values.pop(field.attname, None)
        back.append([was_key, str(correct_fact(now, values, by=by, why=DIVIDED).pk)])
    return back


def put_back(was: dict[str, Any], moved: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return what the merge changed as it was, and what somebody corrected since as it is."""
    return {name: value for name, value in was.items() if moved[name] != value and now[name] == moved[name]}
