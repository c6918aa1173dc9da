"""The report as a workbook: the same numbers as the PDF, as numbers, with a sheet that says how they are counted.

Text is written as text, so that no cell is ever a formula (S39); nothing is hidden, and the file names no account,
path or machine (S40).
"""

import io
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.formatting import DASH, moment, short_date
from portal.workbooks import Head
from reporting.exporters.differences import ChangeOfPerson
from reporting.exporters.presented import Counts, FigureLine, Presented, presented
from reporting.exporters.unnamed import unnamed_in_files
from reporting.models import ReportEdition

if TYPE_CHECKING:
    from portal.workbooks.book import Workbook

Cell = str | int | Decimal | None
WIDE, MIDDLE, NARROW = 60, 24, 11


def edition_as_xlsx(edition: ReportEdition, *, is_draft: bool = False, but: Collection[str] = ()) -> bytes:
    """Return the workbook of an edition in the active language; a draft says so in its first row.

    Protected people and numbers in ``but`` are counted and never named.
    """
    from portal.workbooks.book import Workbook  # here: the library of workbooks comes with it

    out, report = io.BytesIO(), presented(edition, unnamed_in_files(edition, but))
    with Workbook(out, in_memory=True) as book:
        book.set_properties({"title": report.title, "created": timezone.make_naive(edition.known_on)})
        _write(book, _("Report"), (WIDE, *[NARROW] * 10), _report_rows(report, is_draft=is_draft))
        _write(book, _("How we count"), (NARROW, WIDE, WIDE * 2, NARROW), _method_rows(report))
        _write(book, _("Notes on the data"), (WIDE, NARROW, WIDE * 2), _note_rows(report))
        if report.earlier_label:
            _write(book, _("Differences"), (MIDDLE, MIDDLE, WIDE, WIDE, NARROW), _difference_rows(report))
    return out.getvalue()


def _write(book: "Workbook", name: str, widths: Sequence[int], rows: Sequence[Sequence[Cell]]) -> None:
    """Add a sheet with these rows."""
    sheet, place = book.add_worksheet(name[:31]), 0
    for width, alike in groupby(widths):
        first, place = place, place + len(list(alike))
        sheet.set_column(first, place - 1, width)
    sheet.write_rows(0, rows, book)


def _report_rows(report: Presented, *, is_draft: bool) -> list[list[Cell]]:
    edition, heads = report.edition, _figure_heads()
    period = f"{short_date(report.starts_on)}–{short_date(report.ends_on)}"
    draft: list[list[Cell]] = [[Head(_("Draft, not frozen"))]] if is_draft else []
    identity: list[list[Cell]] = [] if is_draft else _identity_rows(report)
    return [
        *draft,
        [Head(report.title)],
        [_("Project"), report.project],
        [_("Project number"), report.agreement_number or _("number of the project not entered")],
        [_("Action"), report.measure],
        [_("Carried out by"), ", ".join(report.organisations)],
        [_("Period"), period],
        [_("Purpose"), report.purpose],
        [_("Data as of"), moment(edition.known_on)],
        *identity,
        [],
        [Head(_("Indicators of the project"))],
        *_figures(report.headline, heads),
        [],
        [Head(_("Common indicators of the fund"))],
        *_figures(report.common, heads),
        *_own_rows(report, heads),
        [],
        [Head(_("Support in the period"))],
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


def _figure_heads() -> list[Head]:
    parts = (_("In the period"), _("Cumulative"))
    sexes = (
        pgettext("column of women", "W"), pgettext("column of men", "M"),
        pgettext("column of women and men together", "T"),
    )  # fmt: skip
    counts = [f"{part} {sex}" for part in parts for sex in sexes]
    return [Head(text) for text in (_("Indicator"), _("Code"), _("Target"), *counts, _("Percent of target"))]


def _figures(lines: Sequence[FigureLine], heads: list[Head]) -> list[list[Cell]]:
    body = [
        [line.name, line.code, _target(line), *_counts(line.period), *_counts(line.cumulative), line.percent]
        for line in lines
    ]
    return [list(heads), *body]


def _own_rows(report: Presented, heads: list[Head]) -> list[list[Cell]]:
    if not report.own:
        return []
    rows = [[DASH if cell is None else cell for cell in row] for row in _figures(report.own, heads)]
    few: list[list[Cell]] = [[report.few]] if report.few else []
    return [[], [Head(_("Own indicators of the project"))], *rows, *few]


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
        [Head(text) for text in head],
        *body,
        [Head(_("Together")), None, total.deliveries, total.hours, *total.split],
    ]


def _beside(report: Presented) -> list[list[Cell]]:
    if not report.beside:
        return []
    head = [Head(text) for text in (_("Interpreting and childcare"), _("How many times"), _("Hours"))]
    return [[], head, *([line.name, line.times, line.hours] for line in report.beside)]


def _method_rows(report: Presented) -> list[list[Cell]]:
    head: list[list[Cell]] = [[Head(_("Code")), Head(_("Indicator")), Head(_("Conditions")), Head(_("Version"))]]
    lines = [*report.headline, *report.common, *report.own]
    body: list[list[Cell]] = [
        [line.code, line.name, "; ".join(line.conditions) or line.definition, line.version]
        for line in lines
        if not line.is_group
    ]
    return head + body


def _note_rows(report: Presented) -> list[list[Cell]]:
    head: list[list[Cell]] = [[Head(_("Check")), Head(_("People")), Head(_("Explanation"))]]
    found = [[note.title, note.people, note.in_full] for note in (*report.blocking, *report.notes, *report.passed)]
    held: list[list[Cell]] = [[_("Rows of lists that wait for a decision"), report.held, _("They are not counted.")]]
    changes: list[list[Cell]] = [[each.name, None, _change(each.came, each.went)] for each in report.changes]
    if changes:
        title = _("Changes since the report %(label)s for days already reported") % {"label": report.earlier_label}
        changes.insert(0, [Head(title)])
    return head + found + held + changes


def _difference_rows(report: Presented) -> list[list[Cell]]:
    """Return how the figures came about, then who counts otherwise than in the edition before, and why."""
    title = _("Differences from the report %(label)s") % {"label": report.earlier_label}
    figures = [_("Indicator"), _("Previously"), _("Corrections of earlier days"), _("New"), _("Cumulative")]
    people = [_("Number"), _("Indicators"), _("What is otherwise"), _("Where it comes from")]
    return [
        [Head(title)],
        [Head(text) for text in figures],
        *([each.name, each.before, each.corrected, each.new, each.after] for each in report.carried),
        [],
        [Head(text) for text in people],
        *_people_rows(report.differences),
        [],
        [Head(text) for text in (people[0], _("Kind of support"), *people[2:])],
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
