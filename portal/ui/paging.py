"""Pages of a short list that belongs to one thing: the events of a person, the versions of a record.

Such lists have at most some hundred rows, so a page is counted from the start. Lists that grow with the city
go by keyset instead (``beneficiaries.queries.people``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

T = TypeVar("T")

PARAMETER = "strona"
LAST_PAGE = 400


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows of one page and the addresses of its neighbours (blank where there is none)."""

    items: Sequence[T]
    number: int
    newer: str
    older: str
    following: T | None = None


def page_of(
    request: HttpRequest, size: int, read: Callable[[int, int], Sequence[T]], *, keep: Mapping[str, str] | None = None
) -> Page[T]:
    """Return the page that the request asks for; ``read(first, most)`` is asked for one row more than fits.

    ``keep`` are parameters that the neighbours' addresses carry on. A page number that makes no sense is the first.
    """
    asked = request.GET.get(PARAMETER, "")
    digits = asked.lstrip("0")[: len(str(LAST_PAGE)) + 1] if asked.isascii() and asked.isdecimal() else ""
    number = min(int(digits), LAST_PAGE) if digits else 1
    found = read((number - 1) * size, size + 1)
    return Page(
        items=found[:size],
        number=number,
        newer=_address(request, number - 1, keep) if number > 1 else "",
        older=_address(request, number + 1, keep) if len(found) > size else "",
        following=found[size] if len(found) > size else None,
    )


def _address(request: HttpRequest, number: int, keep: Mapping[str, str] | None) -> str:
    parameters = {name: value for name, value in (keep or {}).items() if value}
    if number > 1:
        parameters[PARAMETER] = str(number)
    return f"{request.path}?{urlencode(parameters)}" if parameters else request.path
