"""Small cells are left out so that no total gives them back (S40, S66): primary and complementary suppression.

A table is cells and lines; a line says that its last cell is the sum of the others. Hidden is first what counts 1 to
``threshold - 1`` people. Then, as long as a hidden cell follows from what is shown, another cell of one of its lines is
hidden: the smallest that is not zero. Cells of the statutory table (``fixed``) are published elsewhere and are never
hidden; where they would give a hidden cell back whatever else is hidden, the table is not published at all.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

Cell = tuple[int, int]
Line = Sequence[Cell]
Figures = Sequence[int | None]
"""Women, men and total; women and men are ``None`` for what is no people."""


def hidden_cells(
    values: Mapping[Cell, int],
    lines: Sequence[Line],
    threshold: int,
    *,
    fixed: Collection[Cell] = (),
    sensitive: Collection[Cell] = (),
) -> set[Cell] | None:
    """Return the cells to leave out; ``None`` when the table cannot be published.

    ``sensitive`` are cells that speak of few people although their own value is no number of people.
    """  # fmt: skip
    hidden = {cell for cell, value in values.items() if cell not in fixed and 0 < value < threshold}
    hidden |= {cell for cell in sensitive if cell not in fixed}
    while (line := _telling(values, lines, hidden, threshold)) is not None:
        more = [cell for cell in line if cell not in hidden and cell not in fixed]
        if not more:
            return None
        hidden.add(min(more, key=lambda cell: (values[cell] == 0, cell == line[-1], values[cell], cell)))
    return hidden


def hidden_of_sexes(rows: Sequence[Figures], wholes: Sequence[Figures], threshold: int) -> set[Cell]:
    """Return what is left out of rows of women, men and total: each row adds up, and none is published elsewhere.

    ``wholes`` are the rows of everybody of whom these are a part: what is left of them must not be few either.
    """
    values = {(row, column): value or 0 for row, figures in enumerate(rows) for column, value in enumerate(figures)}
    rest = {
        (row, column): (value or 0) - values[row, column]
        for row, figures in enumerate(wholes)
        for column, value in enumerate(figures)
    }
    sensitive = {cell for cell, left in rest.items() if values[cell] and 0 < left < threshold}
    lines = [[(row, column) for column in range(len(figures))] for row, figures in enumerate(rows)]
    return hidden_cells(values, lines, threshold, sensitive=sensitive) or set()


def grid_lines(rows: int, columns: int) -> list[Line]:
    """Return the lines of a table whose last row and last column are sums."""
    across = [[(row, column) for column in range(columns)] for row in range(rows)]
    down = [[(row, column) for row in range(rows)] for column in range(columns)]
    return [*across, *down]


def follows(cells: Collection[Cell], lines: Sequence[Line]) -> set[Cell]:
    """Return which of the hidden ``cells`` can be worked out from the lines and everything that is shown."""
    order = sorted(cells)
    rows = [[_weight(line, cell) for cell in order] for line in lines]
    reduced = _reduced([row for row in rows if any(row)])
    alone = [row for row in reduced if sum(1 for weight in row if weight) == 1]
    return {order[next(place for place, weight in enumerate(row) if weight)] for row in alone}


def _telling(values: Mapping[Cell, int], lines: Sequence[Line], hidden: set[Cell], threshold: int) -> Line | None:
    """Return a line that gives away a hidden cell, or the sum of hidden ones when that is small; else ``None``."""
    told = follows(hidden, lines)
    for line in sorted(lines, key=lambda line: sum(cell in hidden for cell in line)):
        inside = [cell for cell in line if cell in hidden]
        if told.intersection(inside):
            return line
        together = abs(sum(values[cell] * _weight(line, cell) for cell in inside))
        if inside and line[-1] not in hidden and 0 < together < threshold:
            return line
    return None


def _weight(line: Line, cell: Cell) -> int:
    if cell not in line:
        return 0
    return -1 if cell == line[-1] else 1


def _reduced(rows: list[list[int]]) -> list[list[Fraction]]:
    """Return the rows in reduced echelon form."""
    matrix = [[Fraction(weight) for weight in row] for row in rows]
    done = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((place for place in range(done, len(matrix)) if matrix[place][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        matrix[done] = [weight / matrix[done][column] for weight in matrix[done]]
        for place, row in enumerate(matrix):
            if place != done and row[column]:
                matrix[place] = [
                    mine - row[column] * theirs for mine, theirs in zip(row, matrix[done], strict=True)
                ]  # fmt: skip
        done += 1
    return matrix[:done]
