"""Public pages on which somebody checks the code of a paper: an app above says what a code confirms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CodeCheck:
    """``word`` is the address; ``answer`` gets what was typed (blank: nothing yet) and returns the page’s context.

    It names nobody and may make one query.
    """

    word: str
    template: str
    answer: Callable[[str], dict[str, Any]]


_checks: dict[str, CodeCheck] = {}


def register_code_check(check: CodeCheck) -> None:
    """Offer a page; the same word again replaces it."""
    _checks[check.word] = check


def code_checks() -> dict[str, CodeCheck]:
    """Return the pages by their words."""
    return dict(_checks)
