"""What the data map limits in time and nobody removes: each line is a gap that fails the build (S65)."""

from collections.abc import Iterator

from portal.datamap.coverage import NONE, mapped_models, named_fields
from portal.datamap.entries import entries
from portal.retention.registry import all_lasting, keepings

UNLIMITED = "configuration"
"""Kept as long as the project is run: settings and texts, of nobody."""


def limited() -> Iterator[tuple[str, str]]:
    """Yield each model of the data map with each limited time that holds for its personal data."""
    known = entries()
    for model in mapped_models():
        entry = known.get(model._meta.label)
        if entry is None:
            continue
        parts = {entry.of(name) for name in named_fields(model)} | {entry.whole}
        times = {part.retention for part in parts if part.level != NONE}
        yield from ((model._meta.label, time) for time in sorted(times - {UNLIMITED}))


def gaps() -> list[str]:
    """Return one sentence for each model whose time is limited and that nothing removes."""
    removed = {(label, rule) for each in keepings() for rule in each.rules for label in each.all_models}
    removed |= {(label, rule) for each in all_lasting() for rule in each.rules for label in each.models}
    return [
        f"{label}: nothing removes what is kept “{time}”" for label, time in limited() if (label, time) not in removed
    ]


def strangers() -> list[str]:
    """Return models that a keeping or what stays names and that the data map does not limit."""
    known = {label for label, _time in limited()}
    named = {label for each in keepings() for label in each.all_models}
    named |= {label for each in all_lasting() for label in each.models}
    return sorted(named - known)
