"""Old backups go, the last good one never (S61)."""

import datetime

import pytest

from portal.backups.errors import BackupError
from portal.backups.thinning import read_policy, superfluous, thin


def names(*moments):
    return [f"portal-{moment:%Y%m%dT%H%M%SZ}.backup" for moment in moments]


def every_day(days, *, until=datetime.datetime(2026, 12, 15, 2, 30)):
    return names(*(until - datetime.timedelta(days=day) for day in range(days)))


def test_days_weeks_and_months_keep_one_each():
    there = every_day(400)
    kept = sorted(set(there) - set(superfluous(there, (7, 4, 6))))
    days = {name[7:15] for name in kept}
    assert days == {
        *("20261215", "20261214", "20261213", "20261212", "20261211", "20261210", "20261209"),
        *("20261206", "20261129"),  # Sundays, the latest of their weeks
        *("20261130", "20261031", "20260930", "20260831", "20260731"),
    }


def test_of_one_day_the_latest_stays():
    there = names(datetime.datetime(2026, 12, 15, 2), datetime.datetime(2026, 12, 15, 14))
    assert superfluous(there, (7, 4, 6)) == there[:1]


@pytest.mark.parametrize("policy", [(0, 0, 0), (1, 0, 0)])
def test_the_latest_of_all_stays_whatever_the_policy(policy):
    there = every_day(5)
    assert set(there) - set(superfluous(there, policy)) == {there[0]}


def test_gaps_do_not_shorten_what_is_kept():
    there = names(*(datetime.datetime(2026, month, 3) for month in (1, 4, 12)))
    assert superfluous(there, (7, 4, 6)) == []


def test_other_files_are_left_alone(tmp_path):
    for name in [*every_day(3), "notes.txt", "portal-old.backup", ".portal-20261215T023000Z.backup.partial"]:
        (tmp_path / name).touch()
    assert len(thin(tmp_path, (1, 0, 0))) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [every_day(1)[0], "notes.txt", "portal-old.backup", ".portal-20261215T023000Z.backup.partial"]
    )


@pytest.mark.parametrize("text", ["", "7", "7,4", "7;4;6", "a,b,c", "-1,2,3"])
def test_a_policy_that_is_none_is_refused(text):
    with pytest.raises(BackupError):
        read_policy(text)
