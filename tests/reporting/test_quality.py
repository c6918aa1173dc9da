"""Each check finds the planted mistake and nobody else, in two statements (contracts §3)."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.enums import CitizenshipClass, Eligibility, LabourDetail, LabourStatus
from portal.quality import Level, find_check, quality_checks
from reporting.queries.quality import people_found, quality_found
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.services import make_support
from tests.indicators import find_indicator

PERIOD = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
DAY = datetime.date
CLEAN = {
    "disability": "no", "homelessness": "no", "minority": "no", "eligibility": Eligibility.SEEN, "degurba": "1",
}  # fmt: skip
MISTAKES = {
    "end-before-start": {"end_on": DAY(2026, 2, 1), "exit_situation": "x", "path_completed": True},
    "start-outside-project": {"start_on": DAY(2023, 1, 2)},
    "third-country-without-origin": {"foreign_background": False, "citizenship_class": ""},
    "class-without-third-country": {"third_country": False},
    "class-without-origin": {
        "citizenship_class": CitizenshipClass.EU, "third_country": False, "foreign_background": False,
    },
    "polish-and-third-country": {"citizenship_class": CitizenshipClass.POLISH},
    "incomplete": {"missing": "postcode"},
    "no-support": {"start_on": None},
    "eligibility-not-seen": {"eligibility": ""},
    "outside-target-population": {"in_target_population": False},
    "written-start-differs": {"written_start": DAY(2026, 2, 1)},
    "end-after-project": {"end_on": DAY(2030, 1, 1), "exit_situation": "x", "path_completed": True},
    "answer-blank": {"minority": ""},
    "exit-without-situation": {"end_on": DAY(2026, 6, 1)},
    "education-ends-before-start": {
        "labour_status": LabourStatus.INACTIVE, "labour_detail": LabourDetail.IN_EDUCATION,
        "education_end": DAY(2026, 1, 31),
    },
    "eligibility-asserted": {"eligibility": Eligibility.ASSERTED},
    "polish-with-origin": {"citizenship_class": CitizenshipClass.POLISH, "third_country": False},
    "situation-without-end": {"exit_situation": "x"},
    "no-degurba": {"degurba": ""},
    "pupil-over-thirty": {
        "labour_status": LabourStatus.INACTIVE, "labour_detail": LabourDetail.IN_EDUCATION, "age_at_start": 31,
    },
    "takes-part-for-years": {"end_on": DAY(2030, 3, 1), "exit_situation": "x", "path_completed": True},
    "country-not-poland": {"country": "DE"},
}  # fmt: skip


def found(project, period=PERIOD):
    return {each.check.code: each.people for each in quality_found(project, find_indicator("EECO01"), period)}


@pytest.fixture
def clean(sopot):
    return make_participation(make_person(), sopot, written_start=DAY(2026, 2, 2), **CLEAN)


@pytest.mark.parametrize("code", MISTAKES)
def test_planted_mistake_is_found_and_nobody_else(sopot, clean, code):
    wrong = make_participation(make_person(), sopot, **{**CLEAN, **MISTAKES[code]})
    check = find_check(code)
    assert found(sopot)[code] == 1
    assert list(people_found(sopot, find_indicator("EECO01"), PERIOD, check)) == [wrong]


def test_person_without_mistakes_is_found_by_no_check(sopot, clean):
    assert {code: people for code, people in found(sopot).items() if people} == {}


def test_group_that_does_not_fit_the_age_is_a_note_until_a_reason_is_given(sopot, clean):
    seniors = sopot.target_groups.get(code="seniors")
    written = {"target_group": seniors, "target_group_written": True, **CLEAN}
    make_participation(make_person(), sopot, target_group_reason="widow's pension", **written)
    assert found(sopot)["group-contradicts-age"] == 0
    make_participation(make_person(), sopot, **written)
    make_participation(make_person(birth_date=DAY(1950, 1, 1)), sopot, **written)
    make_participation(make_person(), sopot, **{**written, "labour_detail": LabourDetail.PENSIONER})
    assert found(sopot)["group-contradicts-age"] == 1


def test_group_of_everybody_left_over_does_not_fit_whom_another_group_takes(sopot, clean):
    """A child counts in the written working age, as the list says, and somebody is asked about it (R2)."""
    written = {"target_group": sopot.target_groups.get(code="working_age"), "target_group_written": True, **CLEAN}
    child = make_participation(make_person(birth_date=DAY(2016, 1, 5)), sopot, **written)
    make_participation(make_person(), sopot, **written)
    assert list(people_found(sopot, find_indicator("EECO01"), PERIOD, find_check("group-contradicts-age"))) == [child]
    retired = make_person(birth_date=DAY(1950, 1, 1))
    pension = make_participation(make_person(), sopot, **{**written, "labour_detail": LabourDetail.PENSIONER})
    make_participation(make_person(birth_date=DAY(2016, 1, 5)), sopot, target_group_reason="works", **written)
    assert pension and found(sopot)["group-contradicts-age"] == 2
    make_participation(retired, sopot, **written)
    assert found(sopot)["group-contradicts-age"] == 3


def test_group_that_is_chosen_by_hand_fits_whoever_is_in_it(sopot, clean):
    sopot.target_groups.filter(code="children").update(rule={"by_hand": True})
    written = {"target_group": sopot.target_groups.get(code="children"), "target_group_written": True, **CLEAN}
    make_participation(make_person(), sopot, **written)
    assert found(sopot)["group-contradicts-age"] == 0
    sopot.target_groups.filter(code="children").update(rule={"under_age": 18})
    assert found(sopot)["group-contradicts-age"] == 1


def test_mistake_of_a_person_who_does_not_count_yet_blocks_nothing(sopot):
    make_participation(make_person(), sopot, **{**CLEAN, "third_country": False, "missing": "postcode"})
    make_participation(make_person(), sopot, **{**CLEAN, "third_country": False, "start_on": DAY(2026, 4, 1)})
    assert found(sopot)["class-without-third-country"] == 0
    assert found(sopot, Period(DAY(2026, 4, 1), DAY(2026, 6, 30)))["class-without-third-country"] == 1


def test_note_on_a_person_who_starts_after_the_period_waits_until_it_has_begun(sopot):
    make_participation(make_person(), sopot, start_on=DAY(2026, 4, 1), **{**CLEAN, "eligibility": ""})
    assert found(sopot)["eligibility-not-seen"] == 0
    assert found(sopot, Period(DAY(2026, 1, 1), DAY(2026, 4, 1)))["eligibility-not-seen"] == 1


def test_finding_is_missing_late_incomplete_or_too_early(sopot, clean):
    ended = {**CLEAN, "end_on": DAY(2026, 3, 1), "exit_situation": "x", "path_completed": True}
    for case in (
        None,
        {"found_on": DAY(2026, 3, 29)},
        {"found_on": DAY(2026, 3, 30)},
        {"found_on": DAY(2026, 2, 28)},
        {"found_on": DAY(2026, 3, 2), "assessor": "", "is_complete": False},
    ):
        participation = make_participation(make_person(), sopot, **ended)
        if case:
            make_finding(participation, **case)
    not_ended = make_participation(make_person(), sopot, **CLEAN)
    make_finding(not_ended, found_on=DAY(2026, 3, 2))
    counts = found(sopot)
    assert counts["no-finding"] == 4
    assert counts["finding-not-counted"] == 4


def test_support_after_the_end_is_found_and_on_its_day_not(sopot, clean):
    ended = {**CLEAN, "end_on": DAY(2026, 3, 1), "exit_situation": "x", "path_completed": True}
    for day in (DAY(2026, 3, 1), DAY(2026, 3, 2)):
        make_support(make_participation(make_person(), sopot, **ended), delivered_on=day)
    assert found(sopot)["support-after-end"] == 1


def test_support_of_a_day_to_come_is_found_and_of_today_not(sopot, clean):
    for day in (DAY(2026, 12, 15), DAY(2026, 12, 16)):
        make_support(make_participation(make_person(), sopot, **CLEAN), delivered_on=day)
    assert found(sopot)["support-to-come"] == 1


def test_every_check_has_a_mistake_planted_here_or_in_its_own_test():
    elsewhere = {
        "group-contradicts-age", "same-pesel", "support-after-end", "support-to-come", "no-finding",
        "finding-not-counted", "possible-duplicate", "situation-late", "pesel-disagrees",
    }  # fmt: skip
    assert {check.code for check in quality_checks()} == set(MISTAKES) | elsewhere


def test_one_pesel_cannot_be_twice_so_the_check_passes(sopot, clean):
    assert found(sopot)["same-pesel"] == 0


def test_two_statements_for_any_number_of_people(sopot, city, clean):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            found(sopot)
        return len([query for query in asked.captured_queries if "target_group" not in str(query["sql"])[:60]])

    few = statements()
    for _ in range(5):
        make_participant(city, sopot)
    assert statements() == few <= 4


def test_only_blocking_checks_can_block():
    assert {check.code for check in quality_checks() if check.level is Level.BLOCKING} == {
        "end-before-start", "start-outside-project", "third-country-without-origin", "class-without-third-country",
        "class-without-origin", "polish-and-third-country", "same-pesel",
    }  # fmt: skip
