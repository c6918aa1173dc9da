"""What is written about models and fields: a ``datamap.toml`` in each app, those of libraries in ``foreign/`` (S64)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps

from portal.datamap.vocabulary import said

FOREIGN = Path(__file__).with_name("foreign")
OWN = ("portal", "beneficiaries", "cases", "services", "reporting", "tryout")
SINGLE = ("level", "retention", "says")
SEVERAL = ("purpose", "basis", "recipients", "subjects")
KEYS = frozenset((*SINGLE, *SEVERAL))


class EntryError(ValueError):
    """A file of the data map cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Entry:
    """What is said of a model or of one of its fields; every word is a key of the vocabulary but ``says``."""

    level: str = ""
    retention: str = ""
    purpose: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    says: str = ""

    def words(self, part: str) -> list[str]:
        """Return what the words of a part say, in Polish."""
        value = getattr(self, part)
        return [said(part, code) for code in ((value,) if isinstance(value, str) else value)]

    @property
    def in_words(self) -> dict[str, list[str]]:
        """What the words of every part say, in Polish."""
        return {part: self.words(part) for part in ("basis", "purpose", "retention", "recipients", "subjects")}


@dataclass(frozen=True)
class ModelEntry:
    """What is said of a model: ``inherit`` names the fields that are just like it, ``fields`` those that differ."""

    whole: Entry
    inherit: frozenset[str]
    fields: Mapping[str, Entry]

    def of(self, field: str) -> Entry:
        """Return what holds for a field."""
        return self.fields.get(field, self.whole)


@cache
def entries() -> Mapping[str, ModelEntry]:
    """Return all entries by ``app_label.Model``, read once per process; raises ``EntryError``."""
    found: dict[str, ModelEntry] = {}
    for path, label in _files():
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        if foreign := set(raw) - {label}:
            raise EntryError(f"{path}: {sorted(foreign)} have a file of their own")
        for model, block in raw.get(label, {}).items():
            found[f"{label}.{model}"] = _entry(f"{path.name} {label}.{model}", block)
    return found


def file_of(config: AppConfig) -> Path:
    """Return where the entries of an app stand."""
    own = config.name.partition(".")[0] in OWN
    return Path(config.path) / "datamap.toml" if own else FOREIGN / f"{config.label}.toml"


def _files() -> Iterator[tuple[Path, str]]:
    for config in apps.get_app_configs():
        path = file_of(config)
        if path.exists():
            yield path, config.label


def _entry(where: str, block: dict[str, Any]) -> ModelEntry:
    fields = block.pop("fields", {})
    inherit = frozenset(block.pop("inherit", ()))
    whole = _read(where, block, Entry())
    return ModelEntry(whole, inherit, {name: _read(f"{where}.{name}", own, whole) for name, own in fields.items()})


def _read(where: str, block: Mapping[str, Any], base: Entry) -> Entry:
    if unknown := set(block) - KEYS:
        raise EntryError(f"{where}: {sorted(unknown)} are no keys of an entry")
    values: dict[str, Any] = {key: block[key] for key in SINGLE if key in block}
    values |= {key: _tuple(block[key]) for key in SEVERAL if key in block}
    return replace(base, **values)


def _tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
