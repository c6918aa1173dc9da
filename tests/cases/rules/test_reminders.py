"""Who has left is reminded on the seventh, fourteenth and twenty-first day (R43)."""

import datetime

import pytest

from cases.rules.reminders import reminders_due

END = datetime.date(2026, 9, 1)


@pytest.mark.parametrize(("passed", "due"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (20, 2), (21, 3), (400, 3)])
def test_reminders_come_due_on_their_days(passed, due):
    assert reminders_due(END, END + datetime.timedelta(days=passed)) == due
