"""What a layout must say so that every export with it can be made and read again (R7, R12)."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from reporting.smefs.rules.sources import DICTIONARY, NAMES, NEEDED, WRITTEN

SEPARATORS = (";", ",", "\t")
LIST_MARKS = "|;#~^"
LINE_ENDS = ("\r\n", "\n")
SEXES = {"K", "M"}
REQUIRED = frozenset({*NEEDED, *NAMES, "support_on", "end_on", "technical_id", "project_number"})
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
LAST_VERSION = 32_767
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\"/\\:*?<>|]")
TEXTS = ("header", "source", "words")
SWITCHES = ("may_refuse", "by_system")


def wrong_in(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield which parts of a layout, as its file says it, cannot be used."""
    if not (isinstance(raw["code"], str) and CODE.fullmatch(raw["code"])):
        yield "code"
    if type(raw["version"]) is not int or not 0 < raw["version"] <= LAST_VERSION:
        yield "version"
    if type(raw["valid_from"]) is not datetime.date:
        yield "valid_from"
    yield from _in_file(raw["file"])
    yield from _in_values(raw["values"], raw["file"].get("list_separator"))
    yield from _in_columns(raw["columns"])


def _in_file(file: Mapping[str, Any]) -> Iterator[str]:
    if file.get("separator") not in SEPARATORS:
        yield "separator"
    if not _is_list_mark(file.get("list_separator"), file.get("separator")):
        yield "list_separator"
    if file.get("line_end") not in LINE_ENDS:
        yield "line_end"
    if type(file.get("bom")) is not bool:
        yield "bom"
    if not _is_name(file.get("name")):
        yield "name"


def _is_list_mark(mark: Any, separator: Any) -> bool:
    """Say whether this can stand between the items of a list: one mark that a cell and a date never hold."""
    return isinstance(mark, str) and len(mark) == 1 and mark != separator and mark in LIST_MARKS


def _is_name(name: Any) -> bool:
    """Say whether a file can be called so; ``{day}`` is all that is filled in."""
    try:
        trial = name.format(day="2026-12-31")
    except (AttributeError, KeyError, IndexError, ValueError, TypeError):
        return False
    return isinstance(name, str) and bool(trial.strip()) and not NOT_IN_A_NAME.search(trial)


def _in_values(values: Mapping[str, Any], list_mark: Any) -> Iterator[str]:
    """Yield what no cell could hold: the scope is an item of a list, and every sex has its own word."""
    scope: Any = values.get("support_scope")
    if not _is_text(scope) or (list_mark and str(list_mark) in scope):
        yield "support_scope"
    sexes: Any = values.get("sex")
    known = isinstance(sexes, Mapping) and set(sexes) == SEXES and all(map(_is_text, sexes.values()))
    if not known or len({each.strip() for each in sexes.values()}) != len(SEXES):
        yield "sex"


def _in_columns(columns: list[Mapping[str, Any]]) -> Iterator[str]:
    sources = [column.get("source", "") for column in columns]
    for place, column in enumerate(columns):
        if wrong := ", ".join(_in_column(column)):
            yield f"column {place} ({wrong})"
    known = [each for each in sources if isinstance(each, str) and each]
    yield from (f"source {each} twice" for each in sorted({each for each in known if known.count(each) > 1}))
    yield from (f"no source {each}" for each in sorted(REQUIRED - set(known)))


def _in_column(column: Mapping[str, Any]) -> Iterator[str]:
    source, words = column.get("source", ""), column.get("words", "")
    yield from (name for name in TEXTS if not isinstance(column.get(name, ""), str))
    yield from (name for name in SWITCHES if type(column.get(name, False)) is not bool)
    yield from (name for name in column if name not in (*TEXTS, *SWITCHES, "also"))
    also = column.get("also", [])
    if not isinstance(also, list) or not all(map(_is_text, also)):
        yield "also"
    if not str(column.get("header", "")).strip():
        yield "header"
    if isinstance(source, str) and source and source not in WRITTEN:
        yield f"source {source}"
    if isinstance(words, str) and isinstance(source, str) and words and words != DICTIONARY.get(source, ""):
        yield f"words {words}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
