"""Worked examples B (age at the start) and C (status and education)."""

import datetime

import pytest

from beneficiaries.rules.age import completed_years
from tests.workbooks import PUPIL

AGES = ("EECO06", "EECO07", "EECO08")
WORK = ("EECO02", "EECO03", "EECO04", "EECO05")
INACTIVE = {"status": "bierna zawodowo"}


@pytest.mark.parametrize(
    ("born", "start", "age", "codes"),
    [
        pytest.param("2008-03-16", "2026-03-15", 17, ["EECO06"], id="B1"),
        pytest.param("2008-03-15", "2026-03-15", 18, ["EECO07"], id="B2"),
        pytest.param("1996-05-04", "2026-05-03", 29, ["EECO07"], id="B3"),
        pytest.param("1971-09-02", "2026-09-01", 54, [], id="B5"),
        pytest.param("1971-09-01", "2026-09-01", 55, ["EECO08"], id="B6"),
        pytest.param("2008-02-29", "2026-02-27", 17, ["EECO06"], id="B8"),
        pytest.param("2008-02-29", "2026-02-28", 18, ["EECO07"], id="B8-the-day-after"),
        pytest.param("1996-05-03", "2026-05-03", 30, [], id="B3-a-day-older"),
    ],
)
def test_age_counts_in_completed_years_at_the_start(take, people, born, start, age, codes):
    people.supported(on=start, born=born)
    done = take(people)
    assert done.version().age_at_start == age
    assert done.counts(*AGES) == codes
    assert done.total("EECO01") == 1


def test_B9_who_turns_18_during_the_project_stays_a_child_in_the_figures(take, people):
    people.supported(on="2026-06-01", **{**PUPIL, "born": "2008-06-10"}, end="2026-09-30")
    done = take(people)
    assert done.counts(*AGES) == ["EECO06"]
    assert done.total("EECO07", "2026-12-31") == 0
    assert done.version().age_at_start == 17


def test_B10_a_child_of_six_is_inactive_with_ISCED_0_2(take, people):
    people.supported(on="2026-03-01", **{**PUPIL, "born": "2019-11-05"})
    done = take(people)
    assert done.version().age_at_start == 6
    assert done.counts(*AGES, *WORK, "EECO09", "children") == ["EECO06", "EECO04", "EECO09", "children"]


@pytest.mark.parametrize("born", ["1904-02-29", "1999-12-31", "2004-02-29", "2010-01-01", "2020-06-30"])
def test_age_changes_by_one_a_year_on_the_birthday(born):
    born = datetime.date.fromisoformat(born)
    days = [born + datetime.timedelta(days) for days in range(366 * 8)]
    ages = [completed_years(born, day) for day in days]
    steps = [day for day, before, after in zip(days[1:], ages, ages[1:], strict=False) if after != before]
    assert ages[0] == 0
    assert all(later in (age, age + 1) for age, later in zip(ages, ages[1:], strict=False))
    leap_day_in_common_years = [(2, 29) if day.year % 4 == 0 else (2, 28) for day in steps]
    expected = leap_day_in_common_years if (born.month, born.day) == (2, 29) else [(born.month, born.day)] * len(steps)
    assert [(day.month, day.day) for day in steps] == expected


@pytest.mark.parametrize(
    ("born", "detail", "codes"),
    [
        pytest.param("2002-01-10", "długotrwale", ["EECO02", "EECO03"], id="C1-24-years-7-months"),
        pytest.param("2001-01-10", "inne", ["EECO02"], id="C2-25-years-7-months"),
        pytest.param("2001-01-10", "długotrwale bezrobotna", ["EECO02", "EECO03"], id="C3-25-years-13-months"),
    ],
)
def test_long_term_unemployed_people_are_unemployed_too(take, people, born, detail, codes):
    people.supported(born=born, status="bezrobotna", detail=detail)
    assert take(people).counts(*WORK) == codes


def test_C5_registered_and_evening_student_is_unemployed(take, people):
    people.supported(status="bezrobotna", detail="ucząca się")
    done = take(people)
    assert done.counts("EECO01", *WORK) == ["EECO01", "EECO02"]
    assert done.report["incomplete"] == 0


def test_C6_child_care_leave_without_registration_is_inactive(take, people):
    people.supported(**INACTIVE, detail="nieuczestnicząca w kształceniu lub szkoleniu")
    assert take(people).counts(*WORK) == ["EECO04"]


@pytest.mark.parametrize(("written", "group"), [("wiek produkcyjny", "working_age"), (None, "seniors")])
def test_C7_a_working_pensioner_of_64_is_employed_and_the_written_group_stands(take, people, written, group):
    people.supported(born="1961-12-01", sex="M", status="pracująca", detail="emeryt", group=written)
    done = take(people)
    assert done.version().age_at_start == 64
    assert done.counts(*WORK, *AGES, "children", "seniors", "working_age") == ["EECO05", "EECO08", group]


def test_C8_a_pensioner_of_58_is_inactive_and_proposed_as_senior(take, people):
    people.supported(born="1967-06-01", sex="M", **INACTIVE, detail="emeryt")
    done = take(people)
    assert done.version().age_at_start == 58
    assert done.counts(*WORK, *AGES, "children", "seniors", "working_age") == ["EECO04", "EECO08", "seniors"]
    assert not done.version().target_group_written


@pytest.mark.parametrize(
    ("sex", "born", "group"),
    [
        ("K", "1966-02-02", "seniors"), ("K", "1966-02-03", "working_age"), ("M", "1966-02-02", "working_age"),
        ("M", "1961-02-02", "seniors"), ("M", "1961-02-03", "working_age"), ("K", "2008-02-03", "children"),
        ("M", "2008-02-02", "working_age"),
    ],
)  # fmt: skip
def test_a_blank_group_is_proposed_by_age_and_sex(take, people, sex, born, group):
    people.supported(on="2026-02-02", sex=sex, born=born)
    assert take(people).counts("children", "seniors", "working_age") == [group]


def test_C10_a_self_employed_person_counts_as_a_person_not_as_a_firm(take, people):
    people.supported(status="pracująca", detail="działalność na własny rachunek")
    assert take(people).counts(*WORK, "EECO18", "EECO19") == ["EECO05"]


def test_C11_the_completed_level_counts_not_the_class_attended(take, people):
    people.supported(
        born="2009-03-01", **INACTIVE, detail="ucząca się", education="ISCED 0-2", education_end="2028-06-25"
    )
    assert take(people).counts(*WORK, "EECO09", "EECO10") == ["EECO04", "EECO09"]


def test_C12_a_degree_counts_also_when_it_is_not_recognised(take, people):
    people.supported(education="Wyższe (ISCED 5–8)")
    assert take(people).counts("EECO09", "EECO10", "EECO11") == ["EECO11"]


def test_C13_a_pupil_without_planned_end_of_education_is_incomplete(take, people):
    people.supported(**{**PUPIL, "education_end": None})
    done = take(people)
    assert done.total("EECO01") == 0
    assert done.report["incomplete_rows"][0]["missing"] == ["education_end"]
