"""Hours of work: a visit is one piece, as long as the longest that somebody received."""

import datetime
import itertools
import uuid
from decimal import Decimal

import pytest

from services.rules.work import Work, same_visit

DAY, KEY = datetime.date(2026, 9, 10), uuid.UUID(int=1)


def work_of(*said):
    done = Work()
    for each in said:
        done.add(*each)
    return done.times, done.hours, done.travel_minutes, done.unknown


def test_what_stands_alone_is_added_up():
    assert work_of((Decimal(1), 10), (Decimal("0.5"), None), (None, 5)) == (3, Decimal("1.5"), 15, 1)


@pytest.mark.parametrize("said", list(itertools.permutations([(Decimal(1), 40), (Decimal(2), 30), (None, None)])))
def test_visit_is_as_long_as_the_longest_in_any_order(said):
    assert work_of(*((*each, KEY) for each in said), (Decimal(3), 20)) == (2, 5, 60, 0)


def test_visit_without_hours_is_unknown_once():
    assert work_of((None, None, KEY), (None, 20, KEY)) == (1, 0, 20, 1)


def test_another_day_or_kind_is_another_piece_and_nothing_ties_what_stands_alone():
    keys = {same_visit(KEY, DAY, 1), same_visit(KEY, DAY, 2), same_visit(KEY, DAY + datetime.timedelta(days=1), 1)}
    assert len(keys) == 3
    assert same_visit(None, DAY, 1) is None
