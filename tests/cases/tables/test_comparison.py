"""Two assessments side by side: the change, each in the words of its version, what is locked; and the drawing."""

import datetime
from dataclasses import replace

import pytest

from cases.queries.facts import DIAGNOSIS, CaseFact
from cases.rules.instruments import AreaOfScale, Scale
from cases.tables.diagnosis import compare, compare_two
from portal.ui.charts import Change, Dumbbell

DAY = datetime.date
FIRST = DAY(2026, 2, 2)
FIVE, NEXT, SEVEN = ("five-areas", 1), ("five-areas", 2), ("seven-areas", 1)


def area(code, prefix, *, is_protected=False):
    return AreaOfScale(code, code.title(), code, "", is_protected, {level: f"{prefix}{level}" for level in range(1, 6)})


SCALES = {
    FIVE: Scale(
        FIVE, "five", [area("work", "old "), area("culture", "old "), area("health", "old ", is_protected=True)]
    ),
    NEXT: Scale(NEXT, "five", [area("work", "new "), area("health", "new ")]),
    SEVEN: Scale(SEVEN, "seven", [area("work", "other ")]),
}


def fact(scores, *, on=FIRST, stage="entry", instrument=FIVE):
    return CaseFact(DIAGNOSIS, stage, on, stage, scores, True, "", instrument)


BEFORE = fact({"work": 1, "culture": 3, "health": 2})
AFTER = fact({"work": 3, "health": 4}, on=DAY(2026, 6, 1), stage="exit")


def rows(comparison):
    return {row.code: row for row in comparison.rows}


def test_change_and_both_sentences():
    found = compare_two(BEFORE, AFTER, SCALES, with_protected=True)
    work, culture = rows(found)["work"], rows(found)["culture"]
    assert (work.before_said, work.after_said, work.change) == ("old 1", "old 3", "+2")
    assert (culture.before, culture.after, culture.change, culture.after_said) == (3, None, "", "")
    assert "(1 → 3)" in found.sentence


def test_each_assessment_speaks_in_the_words_of_its_version():
    found = rows(compare_two(BEFORE, replace(AFTER, instrument=NEXT), SCALES, with_protected=True))
    assert (found["work"].before_said, found["work"].after_said) == ("old 1", "new 3")
    assert list(found) == ["work", "health", "culture"]


@pytest.mark.parametrize("instrument", [FIVE, NEXT])
def test_lock_of_either_version_hides_the_area_and_leaves_it_out_of_the_sentence(instrument):
    found = compare_two(BEFORE, replace(AFTER, instrument=instrument), SCALES, with_protected=False)
    health = rows(found)["health"]
    assert health.is_locked
    assert (health.before, health.after, health.before_said, health.after_said, health.change) == (
        None,
        None,
        "",
        "",
        "",
    )
    assert rows(compare_two(BEFORE, AFTER, SCALES, with_protected=True))["health"].change == "+2"
    assert found.sentence == compare_two(
        fact({"work": 1}), replace(AFTER, instrument=instrument), SCALES, with_protected=False
    ).sentence  # fmt: skip


def test_levels_of_different_instruments_are_not_compared():
    found = compare_two(BEFORE, replace(AFTER, instrument=SEVEN), SCALES, with_protected=False)
    assert [(row.code, row.before, row.after) for row in found.rows if not row.is_locked] == [
        ("work", 1, None), ("culture", 3, None), ("work", None, 3),
    ]  # fmt: skip
    assert not any(row.change for row in found.rows)
    assert not found.is_of_one_kind


def test_first_one_alone_has_no_change_and_nothing_to_compare():
    found = compare([BEFORE], SCALES, with_protected=True)
    assert (found.after, found.sentence, found.is_of_one_kind) == (None, "", True)
    assert compare([], SCALES, with_protected=True) is None


def test_marks_stand_in_the_middle_of_the_share_of_their_level():
    chart = Dumbbell(["a", "b", "c", "d", "e"], [Change("up", 1, 3), Change("down", 5, 2), Change("same", 4, 4)])
    up, down, same = (ends for _row, ends in chart.drawn)
    assert (up.before, up.after, up.moves, up.rises) == ("10%", "50%", True, True)
    assert (down.before, down.after, down.moves, down.rises) == ("90%", "30%", True, False)
    assert (same.before, same.after, same.moves) == ("70%", "70%", False)
    assert chart.grid == ["10%", "30%", "50%", "70%", "90%"]


def test_locked_row_gives_nothing_away_even_when_it_is_handed_levels():
    ((_row, ends),) = Dumbbell(["a", "b"], [Change("x", 1, 2, "+1", is_locked=True)]).drawn
    assert (ends.before, ends.after, ends.before_words, ends.after_words) == ("", "", "", "")
