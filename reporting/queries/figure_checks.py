"""Checks of the figures as a whole: sums that must be equal, and whether the last report still says what is so."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from portal.imports.enums import RowState
from portal.imports.models import ImportedRow
from portal.programmes.models import GrantProject, ServiceType
from reporting.models import ReportEdition
from reporting.queries.table import Table, indicator_table
from reporting.rules import Figure, Indicator, Period

GROUPS, STATUS, EDUCATION, AGE, LONG_TERM = "groups-sum", "status-sum", "education-sum", "age-sum", "long-term-part"
REPORT, HELD, KINDS = "report-differs", "rows-held", "kinds-without-word"
PARTICIPANTS = "EECO01"


@dataclass(frozen=True)
class Difference:
    """One line of a frozen report that the data say otherwise by now (R28): women, men and together."""

    code: str
    name: str
    frozen: Figure
    now: Figure


@dataclass(frozen=True)
class FigureCheck:
    """One check: how many things it found, the parts that were added up and what they must make, differences."""

    code: str
    found: int
    parts: Sequence[int] = ()
    whole: int = 0
    differences: Sequence[Difference] = ()
    edition: ReportEdition | None = None


def figure_checks(
    project: GrantProject, period: Period, indicators: Sequence[Indicator], table: Table
) -> list[FigureCheck]:
    """Weigh the figures of a table and the last report of the project (six queries at most)."""
    totals = {line.code: line.cumulative.total for line in table.indicators}
    whole = totals.get(PARTICIPANTS, 0)
    return [
        _equal(GROUPS, [line.cumulative.total for line in table.groups], whole),
        _equal(STATUS, _parts(totals, "EECO02", "EECO04", "EECO05"), whole),
        _equal(EDUCATION, _parts(totals, "EECO09", "EECO10", "EECO11"), whole),
        _at_most(AGE, _parts(totals, "EECO06", "EECO07", "EECO08"), whole),
        _at_most(LONG_TERM, _parts(totals, "EECO03"), totals.get("EECO02", 0)),
        _last_report(project, indicators),
        FigureCheck(
            HELD, ImportedRow.objects.filter(grant_project=project, state=RowState.HELD, sheet="people").count()
        ),
        FigureCheck(KINDS, ServiceType.objects.filter(grant_project=project, smefs_kind="").count()),
    ]


def _parts(totals: dict[str, int], *codes: str) -> list[int]:
    return [totals[code] for code in codes if code in totals]


def _equal(code: str, parts: Sequence[int], whole: int) -> FigureCheck:
    return _weighed(code, parts, whole, lambda together: abs(whole - together))


def _at_most(code: str, parts: Sequence[int], whole: int) -> FigureCheck:
    return _weighed(code, parts, whole, lambda together: max(together - whole, 0))


def _weighed(code: str, parts: Sequence[int], whole: int, too_many: Callable[[int], int]) -> FigureCheck:
    return FigureCheck(code, too_many(sum(parts)) if parts else 0, parts, whole)


def _last_report(project: GrantProject, indicators: Sequence[Indicator]) -> FigureCheck:
    last = ReportEdition.objects.filter(grant_project=project).order_by("-ends_on", "-known_on").first()
    if last is None:
        return FigureCheck(REPORT, 0)
    now = indicator_table(project, Period(last.starts_on, last.ends_on), indicators)
    differences = list(_differences(last, now))
    return FigureCheck(REPORT, len(differences), differences=differences, edition=last)


def _differences(last: ReportEdition, now: Table) -> Iterable[Difference]:
    frozen = {line["code"]: line["cumulative"] for line in (*last.content["indicators"], *last.content["groups"])}
    for line in (*now.indicators, *now.groups):
        before = frozen.get(line.code)
        if before is not None and before != line.cumulative.as_json():
            yield Difference(line.code, line.name, Figure(**before), line.cumulative)
