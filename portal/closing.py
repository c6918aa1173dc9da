"""What is still open when participation ends, and what comes after: apps register who knows, the page asks (L5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

Words = str | Promise


@dataclass(frozen=True)
class NextStep:
    """What comes after the end: a sentence, and the words and address of a button."""

    text: Words
    label: Words
    url: str


_sources: dict[str, Callable[[Any], Iterable[Words]]] = {}
_steps: dict[str, Callable[[Any], NextStep | None]] = {}


def register_closing_questions(code: str, questions: Callable[[Any], Iterable[Words]]) -> None:
    """Offer whole sentences about what is open; the same code again replaces it. At most one query."""
    _sources[code] = questions


def with_way(sentence: str, url: str, label: Words) -> SafeString:
    """Return a sentence that ends with the way to where what is open is dealt with."""
    return format_html('{} <a href="{}">{}</a>', sentence, url, label)


def closing_questions(participation: Any) -> list[Words]:
    """Return every sentence to be confirmed before participation ends."""
    return [question for code in sorted(_sources) for question in _sources[code](participation)]


def register_step_after_end(code: str, step: Callable[[Any], NextStep | None]) -> None:
    """Offer what comes after the end of a participation, ``None`` when nothing does; at most one query."""
    _steps[code] = step


def steps_after_end(participation: Any) -> list[NextStep]:
    """Return what comes after the end of a participation that has ended."""
    found = [_steps[code](participation) for code in sorted(_steps)]
    return [step for step in found if step is not None]
