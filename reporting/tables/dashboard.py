"""The dashboard: headline figures, groups, every indicator, support, each figure a link to its people."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.suppression import hidden_of_sexes
from portal.ui.charts import CumulativeLine, Step
from reporting.enums import OPENED
from reporting.indicators.words import target_in_words
from reporting.queries.plan import last_day_of_results
from reporting.queries.table import Table
from reporting.rules import Figure, Line, SupportLine
from reporting.tables.periods import Chosen, quarter_of

DETAIL, SUPPORT = "indicator_detail", "support_people"
MEANING = {"K": "women", "M": "men", "": "total"}


@dataclass(frozen=True)
class Cell:
    """One figure and the address of the people behind it (blank when nobody may open it, or nobody stands there)."""

    value: int | None
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One line: its figures by sex, in the period and cumulatively."""

    code: str
    name: str
    target: int | None
    percent: Decimal | None
    period: Sequence[Cell]
    cumulative: Sequence[Cell]
    url: str
    is_lower_bound: bool = False
    has_few: bool = False
    has_sexes: bool = True

    @property
    def target_in_words(self) -> str:
        """Return the target as people write it; a dash for none."""
        return target_in_words(self.target, is_lower_bound=self.is_lower_bound)

    @property
    def total(self) -> Cell:
        """Return the cumulative total."""
        return self.cumulative[-1]


@dataclass(frozen=True)
class SupportRow:
    """Support of one kind in the period."""

    line: SupportLine
    url: str
    split: Sequence[int]


class Figures:
    """Turns what was counted into lines with links, as far as the account may open people."""

    def __init__(self, chosen: Chosen, *, opens_people: bool, few: int = 0, whole: Line | None = None) -> None:
        """Remember the choice that every link keeps.

        ``few``: below how many people no count of an own indicator is said (0: each is), ``whole`` is the line of
        everybody of whom it is a part.
        """
        self._chosen, self._opens, self._few, self._whole = chosen, opens_people, few, whole

    def indicator(self, line: Line) -> Row:
        """Return the line of an indicator."""
        row = self._row(line, line.code, "")
        is_of_people = line.is_own and line.unit == "persons"
        return self._without_few(row, line) if is_of_people and self._few else row

    def _without_few(self, row: Row, line: Line) -> Row:
        """Leave out counts of few people of an own indicator (S40, S66)."""
        wholes = [_figures(part) for part in (self._whole.period, self._whole.cumulative)] if self._whole else []
        hidden = hidden_of_sexes([_figures(line.period), _figures(line.cumulative)], wholes, self._few)
        period, cumulative = (
            [Cell(None) if (place, column) in hidden else cell for column, cell in enumerate(cells)]
            for place, cells in enumerate((row.period, row.cumulative))
        )
        percent = None if cumulative[-1].value is None else row.percent
        return replace(row, period=period, cumulative=cumulative, percent=percent, has_few=bool(hidden))

    def group(self, line: Line, of: str) -> Row:
        """Return the line of a target group: part of the indicator ``of``."""
        return self._row(line, of, line.code)

    def support(self, line: SupportLine, columns: Sequence[str], split: Mapping[str, int]) -> SupportRow:
        """Return the line of a kind of support; ``columns`` are codes of organisations."""
        opens = self._opens and line.persons
        url = self._chosen.address(reverse(SUPPORT, args=[line.code])) if opens else ""
        return SupportRow(line, url, [split.get(code, 0) for code in columns])

    def _row(self, line: Line, indicator: str, group: str) -> Row:
        opens = self._opens and (line.unit == "persons" or line.counts in OPENED)
        return Row(
            code=line.code,
            name=line.name,
            target=line.target.get("total"),
            percent=line.percent,
            period=self._cells(line.period, indicator, group, part="okres", opens=opens),
            cumulative=self._cells(line.cumulative, indicator, group, part="", opens=opens),
            url=self._address(indicator, grupa=group) if opens else "",
            is_lower_bound=line.is_lower_bound,
            has_sexes=line.cumulative.women is not None,
        )

    def _cells(self, figure: Figure, indicator: str, group: str, part: str, *, opens: bool) -> list[Cell]:
        cells = []
        for sex, attribute in MEANING.items():
            value = getattr(figure, attribute)
            url = self._address(indicator, grupa=group, plec=sex, zakres=part) if value and opens else ""
            cells.append(Cell(value, url))
        return cells

    def _address(self, indicator: str, **more: str) -> str:
        return self._chosen.address(reverse(DETAIL, args=[indicator]), **more)


def headline(table: Table, figures: Figures) -> list[Row]:
    """Return the figures on which the grant stands: those with a target of their own."""
    rows = [figures.indicator(line) for line in table.indicators if line.target.get("total") is not None]
    return [row for row in rows if row.total.value is not None]


def _figures(figure: Figure) -> list[int | None]:
    return [figure.women, figure.men, figure.total]


def growth_chart(
    chosen: Chosen, by_day: Mapping[datetime.date, int], target: int | None, day: datetime.date
) -> CumulativeLine:
    """Return the cumulative line by quarter, from the beginning of the project to the end of the period.

    It goes on after the project, to the last day of the window of results, only where somebody counts there (R3).
    """
    project = chosen.project
    steps, quarter = [], quarter_of(project.starts_on)
    last = quarter_of(min(max([project.ends_on, *by_day]), last_day_of_results(project)))
    known_to = min(chosen.period.ends_on, day)
    while quarter.starts_on <= last.starts_on:
        known = quarter.starts_on <= known_to
        total = sum(people for on, people in by_day.items() if on <= quarter.ends_on)
        label = {1: "I", 4: "II", 7: "III", 10: "IV"}[quarter.starts_on.month]
        steps.append(Step(label, str(quarter.starts_on.year), total if known else None))
        quarter = quarter_of(quarter.ends_on + datetime.timedelta(days=1))
    return CumulativeLine(steps, target)


def organisations_in(
    split: Mapping[str, Mapping[str, int]], bodies: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the columns of the split: the organisations, and „not stated”; none where no list said who."""
    given = {code for counts in split.values() for code in counts}
    if not given - {""}:
        return []
    return [*bodies, *([("", _("not stated"))] if "" in given else [])]
