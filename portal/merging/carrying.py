"""Every registered relation and mover in turn: over to the record that stays, and back."""

from typing import Any

from portal.merging.facts import carry_facts, carry_facts_back
from portal.merging.registry import Log, Union, Way, links_going, movers
from portal.merging.rows import move_rows, move_rows_back, pairs_of


def carry(union: Union) -> dict[str, Any]:
    """Move everything that belongs to the record that goes; return the log of all of it. The caller holds the lock."""
    rows = {name: move_rows(name, pairs_of(name, union)) for name in links_going(Way.ROW)}
    facts = {name: carry_facts(name, union) for name in links_going(Way.FACT)}
    logs: dict[str, Log] = {each.code: each.move(union) for each in movers()}
    _settle(union)
    return {
        "rows": {name: moved for name, moved in rows.items() if moved},
        "facts": {name: carried for name, carried in facts.items() if carried},
        "movers": {each.code: each.remember(union, logs[each.code]) for each in movers()},
    }


def carry_back(union: Union, log: dict[str, Any]) -> None:
    """Put everything back in the opposite order; raises ``UndoRefused`` where that cannot be exact."""
    for each in reversed(movers()):
        if each.code in log["movers"]:
            each.undo(union, log["movers"][each.code])
    for name, carried in log["facts"].items():
        carry_facts_back(name, carried, union.by)
    for name, moved in log["rows"].items():
        move_rows_back(name, moved)
    _settle(union)


def _settle(union: Union) -> None:
    for each in movers():
        each.settle(union)
