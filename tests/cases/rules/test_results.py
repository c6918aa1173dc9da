"""Who is a child at the end, and who may stand beside the assessor (R47, R62, R64)."""

import datetime

import pytest

from cases.rules.results import is_child, is_second_person

DAY = datetime.date


@pytest.mark.parametrize(
    ("born", "end_on", "child"),
    [
        (DAY(2008, 6, 11), DAY(2026, 6, 10), True),
        (DAY(2008, 6, 10), DAY(2026, 6, 10), False),
        (DAY(2008, 2, 29), DAY(2026, 2, 28), False),
        (DAY(2008, 6, 11), None, False),
    ],
)
def test_child_is_who_is_under_18_at_the_end(born, end_on, child):
    assert is_child(born, end_on, DAY(2026, 12, 1)) is child


@pytest.mark.parametrize(
    ("name", "assessor", "entered", "second"),
    [
        ("Joanna Nowicka", "Anna Kowalska", False, True),
        ("Joanna Nowicka", "Anna Kowalska", True, False),
        ("Marta Zielińska", "mgr Zielinska MARTA, psycholog", False, False),
        ("Marta Zielińska", "Marta Nowak", False, True),
        ("", "", False, True),
    ],
)
def test_second_person_is_neither_assessor_nor_writer(name, assessor, entered, second):
    assert is_second_person(name, assessor, entered=entered) is second
