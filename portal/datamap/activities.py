"""The data map turned to the purposes: an activity of processing for each, as article 30 asks (S64)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Field, Model

from portal.datamap.coverage import NONE, mapped_models, named_fields
from portal.datamap.entries import Entry, ModelEntry, entries
from portal.datamap.vocabulary import said, vocabulary

LISTS = ("basis", "subjects", "recipients", "retention")


@dataclass(frozen=True)
class FieldLine:
    """One field of a model with what holds for it."""

    name: str
    entry: Entry
    differs: bool


@dataclass(frozen=True)
class ModelLine:
    """One model on the page of the map."""

    label: str
    entry: Entry
    fields: Sequence[FieldLine]

    @property
    def level(self) -> str:
        """The highest level that any of its fields has."""
        return max((field.entry.level for field in self.fields), default=self.entry.level, key=_height)

    @property
    def own(self) -> Sequence[FieldLine]:
        """The fields for which something else holds than for the model."""
        return [field for field in self.fields if field.differs]

    @property
    def like(self) -> Sequence[str]:
        """The names of the fields that are just like the model."""
        return [field.name for field in self.fields if not field.differs]


@dataclass(frozen=True)
class Activity:
    """One purpose: everything that serves it, in the words of the vocabulary."""

    code: str
    name: str
    models: Sequence[ModelLine]
    basis: Sequence[str]
    subjects: Sequence[str]
    recipients: Sequence[str]
    retention: Sequence[str]
    data: Sequence[tuple[str, str]]


def model_lines() -> list[ModelLine]:
    """Return every model with its fields, in the order of the apps."""
    known = entries()
    return [_line(model, known[model._meta.label]) for model in mapped_models() if model._meta.label in known]


def activities(*, personal: bool = True) -> list[Activity]:
    """Return the purposes in the order of the vocabulary; those without personal data only on demand."""
    lines = model_lines()
    made = [_activity(code, lines) for code in vocabulary()["purpose"]]
    return [each for each in made if each.models and (each.data or not personal)]


def _line(model: type[Model], entry: ModelEntry) -> ModelLine:
    fields = [FieldLine(name, entry.of(name), name in entry.fields) for name in _shown(model)]
    return ModelLine(model._meta.label, entry.whole, fields)


def _shown(model: type[Model]) -> list[str]:
    named = named_fields(model)
    links = [f.name for f in model._meta.concrete_fields if isinstance(f, Field) and f.is_relation]
    return [*named, *(name for name in links if name not in named)]


def _activity(code: str, lines: Sequence[ModelLine]) -> Activity:
    models = [line for line in lines if any(code in each.purpose for each in _parts(line))]
    parts = [each for line in models for each in _parts(line) if code in each.purpose and each.level != NONE]
    words = {name: _words(name, parts) for name in LISTS}
    return Activity(code=code, name=said("purpose", code), models=models, data=_data(parts), **words)  # type: ignore[arg-type]


def _parts(line: ModelLine) -> Iterator[Entry]:
    yield line.entry
    yield from (field.entry for field in line.own)


def _words(part: str, entries_: Sequence[Entry]) -> list[str]:
    used = {code for entry in entries_ for code in _codes(getattr(entry, part))}
    return [words for code, words in vocabulary()[part].items() if code in used]


def _codes(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _data(parts: Sequence[Entry]) -> list[tuple[str, str]]:
    """Return what is kept, each with its level, once."""
    said_once = {entry.says: entry.level for entry in sorted(parts, key=lambda each: _height(each.level))}
    return [(words, level) for words, level in said_once.items() if words and level != "A0"]


def _height(level: str) -> int:
    return list(vocabulary()["level"]).index(level)
