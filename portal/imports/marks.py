"""By what a row is recognised again: what the columns that are read say (contracts §4)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.imports.reading import Cell, canonical, heading
from portal.imports.workbook import SheetRow

LP = "lp"
_SEVERAL = re.compile(r"[,;/+&|]")


@dataclass
class Content:
    """A row by its fields; ``worded`` are those whose words are read like headings. The number (Lp.) says nothing."""

    row: SheetRow
    columns: Mapping[str, str]
    worded: frozenset[str]

    @cached_property
    def now(self) -> str:
        """The content as fields and values: other columns, and how a column is headed, make no other row."""
        return self._of_fields(written_serials=True)

    def earlier(self) -> Iterator[str]:
        """Yield the forms by which rows were marked earlier: with serial numbers that were no days, by heading."""
        if (before := self._of_fields(written_serials=False)) != self.now:
            yield before
        cells = {name: value for name, value in self.row.cells.items() if name != self.columns.get(LP, "")}
        said = {name: canonical(value, written_serials=False) for name, value in cells.items()}
        read = set(self.columns.values())
        yield _as_text(said)
        yield _as_text({name: value for name, value in said.items() if name in read})

    def forms(self) -> Iterator[str]:
        """Yield every form, the present one first."""
        yield self.now
        yield from self.earlier()

    def _of_fields(self, *, written_serials: bool) -> str:
        cells = {field: self.row.cells.get(name) for field, name in self.columns.items() if field != LP}
        return _as_text({field: _said(value, field in self.worded, written_serials) for field, value in cells.items()})


def _said(value: Cell, is_worded: bool, written_serials: bool) -> str:
    return _wording(value) if is_worded else canonical(value, written_serials=written_serials)


def _wording(value: Cell) -> str:
    """Return a word of a dictionary in the form in which it is read; several in one cell stay several."""
    plain = canonical(value.replace("\n", ",") if isinstance(value, str) else value)
    return "|".join(filter(None, map(heading, _SEVERAL.split(plain))))


def _as_text(said: Mapping[str, str]) -> str:
    return json.dumps({name: value for name, value in sorted(said.items()) if value}, ensure_ascii=False)
