"""Readers of single values of a configuration file: each returns the value clean, or says where and what is wrong.

A path names a place as people find it: ``groups[1].rule.under_age`` is of the first group of the file.
"""

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from django.conf import settings

from portal.programmes.errors import ConfigurationError

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1990, 2100
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
SHOWN = 60

Reader = Callable[[Any, str], Any]
"""Takes a value and its path, returns the value as it is kept. Raises ``ConfigurationError``."""
Check = Callable[[dict[str, Any], str], None]
Codes = Collection[str] | Callable[[], Collection[str]]


def refuse(path: str, words: str) -> NoReturn:
    """Raise the error for a place of the file."""
    raise ConfigurationError(f"{path}: {words}")


def wrong(path: str, value: Any, wanted: str) -> NoReturn:
    """Raise the error for a value, which is shown, and say what is wanted instead."""
    refuse(path, f"{repr(value)[:SHOWN]} – wanted is {wanted}")


def text(value: Any, path: str) -> str:
    """Read a text, which may be blank."""
    if not isinstance(value, str) or "\0" in value:
        wrong(path, value, "a text in quotes")
    return value


def filled(value: Any, path: str) -> str:
    """Read a text that is not blank."""
    if not text(value, path).strip():
        refuse(path, "must not be blank")
    return str(value)


def shaped(form: str, wanted: str) -> Reader:
    """Return the reader of a text of a form (a regular expression)."""

    def read(value: Any, path: str) -> str:
        if not re.fullmatch(form, text(value, path)):
            wrong(path, value, wanted)
        return str(value)

    return read


def one_of(codes: Codes, wanted: str = "") -> Reader:
    """Return the reader of one of some codes; ``wanted`` says it where a list of them would be too long."""

    def read(value: Any, path: str) -> str:
        known = codes() if callable(codes) else codes
        if not isinstance(value, str) or value not in known:
            wrong(path, value, wanted or f"one of: {', '.join(known)}")
        return value

    return read


def yes_or_no(value: Any, path: str) -> bool:
    """Read a yes or no."""
    if not isinstance(value, bool):
        wrong(path, value, "true or false, without quotes")
    return value


def whole(least: int, most: int) -> Reader:
    """Return the reader of a whole number within limits, both included."""

    def read(value: Any, path: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            wrong(path, value, f"a whole number from {least} to {most}, without quotes")
        return value

    return read


def amount(value: Any, path: str) -> Decimal:
    """Read an amount of money, or a share, as a text or a number."""
    if isinstance(value, bool) or not AMOUNT.fullmatch(str(value)):
        wrong(path, value, 'an amount like "2092654.00"')
    return Decimal(str(value))


def percent(value: Any, path: str) -> Decimal:
    """Read a share of a hundred."""
    if isinstance(value, bool) or not AMOUNT.fullmatch(str(value)) or Decimal(str(value)) > 100:  # noqa: PLR2004
        wrong(path, value, 'a share from 0 to 100 like "85.00"')
    return Decimal(str(value))


def day(value: Any, path: str) -> datetime.date:
    """Read a day: a date of TOML, or the same as a text."""
    found = value
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        try:
            found = datetime.date.fromisoformat(value)
        except ValueError:
            found = None
    is_day = isinstance(found, datetime.date) and not isinstance(found, datetime.datetime)
    if not is_day or not FIRST_YEAR <= found.year <= LAST_YEAR:
        shown = value.isoformat() if isinstance(value, datetime.date) else value
        wrong(path, shown, f"a day like 2026-01-31, of the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def words(value: Any, path: str) -> dict[str, str]:
    """Read a text in several languages by their codes; a text alone is Polish."""
    if isinstance(value, str):
        return {"pl": text(value, path)}
    return {str(key): word for key, word in table(dict.fromkeys(LANGUAGES, text))(value, path).items()}


def named_in(*languages: str) -> Reader:
    """Return the reader of a name in several languages, one of these among them: it stands in for the others."""

    def read(value: Any, path: str) -> dict[str, str]:
        found = words(value, path)
        if not any(found.get(language, "").strip() for language in languages):
            refuse(path, f"must not be blank in {' and '.join(languages)}")
        return found

    return read


name = named_in(*settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
"""Reads a name that pages show in the language of the reader, else in Polish or English."""


def many(read: Reader) -> Reader:
    """Return the reader of a list of values of one kind."""

    def read_list(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            wrong(path, value, 'a list in brackets like ["…", "…"]')
        return [read(each, f"{path}[{place}]") for place, each in enumerate(value, start=1)]

    return read_list


def table(keys: Mapping[str, Reader], required: Collection[str] = (), check: Check | None = None) -> Reader:
    """Return the reader of a table with these keys and no others; ``check`` weighs them against each other."""

    def read(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            wrong(path, value, "a table of keys with values")
        for key in value:
            if key not in keys:
                refuse(_within(path, key), "unknown")
        for key in required:
            if key not in value:
                refuse(_within(path, key), "missing")
        found = {key: keys[key](each, _within(path, key)) for key, each in value.items()}
        if check is not None:
            check(found, path)
        return found

    return read


def keyed(keys: Reader, read: Reader) -> Reader:
    """Return the reader of a table whose keys are codes that ``keys`` reads."""

    def read_table(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            wrong(path, value, "a table of keys with values")
        return {keys(key, path): read(each, _within(path, key)) for key, each in value.items()}

    return read_table


def rows(read: Reader, once: Collection[str] = ()) -> Reader:
    """Return the reader of a list of tables; what stands under the keys of ``once`` stands in one of them only."""

    def read_rows(value: Any, path: str) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            wrong(path, value, f"a list of tables, each under [[{path}]]")
        found = many(read)(value, path)
        for key in once:
            _refuse_twice(found, key, path)
        return found

    return read_rows


def _refuse_twice(found: list[dict[str, Any]], key: str, path: str) -> None:
    seen: set[str] = set()
    for place, row in enumerate(found, start=1):
        if row.get(key) and row[key] in seen:
            refuse(f"{path}[{place}].{key}", f"{row[key]!r} stands twice")
        seen.add(row.get(key, ""))


def _within(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
