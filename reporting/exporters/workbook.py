"""The report as a workbook: the same numbers as the PDF, as numbers, with a sheet that says how they are counted.

Text is written as text, so that no cell is ever a formula (S39); nothing is hidden, and the file names no account,
path or machine (S40).
"""

import io
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.formatting import DASH, moment, short_date
from reporting.exporters.differences import ChangeOfPerson
from reporting.exporters.presented import Counts, FigureLine, Presented, presented
from reporting.exporters.unnamed import unnamed_in_files
from reporting.models import ReportEdition

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | None
WIDE, MIDDLE, NARROW = 60, 24, 11


def edition_as_xlsx(edition: ReportEdition, *, is_draft: bool = False, but: Collection[str] = ()) -> bytes:
    """Return the workbook of an edition in the active language; a draft says so in its first row.

    Protected people and numbers in ``but`` are counted and never named.
    """
    import xlsxwriter  # here: large, and most processes never read or write a workbook

    out, report = io.BytesIO(), presented(edition, unnamed_in_files(edition, but))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": report.title, "created": timezone.make_naive(edition.known_on)})
        sheets = _Sheets(workbook)
        sheets.write(_("Report"), (WIDE, *[NARROW] * 10), _report_rows(report, is_draft=is_draft))
        sheets.write(_("How we count"), (NARROW, WIDE, WIDE * 2, NARROW), _method_rows(report))
        sheets.write(_("Notes on the data"), (WIDE, NARROW, WIDE * 2), _note_rows(report))
        if report.earlier_label:
            sheets.write(_("Differences"), (MIDDLE, MIDDLE, WIDE, WIDE, NARROW), _difference_rows(report))
    return out.getvalue()


class _Sheets:
    """Writes rows of cells into sheets; a row whose first cell is a ``_Head`` is a heading."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._number = workbook.add_format({"num_format": "#,##0", "valign": "top"})
        self._decimal = workbook.add_format({"num_format": "#,##0.00", "valign": "top"})

    def write(self, name: str, widths: Sequence[int], rows: Sequence[Sequence[Cell]]) -> None:
        """Add a sheet with these rows."""
        sheet = self._workbook.add_worksheet(name[:31])
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                self._cell(sheet, number, place, value)

    def _cell(self, sheet: "Worksheet", row: int, place: int, value: Any) -> None:
        if isinstance(value, Decimal):
            sheet.write_number(row, place, value, self._decimal)
        elif isinstance(value, int):
            sheet.write_number(row, place, value, self._number)
        elif value is not None:
            sheet.write_string(row, place, str(value), self._bold if isinstance(value, _Head) else self._plain)


class _Head(str):
    """Text of a heading."""


def _report_rows(report: Presented, *, is_draft: bool) -> list[list[Cell]]:
    edition = report.edition
    period = f"{short_date(report.starts_on)}–{short_date(report.ends_on)}"
    draft: list[list[Cell]] = [[_Head(_("Draft, not frozen"))]] if is_draft else []
    identity: list[list[Cell]] = [] if is_draft else _identity_rows(report)
    return [
        *draft,
        [_Head(report.title)],
        [_("Project"), report.project],
        [_("Project number"), report.agreement_number or _("number of the project not entered")],
        [_("Action"), report.measure],
        [_("Carried out by"), ", ".join(report.organisations)],
        [_("Period"), period],
        [_("Purpose"), report.purpose],
        [_("Data as of"), moment(edition.known_on)],
        *identity,
        [],
        [_Head(_("Indicators of the project"))],
        *_figures(report.headline),
        [],
        [_Head(_("Common indicators of the fund"))],
        *_figures(report.common),
        *_own_rows(report),
        [],
        [_Head(_("Support in the period"))],
        *_support(report),
        *_beside(report),
    ]


def _identity_rows(report: Presented) -> list[list[Cell]]:
    edition = report.edition
    alone: list[list[Cell]] = (
        [[_("Approved without a second person"), report.alone_reason]] if report.alone_reason else []
    )
    state = [[_("Edition"), edition.label], [_("checksum"), edition.checksum], [_("State"), report.state]]
    return [*state, *(alone if report.alone_reason else [])]


def _figures(lines: Sequence[FigureLine]) -> list[list[Cell]]:
    parts = [
        (_("In the period"), pgettext("column of women", "W")),
        (_("In the period"), pgettext("column of men", "M")),
        (_("In the period"), pgettext("column of women and men together", "T")),
        (_("Cumulative"), pgettext("column of women", "W")),
        (_("Cumulative"), pgettext("column of men", "M")),
        (_("Cumulative"), pgettext("column of women and men together", "T")),
    ]
    head = [_("Indicator"), _("Code"), _("Target"), *(f"{part} {sex}" for part, sex in parts), _("Percent of target")]
    body = [
        [line.name, line.code, _target(line), *_counts(line.period), *_counts(line.cumulative), line.percent]
        for line in lines
    ]
    return [[_Head(text) for text in head], *body]


def _own_rows(report: Presented) -> list[list[Cell]]:
    if not report.own:
        return []
    rows = [[DASH if cell is None else cell for cell in row] for row in _figures(report.own)]
    few: list[list[Cell]] = [[report.few]] if report.few else []
    return [[], [_Head(_("Own indicators of the project"))], *rows, *few]


def _target(line: FigureLine) -> Cell:
    return line.target_in_words if line.is_lower_bound and line.target is not None else line.target


def _counts(counts: Counts) -> list[Cell]:
    return [counts.women, counts.men, counts.total]


def _support(report: Presented) -> list[list[Cell]]:
    head = [_("Kind of support"), _("Persons"), _("Deliveries"), _("Hours"), *report.support_columns]
    body: list[list[Cell]] = [
        [line.name, line.persons, line.deliveries, line.hours, *line.split] for line in report.support
    ]
    total = report.support_total
    return [
        [_Head(text) for text in head],
        *body,
        [_Head(_("Together")), None, total.deliveries, total.hours, *total.split],
    ]


def _beside(report: Presented) -> list[list[Cell]]:
    if not report.beside:
        return []
    head = [_Head(text) for text in (_("Interpreting and childcare"), _("How many times"), _("Hours"))]
    return [[], head, *([line.name, line.times, line.hours] for line in report.beside)]


def _method_rows(report: Presented) -> list[list[Cell]]:
    head: list[list[Cell]] = [[_Head(_("Code")), _Head(_("Indicator")), _Head(_("Conditions")), _Head(_("Version"))]]
    lines = [*report.headline, *report.common, *report.own]
    body: list[list[Cell]] = [
        [line.code, line.name, "; ".join(line.conditions) or line.definition, line.version]
        for line in lines
        if not line.is_group
    ]
    return head + body


def _note_rows(report: Presented) -> list[list[Cell]]:
    head: list[list[Cell]] = [[_Head(_("Check")), _Head(_("People")), _Head(_("Explanation"))]]
    found = [[note.title, note.people, note.in_full] for note in (*report.blocking, *report.notes, *report.passed)]
    held: list[list[Cell]] = [[_("Rows of lists that wait for a decision"), report.held, _("They are not counted.")]]
    changes: list[list[Cell]] = [[each.name, None, _change(each.came, each.went)] for each in report.changes]
    if changes:
        title = _("Changes since the report %(label)s for days already reported") % {"label": report.earlier_label}
        changes.insert(0, [_Head(title)])
    return head + found + held + changes


def _difference_rows(report: Presented) -> list[list[Cell]]:
    """Return how the figures came about, then who counts otherwise than in the edition before, and why."""
    title = _("Differences from the report %(label)s") % {"label": report.earlier_label}
    figures = [_("Indicator"), _("Previously"), _("Corrections of earlier days"), _("New"), _("Cumulative")]
    people = [_("Number"), _("Indicators"), _("What is otherwise"), _("Where it comes from")]
    return [
        [_Head(title)],
        [_Head(text) for text in figures],
        *([each.name, each.before, each.corrected, each.new, each.after] for each in report.carried),
        [],
        [_Head(text) for text in people],
        *_people_rows(report.differences),
        [],
        [_Head(text) for text in (people[0], _("Kind of support"), *people[2:])],
        *_people_rows(report.support_changes),
        *([[], [report.left_out]] if report.left_out else []),
    ]


def _people_rows(changes: Sequence[ChangeOfPerson]) -> list[list[Cell]]:
    return [[each.number, each.indicators, each.what, "; ".join(each.causes)] for each in changes]


def _change(came: str, went: str) -> str:
    said = [
        f"{words} {numbers}." for words, numbers in ((_("Added:"), came), (_("No longer counted:"), went)) if numbers
    ]
    return " ".join(said)
