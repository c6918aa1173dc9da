"""Pages of a list that grows, by the key of its first or last row: page 400 costs what the first one does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

AFTER, BEFORE = "po", "przed"


@dataclass(frozen=True)
class KeysetPage:
    """The rows of one page and the addresses of its neighbours (blank where there is none)."""

    items: Sequence[Any]
    newer: str
    older: str


def keyset_page(
    request: HttpRequest,
    rows: QuerySet,
    by: str,
    *,
    size: int,
    keep: Mapping[str, str] | None = None,
    falling: bool = False,
) -> KeysetPage:
    """Return the page of ``rows`` that the address asks for, in the order of the unique field ``by``: one query.

    With ``falling`` the highest key stands first. ``keep`` are parameters that the neighbours' addresses carry on.
    A key that makes no sense is none.
    """
    after, before = (_key(rows, by, request.GET.get(name, "")) for name in (AFTER, BEFORE))
    on, back = ("lt", "gt") if falling else ("gt", "lt")
    if before is not None:
        rows = rows.filter(**{f"{by}__{back}": before}).order_by(by if falling else f"-{by}")
    else:
        rows = (rows.filter(**{f"{by}__{on}": after}) if after is not None else rows).order_by(
            f"-{by}" if falling else by
        )
    found = list(rows[: size + 1])
    goes_on, found = len(found) > size, found[:size]
    if before is not None:
        found.reverse()
    has_newer, has_older = (goes_on, True) if before is not None else (after is not None, goes_on)
    kept = {name: value for name, value in (keep or {}).items() if value}
    return KeysetPage(
        found,
        _address(request, {**kept, BEFORE: getattr(found[0], by)}) if found and has_newer else "",
        _address(request, {**kept, AFTER: getattr(found[-1], by)}) if found and has_older else "",
    )


def _key(rows: QuerySet, by: str, asked: str) -> Any:
    field = rows.model._meta.pk if by == "pk" else rows.model._meta.get_field(by)
    try:
        return field.to_python(asked[:60]) if asked else None  # type: ignore[union-attr]
    except ValidationError:
        return None


def _address(request: HttpRequest, parameters: Mapping[str, Any]) -> str:
    return f"{request.path}?{urlencode(parameters)}"
