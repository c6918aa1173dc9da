"""Groups by sex for the results of a project, from the frozen evidence of an edition (S40)."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beneficiaries.enums import Sex
from portal.suppression import grid_lines, hidden_cells
from reporting.exporters.grids import Grid, without
from reporting.models import ReportEdition
from reporting.queries.built import group_counts

SEXES = (Sex.WOMAN, Sex.MAN)


def group_grids(edition: ReportEdition, threshold: int, language: str, few: Collection[str] = ()) -> list[Grid]:
    """Return a table for each result that counts people and has a target: groups by sex.

    Its sums by sex stand in the table of the indicators, so they are shown here as well. Of the codes in ``few`` that
    table leaves something out, so nothing of them is published here (S66).
    """
    lines = [line for line in edition.content["indicators"] if line["target"]["total"] and line.get("rules")]
    counted = group_counts(edition, [line["code"] for line in lines[1:]])
    names = {group["code"]: group["name"][language] for group in edition.content["groups"]}
    return [
        _grid(line["code"], line["name"][language], names, counted, threshold, is_few=line["code"] in few)
        for line in lines[1:]
    ]


def _grid(
    code: str, name: str, names: Mapping[str, str], counted: Mapping[tuple[str, str, str], int], threshold: int,
    *, is_few: bool,
) -> Grid:  # fmt: skip
    unnamed = sorted({group for indicator, group, _sex in counted if indicator == code} - set(names))
    groups = [*names, *unnamed]
    rows = [_with_sum([counted.get((code, group, sex), 0) for sex in SEXES]) for group in groups]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    hidden = None if is_few else hidden_in(rows, threshold)
    labels = [*(names.get(group, group) or _("not stated") for group in groups), _("Together")]
    head = [_("Group"), pgettext("column of women", "W"), pgettext("column of men", "M"),
            pgettext("column of women and men together", "T")]  # fmt: skip
    shown = without([[label, *row] for label, row in zip(labels, rows, strict=True)], hidden, first=1)
    return Grid(f"{name} ({code})", head, shown)


def hidden_in(rows: Sequence[Sequence[int]], threshold: int) -> set[tuple[int, int]] | None:
    """Return what is left out of a table whose last row is published in the statutory table."""
    values = {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line)}
    last = len(rows) - 1
    fixed = {cell for cell in values if cell[0] == last}
    return hidden_cells(values, grid_lines(len(rows), len(rows[0])), threshold, fixed=fixed)


def _with_sum(row: list[int]) -> list[int]:
    return [*row, sum(row)]
