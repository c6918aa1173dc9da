"""Worked examples E: results after leaving."""

import datetime

import pytest

from cases.models import ExitFinding
from tests.indicators import find_indicator
from tests.workbooks import NOT_IMPROVED, PUPIL

RESULTS = ("EECR01", "EECR02", "EECR03", "EECR04", "IMPROVED")
SEARCH, STUDY, QUALIFICATION, JOB = (
    "poszukiwanie pracy", "podjęcie nauki lub szkolenia", "uzyskanie kwalifikacji", "podjęcie pracy",
)  # fmt: skip
LEFT = {"end": "2026-03-31"}
INACTIVE = {"status": "bierna zawodowo", "detail": "inne", **LEFT}


@pytest.mark.parametrize(
    ("person", "events", "codes"),
    [
        pytest.param(INACTIVE, [("2026-04-05", SEARCH), ("2026-04-20", JOB)], ["EECR04"], id="E1"),
        pytest.param(INACTIVE, [("2026-04-20", SEARCH), ("2026-04-05", JOB)], ["EECR01"], id="E1-search-last"),
        pytest.param(
            INACTIVE, [("2026-04-05", SEARCH), ("2026-04-05", JOB)], ["EECR04"], id="E1-one-day-entered-later"
        ),
        pytest.param(INACTIVE, [("2026-04-28", JOB)], ["EECR04"], id="E3-day-28"),
        pytest.param(INACTIVE, [("2026-04-29", JOB)], [], id="E4-day-29"),
        pytest.param(INACTIVE, [("2026-03-31", JOB)], ["EECR04"], id="on-the-day-of-the-end"),
        pytest.param(INACTIVE, [("2026-03-30", JOB)], [], id="before-the-end"),
        pytest.param(
            INACTIVE, [("2026-04-05", SEARCH), ("2026-04-29", JOB)], ["EECR01"], id="a-job-too-late-decides-nothing"
        ),
        pytest.param({**PUPIL, **LEFT}, [("2026-04-05", STUDY)], [], id="E6-pupil-stays-pupil"),
        pytest.param(
            {**INACTIVE}, [("2026-04-05", STUDY), ("2026-04-06", QUALIFICATION)], ["EECR02", "EECR03"], id="newly"
        ),
        pytest.param(INACTIVE, [], [], id="E7-nothing-changed"),
        pytest.param({"status": "pracująca", **LEFT}, [("2026-04-05", JOB)], [], id="E8-employed-with-better-pay"),
        pytest.param({"status": "bezrobotna", **LEFT}, [("2026-04-05", SEARCH)], [], id="search-only-for-inactive"),
        pytest.param({"status": "bezrobotna", **LEFT}, [("2026-04-05", JOB)], ["EECR04"], id="unemployed-finds-a-job"),
        pytest.param(
            {"status": "bezrobotna", **LEFT}, [("2026-04-05", JOB), ("2026-04-09", SEARCH)], [], id="lost-again"
        ),
        pytest.param({**INACTIVE, "end": None}, [("2026-04-05", JOB)], [], id="still-taking-part"),
    ],
)
def test_events_after_leaving(take, people, person, events, codes):
    lp = people.supported(**person)
    for day, kind in events:
        people.event(lp, day, kind)
    assert take(people).counts(*RESULTS) == codes


def test_E8_there_is_no_indicator_for_better_pay():
    assert find_indicator("EECR06") is None


ENDED = {"end": "2026-06-10"}


@pytest.mark.parametrize(
    ("end", "findings", "improved"),
    [
        pytest.param("2026-06-10", [{"on": "2026-07-08"}], 1, id="E9-day-28"),
        pytest.param("2026-06-10", [{"on": "2026-07-09"}], 0, id="day-29"),
        pytest.param("2026-06-10", [{"on": "2026-06-10"}], 1, id="day-0"),
        pytest.param("2026-06-10", [{"on": "2026-06-09"}], 0, id="before-the-end"),
        pytest.param(None, [{"on": "2026-07-08"}], 0, id="E11-no-end"),
        pytest.param("2026-06-10", [], 0, id="E12-nothing-found-yet"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "reason": "bez zmian w diagnozie", "categories": "wolontariat"}], 1, id="E15"),
        pytest.param("2026-12-31", [{"on": "2027-01-28"}], 1, id="E18-after-the-project"),
        pytest.param("2026-12-31", [{"on": "2027-01-29"}], 0, id="E18-a-day-late"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "categories": None}], 0, id="no-category"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "categories": " ; "}], 0, id="only-separators"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "categories": "-"}], 0, id="a-dash-is-no-category"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "categories": "– ; brak"}], 0, id="nor-is-the-word-none"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "reason": None}], 0, id="no-reason"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "assessor": None}], 0, id="no-assessor"),
        pytest.param("2026-06-10", [{"on": None}], 0, id="no-date"),
        pytest.param("2026-06-10", [{"on": "2026-06-20", "outcome": "prawie"}], 0, id="unknown-wording"),
        pytest.param("2026-06-10", [{"on": "2026-06-12"}, {"on": "2026-06-20", "outcome": NOT_IMPROVED, "categories": None}], 0, id="the-latest-decides"),
        pytest.param("2026-06-10", [{"on": "2026-06-20"}, {"on": "2026-06-12", "outcome": NOT_IMPROVED, "categories": None}], 1, id="the-latest-decides-not-the-last-row"),
        pytest.param("2026-06-10", [{"on": "2026-06-12"}, {"on": "2026-07-09", "outcome": NOT_IMPROVED, "categories": None}], 1, id="a-late-one-decides-nothing"),
        pytest.param("2026-06-10", [{"on": "2026-06-12"}, {"on": "2026-06-20", "reason": None}], 1, id="an-incomplete-one-decides-nothing"),
        pytest.param("2026-06-10", [{"on": "2026-06-12"}, {"on": "2026-06-12", "outcome": NOT_IMPROVED, "categories": None}], 0, id="one-day-the-later-entered"),
        pytest.param("2026-06-10", [{"on": "2026-06-12", "outcome": NOT_IMPROVED, "categories": None}, {"on": "2026-06-12"}], 1, id="one-day-the-later-entered-improved"),
    ],
)  # fmt: skip
def test_improvement_needs_an_end_and_a_complete_finding_in_the_window(take, people, end, findings, improved):
    lp = people.supported(end=end)
    for finding in findings:
        people.finding(lp, **finding)
    done = take(people)
    assert done.total("IMPROVED", "2027-12-31") == improved
    assert ExitFinding.objects.count() == len(findings)
    assert done.total("EECO01") == 1


def test_the_latest_finding_decides_for_every_end_of_the_period(take, people):
    lp = people.supported(end="2026-06-10")
    people.finding(lp, "2026-06-12")
    people.finding(lp, "2026-06-20", NOT_IMPROVED, None)
    other = people.supported(end="2026-06-10")
    people.finding(other, "2026-06-12")
    people.finding(other, "2026-06-20")
    done = take(people)
    assert done.total("IMPROVED", "2026-06-15") == 0
    assert done.total("IMPROVED", "2026-06-20") == 1


def test_E13_better_scores_without_a_finding_are_no_improvement(take, people):
    lp = people.supported(**ENDED)
    people.diagnosis(lp, "początkowa", "2026-02-02", 2)
    people.diagnosis(lp, "końcowa", "2026-06-10", 4)
    assert take(people).counts("EECO01", "IMPROVED") == ["EECO01"]


def test_E16_who_left_early_can_still_have_improved(take, people):
    lp = people.supported(**ENDED, path="nie")
    people.finding(lp, "2026-06-15")
    done = take(people)
    assert done.total("IMPROVED") == 1
    assert done.version().path_completed is False


def test_E20_a_finding_for_somebody_incomplete_counts_nothing(take, people):
    lp = people.supported(**ENDED, education=None)
    people.finding(lp, "2026-06-15")
    assert take(people).counts("EECO01", "IMPROVED") == []


def test_E21_a_child_improves_by_the_assessors_finding_like_everybody(take, people):
    lp = people.supported(**{**PUPIL, "born": "2019-11-05"}, **ENDED)
    people.finding(lp, "2026-06-15", reason="ocena asesora i oświadczenie opiekuna")
    assert take(people).counts("EECO06", "IMPROVED") == ["EECO06", "IMPROVED"]


def test_E23_the_date_of_the_finding_counts_not_the_day_of_entry(take, people):
    lp = people.supported(on="2025-02-02", end="2025-03-10")
    take(people)
    people.finding(lp, "2025-03-30")
    people.event(lp, "2025-03-30", QUALIFICATION)
    done = take(people)
    assert ExitFinding.objects.get().recorded_at.date() > datetime.date(2025, 4, 7)
    assert done.counts("EECR03", "IMPROVED") == ["EECR03", "IMPROVED"]
    assert done.total("IMPROVED", "2025-03-30") == 1
