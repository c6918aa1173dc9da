"""What a command of SM EFS says, as lines of plain text."""

from collections.abc import Iterator, Mapping
from typing import Any

NOTHING = "–"


def plain_lines(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield a heading for each part that is said, and below it a line for each of its items."""
    for name, value in said.items():
        yield f"{_heading(name)}:"
        for item in value if isinstance(value, list | tuple) else [value]:
            yield f"  {_words(item, '; ')}"


def _words(value: Any, between: str = ", ") -> str:
    if isinstance(value, Mapping):
        return between.join(f"{_heading(name)} {_words(each)}" for name, each in value.items()) or NOTHING
    if isinstance(value, list | tuple):
        return ", ".join(_words(each) for each in value) or NOTHING
    return NOTHING if value in (None, "") else str(value)


def _heading(name: str) -> str:
    return name.replace("_", " ")
