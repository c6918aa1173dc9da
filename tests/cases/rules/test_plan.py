"""How far a plan is, what is overdue, what a low level proposes, who signs."""

import datetime

import pytest

from cases.rules.plan import is_overdue, low_areas, next_review, progress, who_signs

DAY = datetime.date


@pytest.mark.parametrize(("states", "said"), [
    ([], (0, 0)),
    (["done", "planned", "under-way"], (1, 3)),
    (["done", "dropped"], (1, 1)),
    (["dropped"], (0, 0)),
])  # fmt: skip
def test_dropped_steps_count_neither_as_done_nor_at_all(states, said):
    assert progress(states) == said


@pytest.mark.parametrize(("state", "due", "late"), [
    ("planned", 11, True), ("under-way", 11, True), ("planned", 12, False), ("done", 1, False), ("dropped", 1, False),
])  # fmt: skip
def test_step_is_overdue_after_its_last_day_until_it_is_done_or_dropped(state, due, late):
    assert is_overdue(state, DAY(2026, 5, due), DAY(2026, 5, 12)) is late


def test_next_review_is_a_quarter_later():
    assert next_review(DAY(2026, 2, 10)) == DAY(2026, 5, 12)


def test_areas_up_to_level_two_are_low():
    assert low_areas({"work": 1, "social": 2, "culture": 3}) == {"work": 1, "social": 2}


@pytest.mark.parametrize(("age", "who"), [(17, "guardian"), (18, "participant")])
def test_guardian_signs_for_a_child(age, who):
    assert who_signs(age) == who
