"""How long a document is good, and what of its number is kept (R88, R100)."""

import datetime

import pytest

from beneficiaries.rules.documents import Urgency, last_characters, last_day, urgency

DAY = datetime.date(2026, 12, 15)


def in_days(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (-1, Urgency.OVER),
        (0, Urgency.SOON),
        (30, Urgency.SOON),
        (31, Urgency.LATER),
        (90, Urgency.LATER),
        (91, Urgency.NONE),
    ],
)
def test_urgency_has_its_steps_at_the_last_day_at_30_and_at_90_days(left, expected):
    assert urgency(in_days(left), DAY) is expected


def test_nothing_is_urgent_without_a_last_day():
    assert urgency(None, DAY) is Urgency.NONE


@pytest.mark.parametrize(
    ("valid_to", "prolonged_to", "unlimited", "expected"),
    [
        (DAY, None, False, DAY),
        (DAY, in_days(79), False, in_days(79)),
        (DAY, in_days(-5), False, DAY),
        (None, None, True, None),
        (None, None, False, None),
        (None, DAY, False, None),
    ],
)
def test_the_later_of_the_printed_day_and_that_of_the_law_is_the_last(valid_to, prolonged_to, unlimited, expected):
    assert last_day(valid_to, prolonged_to, is_unlimited=unlimited) == expected


@pytest.mark.parametrize(
    ("number", "kept"), [("FE 123-4567", "4567"), ("ab12", "AB12"), ("7", "7"), (" - ", ""), ("№ іх45", "ІХ45")]
)
def test_of_a_number_the_last_four_characters_are_kept(number, kept):
    assert last_characters(number) == kept
