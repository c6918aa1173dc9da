"""Own indicators are outside the fund's list of persons: counts of few people are left out with the reason (S40, S66)."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from beneficiaries.models import Person
from portal.suppression import hidden_of_sexes
from reporting.domain.built import build_report
from reporting.domain.editions import freeze_edition
from reporting.enums import Section
from reporting.exporters.built import parts_of
from reporting.exporters.grids import SIGN
from reporting.exporters.presented import presented
from reporting.exporters.printed import edition_as_html
from reporting.exporters.workbook import edition_as_xlsx
from reporting.indicators.own import reported_indicators
from reporting.queries.behind import protected_numbers
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.indicators import make_indicator
from tests.factories.services import make_support
from tests.reporting.test_own_indicator_pages import COURSE, NEW

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
BOARD, RULE, LIST = "/koordynacja/wskazniki/", "/koordynacja/wskazniki/OWN/reguly/", "/koordynacja/wskazniki/OWN/"
CHOICE = {"projekt": "sopot-5.15", "od": "2026-01-01", "do": "2026-03-31"}
REASON = "left out, so that nobody can be recognised"

pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def people(sopot, city):
    """Eleven women and nine men; three of the women and six of the men were on the course."""
    made = []
    for place in range(20):
        person = make_person(sex="K" if place < 11 else "M")
        make_care(person, city, sopot)
        one = make_participation(person, sopot)
        make_support(one)
        if place < 3 or place >= 14:
            make_support(one, "polish-course", delivered_on=DAY(2026, 2, 3))
        made.append(one)
    make_indicator(sopot, "OWN", when="first-support", filters={"kind": ["polish-course"]}, target=12,
                   dimensions=["group"])  # fmt: skip
    return made


def row_of(client, **more):
    return next(row for row in client.get(BOARD, {**CHOICE, **more}).context["lines"] if row.code == "OWN")


def values(row):
    return [[cell.value for cell in cells] for cells in (row.period, row.cumulative)]


def test_what_is_few_takes_along_what_would_give_it_back():
    rows, whole = [[3, 6, 9], [0, 7, 7]], [[20, 20, 40], [20, 20, 40]]
    assert hidden_of_sexes(rows, whole, 5) == {(0, 0), (0, 1)}
    assert hidden_of_sexes(rows, whole, 1) == set()
    assert {(0, 1), (0, 2)} <= hidden_of_sexes([[5, 6, 11]], [[5, 8, 13]], 5)


def test_edition_page_pdf_and_workbook_leave_out_the_same_and_say_why(sopot, coordinator, people):
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    with override("en"):
        (line,) = presented(edition).own
        html, book = edition_as_html(edition), openpyxl.load_workbook(io.BytesIO(edition_as_xlsx(edition)))
    assert [vars(each) for each in (line.period, line.cumulative)] == [{"women": None, "men": None, "total": 9}] * 2
    row = next(row for row in book["Report"].iter_rows(values_only=True) if row[1] == "OWN")
    assert row[3:9] == ("–", "–", 9, "–", "–", 9)
    assert REASON in html and any(REASON in str(row[0]) for row in book["Report"].iter_rows(values_only=True))
    frozen = next(each for each in edition.content["indicators"] if each["code"] == "OWN")
    assert frozen["cumulative"] == {"women": 3, "men": 6, "total": 9}


def test_changes_of_an_indicator_that_is_left_out_name_nobody(sopot, coordinator, people):
    freeze_edition(sopot, QUARTER, by=coordinator)
    late = people[3]
    make_support(late, "polish-course", delivered_on=DAY(2026, 2, 20))
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    with override("en"):
        hidden, whole = presented(edition), presented(edition, few=0)
    assert late.number in [each.number for each in whole.differences if "OWN" in each.indicators]
    assert [each for each in hidden.differences if "OWN" in each.indicators] == []
    assert [each.name for each in hidden.changes] == []
    assert [each.name for each in whole.changes if "OWN" in each.name]


@pytest.mark.parametrize("flag", ["is_confidential", "is_restricted"])
def test_no_file_names_who_is_kept_confidential_or_frozen(sopot, people, flag):
    assert protected_numbers(sopot) == frozenset()
    Person.objects.filter(pk=people[0].person_id).update(**{flag: True})
    Person.objects.filter(pk=people[1].person_id).update(merged_into=people[0].person_id)
    assert protected_numbers(sopot) == {people[0].number, people[1].number}


def test_fund_s_own_figures_are_never_left_out(sopot, coordinator, people):
    report = presented(freeze_edition(sopot, QUARTER, by=coordinator))
    lines = [*report.headline, *report.common]
    assert all(line.cumulative.total is not None and not line.has_few for line in lines)


def test_who_may_open_everybody_reads_every_count(client_of, coordinator, people):
    assert values(row_of(client_of(coordinator))) == [[3, 6, 9], [3, 6, 9]]


@pytest.mark.parametrize("path", [BOARD, RULE])
def test_partner_reads_no_count_of_few_people(client_of, coordinator_foundation, people, path):
    page = client_of(coordinator_foundation).get(path, CHOICE)
    row = page.context.get("row") or next(row for row in page.context["lines"] if row.code == "OWN")
    assert values(row) == [[None, None, 9], [None, None, 9]]
    assert REASON in page.content.decode()


def test_breakdown_with_a_small_part_is_left_out_whole(client_of, coordinator, coordinator_foundation, people):
    assert client_of(coordinator).get(RULE, CHOICE).context["parts"]
    page = client_of(coordinator_foundation).get(RULE, CHOICE)
    assert page.context["parts"] == []
    assert "is not shown, so that nobody can be recognised" in strip_tags(page.content.decode())


def test_protected_person_behind_a_small_count_is_not_given_away_to_the_leader(client_of, coordinator, people):
    people[0].person.is_confidential = True
    people[0].person.save()
    client = client_of(coordinator)
    assert values(row_of(client)) == [[None, None, 9], [None, None, 9]]
    page = client.get(LIST, {**CHOICE, "plec": "K"})
    assert people[0].number not in page.content.decode()
    assert "1 protected person" not in page.content.decode()
    assert page.context["funnel"] == []
    people[0].person.confidential_to.add(coordinator)
    assert values(row_of(client)) == [[3, 6, 9], [3, 6, 9]]


def test_preview_of_a_rule_gives_away_nobody(client_of, coordinator, sopot, people):
    """By one filter after another everything about somebody hidden could be read, with nothing saved."""
    asked = f"{NEW}?od=2026-01-01&do=2026-03-31&projekt={sopot.code}"
    course = {**COURSE, "preview": "1"}
    whole = client_of(coordinator).post(asked, course)
    assert [cell.value for cell in whole.context["preview"].cumulative] == [3, 0, 3]
    people[0].person.is_confidential = True
    people[0].person.save()
    page = client_of(coordinator).post(asked, course)
    assert [cell.value for cell in page.context["preview"].cumulative] == [None, 0, None]
    assert page.context["parts"] == [] and REASON in page.content.decode()


def test_whole_figures_still_reach_the_contract(sopot, people):
    table = indicator_table(sopot, QUARTER, reported_indicators(sopot))
    assert vars(table.line("OWN").cumulative) == {"women": 3, "men": 6, "total": 9}


def test_built_report_has_the_own_indicators_and_leaves_out_the_same_everywhere(sopot, coordinator, people):
    first = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 2, 28)), by=coordinator)
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    wish = {"sections": [each.value for each in Section], "beside": [first], "notice": False}
    report = build_report(edition, by=coordinator, **wish)
    with override("en"):
        found = {part.section: part for part in parts_of(report)}
    own = next(grid for grid in found[Section.INDICATORS].grids if grid.caption == "Own indicators of the project")
    hidden = SIGN
    assert list(own.rows[0][1:]) == ["OWN", "12", 9, hidden, hidden, 9, hidden, hidden, 9, Decimal("75.00")]
    groups = next(grid for grid in found[Section.GROUPS].grids if "(OWN)" in grid.caption)
    assert {cell for row in groups.rows for cell in row[1:]} == {hidden}
    assert "OWN" in [row[0] for row in found[Section.METHOD].grids[0].rows]
    assert any(REASON in words for words in found[Section.INDICATORS].words)


def test_built_report_leaves_out_an_earlier_value_that_differs_by_few(sopot, coordinator, people):
    first = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 2, 28)), by=coordinator)
    for place in (3, 4):
        make_support(people[place], "polish-course", delivered_on=DAY(2026, 3, 3))
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    report = build_report(edition, by=coordinator, sections=[Section.INDICATORS.value], beside=[first], notice=False)
    with override("en"):
        (part,) = parts_of(report)
    own = next(grid for grid in part.grids if grid.caption == "Own indicators of the project")
    assert (own.rows[0][3], own.rows[0][9]) == (SIGN, 11)
