"""What the pages of a record read ahead: apps say what their parts will ask, and all of it is one statement.

A part is asked for only where a person has left a trace in it, which one look into the indexes tells for all parts.
So a page costs the same number of statements for everybody, and what is not there costs nothing (goals 7 and 10).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.utils.translation import get_language

from portal.statements import ONE, OTHER, asked_again, prepared, state_of
from portal.together import Reading, read_together

KEPT = "_read_ahead"


def _nothing(_participation: Any) -> tuple[Any, ...]:
    return ()


def _everybody(_participation: Any) -> bool:
    return True


@dataclass(frozen=True)
class ReadAhead:
    """One reading of a record: ``rows(participation, *words(participation))`` is the queryset it will ask.

    ``traces`` names the foreign keys, to the participation or to the person, without which there is nothing to read;
    with none it is always read. ``may`` says whether the one who asks sees the part. ``on_every_page``: the head shows
    it; the other readings are those of the first page alone.

    What depends on nothing but the keys of participation and person, the values of the grant project, the language
    and the ``words`` is built once for everybody (``portal.statements``); ``by_reader``: what depends on the rights of
    the one who asks is built anew each time.
    """

    rows: Callable[..., QuerySet]
    traces: tuple[tuple[type[Model], str], ...] = ()
    may: Callable[[Any], bool] = _everybody
    words: Callable[[Any], tuple[Any, ...]] = _nothing
    on_every_page: bool = False
    by_reader: bool = False


_reads: dict[Callable[..., QuerySet], ReadAhead] = {}


def register_read_ahead(*reads: ReadAhead) -> None:
    """Offer readings; the same function again replaces its reading."""
    for each in reads:
        _reads[each.rows] = each


def ahead(participation: Any, rows: Callable[..., QuerySet], *words: Any) -> Iterable[Any]:
    """Return what was read ahead by ``rows`` with just these words, or the queryset that reads it now."""
    kept = participation.__dict__.get(KEPT, {})
    key = (rows, *words)
    return kept[key] if key in kept else rows(participation, *words)


def has_read_ahead(participation: Any) -> bool:
    """Tell whether the page has read ahead already."""
    return KEPT in participation.__dict__


def read_ahead(participation: Any, *, first_page: bool) -> None:
    """Read what the page will show: who left which traces, then everything that is there (two statements).

    Only for pages that change nothing: what was read is not read again.
    """
    wanted = [each for each in _reads.values() if (first_page or each.on_every_page) and each.may(participation)]
    found = _traces(participation, tuple(dict.fromkeys(trace for each in wanted for trace in each.traces)))
    kept = participation.__dict__.setdefault(KEPT, {})
    asked: dict[Any, QuerySet | Reading] = {}
    build = _Builder(participation)
    for each in wanted:
        words = each.words(participation)
        kept[(each.rows, *words)] = []
        if not each.traces or any(found[trace] for trace in each.traces):
            asked[(each.rows, *words)] = build(each, words)
    kept.update(zip(asked, read_together(asked.values()), strict=True))


class _Builder:
    """Makes readings of one participation; those that are alike for everybody out of kept statements."""

    def __init__(self, participation: Any) -> None:
        """Put stand-ins in the place of what differs from person to person."""
        self._participation = participation
        self._values = {ONE: participation.pk, OTHER: participation.person_id}
        self._key = (get_language(), state_of(participation.grant_project))

    def __call__(self, read: ReadAhead, words: tuple[Any, ...]) -> QuerySet | Reading:
        """Return the reading of a part."""
        if read.by_reader:
            return read.rows(self._participation, *words)
        statement = prepared((read.rows, words, *self._key), lambda: read.rows(self._stand_in(), *words))
        return Reading(statement, self._values)

    def _stand_in(self) -> Any:
        kind = type(self._participation)
        person = type(self._participation.person)(pk=OTHER)
        return kind(pk=ONE, person=person, grant_project=self._participation.grant_project)


def _traces(participation: Any, traces: tuple[tuple[type[Model], str], ...]) -> dict[tuple[type[Model], str], bool]:
    """Tell of each trace whether there is a row, whatever its state and whoever may see it (one statement)."""
    if not traces:
        return {}
    fields = [_field(model, name) for model, name in traces]
    keys = [field.get_db_prep_value(_key(participation, field), connection) for field in fields]
    (found,) = asked_again(connection, _statement(traces), keys)
    return dict(zip(traces, map(bool, found), strict=True))


@cache
def _statement(traces: tuple[tuple[type[Model], str], ...]) -> str:
    quote = connection.ops.quote_name
    looks = (
        f"EXISTS(SELECT 1 FROM {quote(model._meta.db_table)} WHERE {quote(str(_field(model, name).column))} = %s)"  # noqa: S608, SLF001
        for model, name in traces
    )
    return f"SELECT {', '.join(looks)}"


def _field(model: type[Model], name: str) -> Field:
    return model._meta.get_field(name)  # type: ignore[return-value] # noqa: SLF001


def _key(participation: Any, field: Any) -> Any:
    return participation.pk if isinstance(participation, field.related_model) else participation.person_id
