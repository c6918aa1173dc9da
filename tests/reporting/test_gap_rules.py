"""R14–R29: for each rule something fires when it is broken, and is silent again once the gap is mended."""

import datetime

import pytest

from beneficiaries.domain.merging import merge_people
from beneficiaries.enums import CitizenshipClass, Eligibility, LabourDetail, LabourStatus
from portal.imports.enums import RowState
from portal.versions.actions import correct_fact
from reporting.domain.editions import freeze_edition
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.figure_checks import figure_checks
from reporting.queries.quality import quality_found
from reporting.queries.table import indicator_table
from reporting.rules import Period
from reporting.smefs.queries.prepared import prepared
from reporting.tables.figure_checks import TITLES
from tests.factories.beneficiaries import make_participation, make_person, make_pesel
from tests.factories.cases import make_finding
from tests.factories.services import make_support
from tests.portal.imports.rows import make_row

DAY = datetime.date
PERIOD = Period(DAY(2026, 1, 1), DAY(2026, 6, 30))
FULL = {"disability": "no", "homelessness": "no", "minority": "no", "eligibility": Eligibility.SEEN}
LEFT = {"end_on": DAY(2026, 3, 1), "exit_situation": "x", "path_completed": True}
LONG_AGO = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
PUPIL = {"labour_status": LabourStatus.INACTIVE, "labour_detail": LabourDetail.IN_EDUCATION}
RULES = [
    ("R14", "end-before-start", {**LEFT, "end_on": DAY(2026, 2, 1)}, {"end_on": DAY(2026, 2, 2)}),
    ("R15", "start-outside-project", {"start_on": DAY(2024, 12, 31)}, {"start_on": DAY(2025, 1, 1)}),
    ("R16", "third-country-without-origin", {"foreign_background": False, "citizenship_class": ""},
     {"foreign_background": True}),
    ("R17", "class-without-third-country", {"third_country": False}, {"third_country": True}),
    ("R18", "class-without-origin",
     {"citizenship_class": CitizenshipClass.EU, "third_country": False, "foreign_background": False},
     {"foreign_background": True}),
    ("R19", "polish-and-third-country", {"citizenship_class": CitizenshipClass.POLISH}, {"third_country": False}),
    ("R20", "polish-with-origin", {"citizenship_class": CitizenshipClass.POLISH, "third_country": False},
     {"foreign_background": False}),
    ("R21", "exit-without-situation", {**LEFT, "exit_situation": ""}, {"exit_situation": "x"}),
    ("R21", "exit-without-situation", {**LEFT, "path_completed": None}, {"path_completed": False}),
    ("R22", "situation-without-end", {**LEFT, "end_on": None}, {"end_on": DAY(2026, 3, 1)}),
    ("R22", "situation-without-end", {"path_completed": True}, {"path_completed": None}),
    ("R24", "incomplete", {"missing": "sex"}, {"missing": ""}),
    ("R24", "no-degurba", {"degurba": ""}, {"degurba": "1"}),
    ("R24", "no-support", {"start_on": None}, {"start_on": DAY(2026, 2, 2)}),
    ("R25", "incomplete", {**PUPIL, "missing": "education_end"}, {"missing": ""}),
    ("R25", "education-ends-before-start", {**PUPIL, "education_end": DAY(2026, 1, 31)},
     {"education_end": DAY(2026, 6, 30)}),
    ("R26", "pupil-over-thirty", {**PUPIL, "age_at_start": 31}, {"age_at_start": 30}),
    ("R26", "takes-part-for-years", {**LEFT, "end_on": DAY(2030, 2, 3)}, {"end_on": DAY(2030, 2, 2)}),
    ("R26", "country-not-poland", {"country": "DE"}, {"country": "PL"}),
]  # fmt: skip


def found(project) -> dict[str, int]:
    return {each.check.code: each.people for each in quality_found(project, INDICATORS[0], PERIOD)}


def figures(project) -> dict[str, int]:
    table = indicator_table(project, PERIOD, INDICATORS)
    return {each.code: each.found for each in figure_checks(project, PERIOD, INDICATORS, table)}


@pytest.mark.parametrize(
    ("rule", "check", "broken", "mended"), RULES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_broken_rule_is_found_and_mending_clears_it(sopot, rule, check, broken, mended):
    one = make_participation(make_person(), sopot, **{**FULL, "degurba": "1", **broken})
    assert found(sopot)[check] == 1
    correct_fact(one.current_version, mended, by=None, why="mended")
    assert found(sopot)[check] == 0


def test_r23_situation_that_nobody_wrote_within_the_window(sopot):
    late, in_time, listed = (
        make_participation(make_person(), sopot, **{**FULL, **LEFT, **more})
        for more in ({}, {}, {"written_end": DAY(2026, 3, 1)})
    )
    type(in_time.current_version).objects.filter(pk=in_time.current_version.pk).update(recorded_at=LONG_AGO)
    assert found(sopot)["situation-late"] == 1
    correct_fact(late.current_version, {"end_on": DAY(2026, 12, 1)}, by=None, why="the end was another day")
    assert found(sopot)["situation-late"] == 0
    assert listed


def test_r23_window_ends_with_its_last_day(sopot):
    one = make_participation(make_person(), sopot, **{**FULL, **LEFT})
    versions = type(one.current_version).objects.filter(pk=one.current_version.pk)
    versions.update(recorded_at=datetime.datetime(2026, 3, 29, 12, tzinfo=datetime.UTC))
    assert found(sopot)["situation-late"] == 0
    versions.update(recorded_at=datetime.datetime(2026, 3, 30, 12, tzinfo=datetime.UTC))
    assert found(sopot)["situation-late"] == 1


def recorded(version, day, **changes):
    """Correct a version, or take it as it is, as on that day at noon; return what is in force since."""
    moment = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    now = correct_fact(version, changes, by=None, why="as told") if changes else version
    if changes:
        type(version).objects.filter(pk=version.pk).update(superseded_at=moment)
    type(version).objects.filter(pk=now.pk).update(recorded_at=moment)
    now.refresh_from_db()
    return now


def late_everywhere(project) -> int:
    """Return how many situations are late, by the list of gaps and by the file of SM EFS, which say the same."""
    sent = prepared(project, DAY(2026, 11, 29), None)
    counted = {each.line for each in sent.findings if each.code == "situation-late"}
    assert found(project)["situation-late"] == len(counted)
    return len(counted)


OPEN_AGAIN = {"end_on": None, "exit_situation": "", "path_completed": None}
FIRST_EXIT = {"end_on": DAY(2026, 3, 1), "exit_situation": "x", "path_completed": True}
SECOND_EXIT = {"end_on": DAY(2026, 6, 1), "exit_situation": "y", "path_completed": True}
HISTORIES_OF_R23 = {
    "in time": ([(DAY(2026, 3, 2), FIRST_EXIT)], 0),
    "late": ([(DAY(2026, 4, 2), FIRST_EXIT)], 1),
    "returned, the second in time": (
        [(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 4, 1), OPEN_AGAIN), (DAY(2026, 6, 2), SECOND_EXIT)], 0
    ),
    "returned, the second late": (
        [(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 4, 1), OPEN_AGAIN), (DAY(2026, 7, 2), SECOND_EXIT)], 1
    ),
    "returned at once, the second late": (
        [(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 3, 5), OPEN_AGAIN),
         (DAY(2026, 5, 9), {**FIRST_EXIT, "end_on": DAY(2026, 3, 12)})], 1
    ),
    "returned, written over without a word": ([(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 7, 2), SECOND_EXIT)], 1),
    "the end corrected by a day after the window": (
        [(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 5, 2), {"end_on": DAY(2026, 3, 2)})], 0
    ),
    "the end corrected back by a day after the window": (
        [(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 5, 2), {"end_on": DAY(2026, 2, 28)})], 0
    ),
    "another word for it after the window": (
        [(DAY(2026, 3, 2), FIRST_EXIT), (DAY(2026, 5, 2), {"exit_situation": "z"})], 0
    ),
    "by a list": ([(DAY(2026, 7, 2), {**FIRST_EXIT, "written_end": DAY(2026, 3, 1)})], 0),
    "by a list, then another exit by hand and late": (
        [(DAY(2026, 3, 2), {**FIRST_EXIT, "written_end": DAY(2026, 3, 1)}), (DAY(2026, 4, 1), OPEN_AGAIN),
         (DAY(2026, 7, 2), SECOND_EXIT)], 1
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HISTORIES_OF_R23)
def test_r23_asks_of_the_exit_that_decides_and_both_lists_say_the_same(sopot, name):
    steps, late = HISTORIES_OF_R23[name]
    one = make_participation(make_person(), sopot, **FULL)
    version = recorded(one.current_version, DAY(2026, 2, 2))
    for day, changes in steps:
        version = recorded(version, day, **changes)
    assert late_everywhere(sopot) == late


@pytest.mark.parametrize(("day", "late"), [(DAY(2026, 3, 29), 0), (DAY(2026, 3, 30), 1)])
def test_r23_knows_when_the_record_that_was_merged_had_it(sopot, day, late):
    kept, gone = (make_participation(make_person(), sopot, **FULL) for _ in range(2))
    for each in (kept, gone):
        make_support(each)
    recorded(recorded(kept.current_version, DAY(2026, 2, 2)), DAY(2026, 3, 1), end_on=DAY(2026, 3, 1))
    recorded(recorded(gone.current_version, DAY(2026, 2, 2)), day, **FIRST_EXIT)
    merge_people(kept.person, gone.person, by=None)
    assert type(kept.current_version).objects.current().get(participation=kept).exit_situation == "x"
    assert late_everywhere(sopot) == late


def test_r24_kind_of_support_without_its_word(sopot):
    kind = sopot.service_types.get(code="polish-course")
    word, kind.smefs_kind = kind.smefs_kind, ""
    kind.save()
    assert figures(sopot)["kinds-without-word"] == 1
    kind.smefs_kind = word
    kind.save()
    assert figures(sopot)["kinds-without-word"] == 0


def test_r27_one_pesel_cannot_be_twice_and_a_row_that_says_so_waits(sopot):
    row = make_row(sopot, sheet="people", state=RowState.HELD)
    assert figures(sopot)["rows-held"] == 1
    type(row).objects.filter(pk=row.pk).update(state=RowState.REFUSED)
    assert figures(sopot)["rows-held"] == 0
    assert found(sopot)["same-pesel"] == 0


def test_r28_report_that_the_data_say_otherwise_by_now(sopot, coordinator):
    one = make_participation(make_person(sex="K"), sopot, **FULL)
    assert figures(sopot)["report-differs"] == 0
    freeze_edition(sopot, PERIOD, by=coordinator)
    assert figures(sopot)["report-differs"] == 0
    correct_fact(one.current_version, {"sex": "M"}, by=None, why="a mistake")
    assert figures(sopot)["report-differs"] > 0, "the total is the same, women and men are not"
    freeze_edition(sopot, PERIOD, by=coordinator)
    assert figures(sopot)["report-differs"] == 0


def test_r29_pesel_that_says_something_else(sopot):
    born = DAY(1990, 5, 5)
    person = make_person(sex="K", birth_date=born, pesel=make_pesel(born, serial=77, sex="K"))
    one = make_participation(person, sopot, **FULL)
    assert found(sopot)["pesel-disagrees"] == 0
    version = correct_fact(one.current_version, {"birth_date": DAY(1990, 5, 6)}, by=None, why="typed wrongly")
    assert found(sopot)["pesel-disagrees"] == 1
    correct_fact(version, {"birth_date": born}, by=None, why="mended")
    assert found(sopot)["pesel-disagrees"] == 0
    type(person).objects.filter(pk=person.pk).update(pesel_mismatch_reason="Passport seen")
    assert found(sopot)["pesel-disagrees"] == 1


def test_sums_that_must_be_equal_are_broken_and_mended(sopot):
    one = make_participation(make_person(), sopot, target_group=None, labour_status="", **FULL)
    make_finding(one)
    assert {code for code, wrong in figures(sopot).items() if wrong} == {"groups-sum", "status-sum"}
    group = sopot.target_groups.get(code="working_age")
    correct_fact(one.current_version, {"target_group": group, "labour_status": "employed"}, by=None, why="mended")
    assert not any(figures(sopot).values())


def test_every_check_of_the_figures_has_its_words(sopot):
    assert set(figures(sopot)) == set(TITLES)
