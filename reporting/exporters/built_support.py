"""Support by kind and by partner, as an edition has frozen it; what speaks of few people is left out (S40)."""

from django.utils.translation import gettext as _

from portal.suppression import Cell, grid_lines, hidden_cells
from reporting.exporters.grids import Grid, Hidden, without
from reporting.exporters.presented import Presented
from reporting.models import ReportEdition


def partner_grid(edition: ReportEdition, shown: Presented, threshold: int) -> Grid:
    """Return deliveries by kind of support and organisation, with sums."""
    rows = _deliveries(shown)
    labels = [*(line.name for line in shown.support), _("Together")]
    whole = [[label, *row] for label, row in zip(labels, rows, strict=True)]
    head = [_("Kind of support"), *shown.support_columns, _("Together")]
    caption = _("Deliveries in the period, by the organisation that gave the support")
    return Grid(caption, head, without(whole, _hidden(shown, rows, threshold), first=1))


def support_grid(edition: ReportEdition, shown: Presented, threshold: int) -> Grid:
    """Return persons, deliveries and hours by kind; the same deliveries are left out as by partner."""
    rows = _deliveries(shown)
    hidden = _hidden(shown, rows, threshold)
    last = len(rows[0]) - 1
    silent = {row for row in range(len(rows)) if hidden is None or (row, last) in hidden}
    silent = _not_alone(silent, shown)
    lines: list[list[object]] = []
    for place, line in enumerate(shown.support):
        persons: object = Hidden() if 0 < line.persons < threshold else line.persons
        deliveries: object = Hidden() if hidden is None or (place, last) in hidden else line.deliveries
        lines.append([line.name, persons, deliveries, Hidden() if place in silent else line.hours])
    total = shown.support_total
    whole: object = Hidden() if hidden is None or (len(lines), last) in hidden else total.deliveries
    lines.append([_("Together"), None, whole, Hidden() if len(lines) in silent else total.hours])
    head = [_("Kind of support"), _("Persons"), _("Deliveries"), _("Hours")]
    return Grid(_("Support given to counted participants in the period"), head, lines)


def beside_grids(shown: Presented, threshold: int) -> list[Grid]:
    """Return how often and for how many hours people had an interpreter or childcare; none where nobody had."""
    rows: list[list[object]] = [
        [line.name, *((Hidden(), Hidden()) if line.times < threshold else (line.times, line.hours))]
        for line in shown.beside
    ]
    head = [_("Interpreting and childcare"), _("How many times"), _("Hours")]
    return [Grid(_("Interpreting and childcare beside support, in the period"), head, rows)] if rows else []


def _deliveries(shown: Presented) -> list[list[int]]:
    rows = [[*line.split, line.deliveries] for line in shown.support]
    return [*rows, [*shown.support_total.split, shown.support_total.deliveries]]


def _hidden(shown: Presented, rows: list[list[int]], threshold: int) -> set[Cell] | None:
    """Return what is left out of the deliveries; a kind that few people used is left out whole."""
    values = {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line)}
    few = {place for place, line in enumerate(shown.support) if 0 < line.persons < threshold}
    sensitive = {cell for cell, value in values.items() if cell[0] in few and value}
    return hidden_cells(values, grid_lines(len(rows), len(rows[0])), threshold, sensitive=sensitive)


def _not_alone(silent: set[int], shown: Presented) -> set[int]:
    """Return the rows without hours: never one alone, because the sum would give it back."""
    if len(silent) != 1:
        return silent
    others = [place for place in range(len(shown.support)) if place not in silent]
    least = min(others, key=lambda place: shown.support[place].hours, default=len(shown.support))
    return silent | {least}
