"""What apps add below a page that people write: the kernel knows the words of the page, not what is listed there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PageAddition:
    """A list that an app keeps on one public page.

    ``build`` takes the parameters of the address, which may hold anything, and returns what ``template`` needs beside
    the words of the page. It says nothing about anybody.
    """

    page: str
    template: str
    build: Callable[[Mapping[str, str]], dict[str, Any]]


_additions: dict[str, PageAddition] = {}


def register_page_addition(addition: PageAddition) -> None:
    """Offer the list of a page; a second one for the same page replaces it."""
    _additions[addition.page] = addition


def addition_of(page: str) -> PageAddition | None:
    """Return what an app adds to a page."""
    return _additions.get(page)
