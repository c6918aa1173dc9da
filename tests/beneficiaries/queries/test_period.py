"""A project cannot be moved away from under people who take part in it (R15)."""

import datetime

import pytest

from beneficiaries.models import ParticipationVersion
from portal.programmes.loading import SHIPPED, ConfigurationError, load_programme
from tests.factories.beneficiaries import make_participation, make_person
from tests.programmes import CODE

DAY = datetime.date
FIRST, LAST = "starts_on = 2025-01-01", "ends_on = 2026-12-31"


@pytest.fixture
def load(tmp_path):
    """Load the file of Sopot with other days."""

    def loaded(*changes):
        text = (SHIPPED / f"{CODE}.toml").read_text(encoding="utf-8")
        for old, new in changes:
            text = text.replace(old, new, 1)
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")
        return load_programme(str(tmp_path / "own.toml"))

    return loaded


@pytest.fixture
def taking_part(sopot):
    for start in (DAY(2025, 3, 1), DAY(2025, 4, 1), DAY(2026, 11, 30), None):
        make_participation(make_person(), sopot, start_on=start)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ((FIRST, "starts_on = 2025-04-02"),
         "starts_on: 2025-04-02 would leave participations outside the project: 2, begun from 2025-03-01 to 2025-04-01"),
        ((LAST, "ends_on = 2026-11-29"),
         "ends_on: 2026-11-29 would leave participations outside the project: 1, begun from 2026-11-30 to 2026-11-30"),
    ],
)  # fmt: skip
def test_days_that_leave_somebody_outside_are_refused(sopot, taking_part, load, change, line):
    with pytest.raises(ConfigurationError, match=line):
        load(change)
    sopot.refresh_from_db()
    assert (sopot.starts_on, sopot.ends_on) == (DAY(2025, 1, 1), DAY(2026, 12, 31))


def test_days_that_keep_everybody_inside_are_moved(taking_part, load):
    project = load((FIRST, "starts_on = 2025-03-01"), (LAST, "ends_on = 2026-11-30"))
    assert (project.starts_on, project.ends_on) == (DAY(2025, 3, 1), DAY(2026, 11, 30))


def test_who_was_outside_before_does_not_hold_the_project(sopot, load):
    made = make_participation(make_person(), sopot, start_on=DAY(2024, 12, 1))
    assert load((FIRST, "starts_on = 2025-02-01")).starts_on == DAY(2025, 2, 1)
    assert ParticipationVersion.objects.get().pk == made.current_version.pk
