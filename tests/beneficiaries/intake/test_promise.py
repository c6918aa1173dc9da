"""An answer is promised within three working days; the tile of who waits is late after them, not after a weekend."""

import datetime

import pytest

from beneficiaries.rules.intake import answer_due

DAY = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("sent", "due"), [("2026-03-03", "2026-03-06"), ("2026-03-05", "2026-03-10"), ("2026-12-22", "2026-12-29")]
)
def test_weekends_and_days_off_by_law_are_not_counted(sent, due):
    assert answer_due(DAY(sent)) == DAY(due)
