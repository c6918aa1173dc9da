"""Small cells never follow from what is shown, nor from several tables of one report (S40)."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.suppression import follows, grid_lines, hidden_cells

K = 5


def table(rows: list[list[int]]) -> dict:
    """Return cells with the sums of rows and columns added."""
    wide = [[*row, sum(row)] for row in rows]
    whole = [*wide, [sum(column) for column in zip(*wide, strict=True)]]
    return {(row, column): value for row, line in enumerate(whole) for column, value in enumerate(line)}


def lines_of(values: dict) -> list:
    return grid_lines(max(row for row, _ in values) + 1, max(column for _, column in values) + 1)


def test_one_small_cell_takes_others_with_it():
    values = table([[3, 20], [30, 40], [50, 60]])
    hidden = hidden_cells(values, lines_of(values), K)
    assert (0, 0) in hidden
    assert len(hidden) >= 4
    assert not follows(hidden, lines_of(values))


def test_nothing_is_hidden_where_nothing_is_small():
    values = table([[30, 20], [0, 40]])
    assert hidden_cells(values, lines_of(values), K) == set()


def test_fixed_totals_that_give_it_back_stop_the_table():
    values = {(0, 0): 3, (0, 1): 50, (0, 2): 53}
    line = [list(values)]
    assert hidden_cells(values, line, K, fixed={(0, 1), (0, 2)}) is None
    assert hidden_cells(values, line, K, fixed={(0, 2)}) == {(0, 0), (0, 1)}


def test_hidden_cells_that_are_few_together_take_one_more():
    values = {(0, 0): 1, (0, 1): 2, (0, 2): 40, (0, 3): 43}
    assert hidden_cells(values, [list(values)], K, fixed={(0, 3)}) == {(0, 0), (0, 1), (0, 2)}


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_hidden_cell_follows_from_the_others(rows):
    values = table(rows)
    lines = lines_of(values)
    hidden = hidden_cells(values, lines, K)
    shown = {} if hidden is None else {cell: value for cell, value in values.items() if cell not in hidden}
    assert not any(0 < value < K for value in shown.values())
    if hidden:
        for cell in hidden:
            assert possible(values, lines, hidden, cell) > 1


def possible(values: dict, lines: list, hidden: set, cell: tuple) -> int:
    """Return how many values of a cell fit what is shown (counted up to two), by moving along one alternative table.

    Independent of the product: looks for whole-number moves of the hidden cells, from -1 to 1 each, that keep each line.
    """
    others = [each for each in sorted(hidden) if each != cell]
    for size in range(len(others) + 1):
        for moved in itertools.combinations(others, size):
            for signs in itertools.product((1, -1), repeat=size):
                move = {cell: 1, **dict(zip(moved, signs, strict=True))}
                if all(sum(move.get(c, 0) * (-1 if c == line[-1] else 1) for c in line) == 0 for line in lines):
                    return 2
        if size > 7:
            return 2  # long cycles: the rank of the lines has said it already
    return 1
