"""What apps add to the public pages: a list below words that people write, and the check of the code of a paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CodeCheck:
    """A page on which somebody checks the code of a paper.

    ``word`` is the address; ``answer`` gets what was typed (blank: nothing yet) and returns the page’s context. It
    names nobody and may make one query.
    """

    word: str
    template: str
    answer: Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class PageAddition:
    """A list that an app keeps on one public page; the kernel knows the words of the page alone.

    ``build`` takes the parameters of the address, which may hold anything, and returns what ``template`` needs beside
    the words of the page. It says nothing about anybody.
    """

    page: str
    template: str
    build: Callable[[Mapping[str, str]], dict[str, Any]]


_checks: dict[str, CodeCheck] = {}
_additions: dict[str, PageAddition] = {}


def register_code_check(check: CodeCheck) -> None:
    """Offer a page; the same word again replaces it."""
    _checks[check.word] = check


def code_checks() -> dict[str, CodeCheck]:
    """Return the pages by their words."""
    return dict(_checks)


def register_page_addition(addition: PageAddition) -> None:
    """Offer the list of a page; a second one for the same page replaces it."""
    _additions[addition.page] = addition


def addition_of(page: str) -> PageAddition | None:
    """Return what an app adds to a page."""
    return _additions.get(page)
