"""Trained staff, institutions and products in indicators: counted on their day, known at a moment, never people (R37)."""

import datetime
import io
import random
import uuid
from dataclasses import replace

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from portal.audit.models import AuditEvent
from portal.policy.matrix import matrix
from reporting.domain.built import build_report
from reporting.domain.definitions import DefinitionRefused, define_indicator
from reporting.domain.editions import freeze_edition
from reporting.enums import Whom
from reporting.exporters.built import parts_of
from reporting.exporters.contract import table_as_json
from reporting.exporters.presented import presented
from reporting.exporters.printed import edition_as_html
from reporting.exporters.workbook import edition_as_xlsx
from reporting.indicators.own import own_indicators, reported_indicators
from reporting.indicators.spec import Spec
from reporting.queries.table import indicator_lines, indicator_table
from reporting.rules import Period
from services.domain.beyond import add_training, correct_beyond, take_back_beyond
from services.models import Institution, Product, TrainedPerson, Training
from tests.factories.beyond import make_institution, make_product, make_trained
from tests.factories.indicators import make_indicator
from tests.factories.programmes import make_project

DAY = datetime.date
SPRING = Period(DAY(2026, 3, 1), DAY(2026, 5, 31))
NEW = "/koordynacja/wskazniki/reguly/nowy/"
CODES = {Whom.TRAINED_STAFF: "KADRA", Whom.INSTITUTIONS: "INSTYT", Whom.PRODUCTS: "PRODUKTY"}


@pytest.fixture(autouse=True)
def late_in_the_year(settings):
    settings.PORTAL_TODAY = "2026-11-29"


def define(sopot, whom, **more):
    return make_indicator(sopot, CODES[whom], whom=whom, **more)


def line(project, period, whom):
    found = indicator_lines(project, period, own_indicators(project, period.known_on))
    return next(each for each in found if each.code == CODES[whom])


def figures(project, period, whom):
    found = line(project, period, whom)
    return tuple((each.women, each.men, each.total) for each in (found.period, found.cumulative))


def test_three_hundred_librarians_count_once_each_on_the_day_of_their_first_training(sopot):
    define(sopot, Whom.TRAINED_STAFF, target=300)
    first = make_trained(sopot, day=DAY(2026, 2, 28))
    add_training(first.person, {"title": "Trauma", "day": DAY(2026, 3, 1), "hours": None}, by=None)
    make_trained(sopot, "Jan", "Lis", sex="M", day=DAY(2026, 3, 1))
    make_trained(sopot, "Ewa", "Lis", day=DAY(2026, 5, 31))
    make_trained(sopot, "Adam", "Lis", sex="M", day=DAY(2026, 6, 1))
    assert figures(sopot, SPRING, Whom.TRAINED_STAFF) == ((1, 1, 2), (2, 1, 3))
    found = line(sopot, SPRING, Whom.TRAINED_STAFF)
    assert (str(found.percent), found.unit, found.target["total"]) == ("1.00", "staff", 300)
    take_back_beyond(first, by=None, why="nie ukończyła")
    assert figures(sopot, SPRING, Whom.TRAINED_STAFF) == ((2, 1, 3), (2, 1, 3))


def test_institutions_and_products_count_on_their_day_and_both_ends_belong_to_the_period(sopot):
    define(sopot, Whom.INSTITUTIONS)
    define(sopot, Whom.PRODUCTS, target=1)
    for place, day in enumerate((DAY(2026, 2, 28), DAY(2026, 3, 1), DAY(2026, 5, 31), DAY(2026, 6, 1)), start=1):
        make_institution(sopot, f"Szkoła nr {place}", day=day)
        make_product(sopot, f"Raport {place}", day=day, pieces=place)
    assert figures(sopot, SPRING, Whom.INSTITUTIONS) == ((None, None, 2), (None, None, 3))
    assert figures(sopot, SPRING, Whom.PRODUCTS) == ((None, None, 5), (None, None, 6))
    assert str(line(sopot, SPRING, Whom.PRODUCTS).percent) == "600.00"


def test_nothing_written_down_is_nought_and_other_projects_count_apart(sopot, city):
    other = make_project("second", leader=city, number_prefix="DP")
    for whom in CODES:
        define(sopot, whom)
    make_institution(other), make_product(other), make_trained(other)
    assert [figures(sopot, Period.whole(), whom)[1][2] for whom in CODES] == [0, 0, 0]


def test_a_past_moment_has_what_was_known_then(sopot):
    for whom in CODES:
        define(sopot, whom)
    before = timezone.now()
    school, product, training = make_institution(sopot), make_product(sopot, pieces=2), make_trained(sopot)
    then = timezone.now()
    correct_beyond(product, {"pieces": 5}, by=None, why="policzone")
    take_back_beyond(training, by=None, why="omyłka")
    take_back_beyond(school, by=None, why="omyłka")
    known = [[figures(sopot, replace(SPRING, known_on=moment), whom)[1][2] for whom in CODES]
             for moment in (before, then, None)]  # fmt: skip
    assert known == [[0, 0, 0], [1, 1, 2], [0, 0, 5]]
    assert figures(sopot, replace(SPRING, known_on=then), Whom.TRAINED_STAFF)[1] == (1, 0, 1)


def test_a_recount_in_plain_python_says_the_same_of_any_moment(sopot):
    for whom in CODES:
        define(sopot, whom)
    moments = invent(sopot, random.Random(5))
    for moment in (*moments, None):
        for period in (SPRING, Period(DAY(2026, 1, 1), DAY(2026, 2, 15)), Period.whole()):
            asked = replace(period, known_on=moment)
            for whom in CODES:
                assert figures(sopot, asked, whom) == recount(sopot, asked, whom), (whom, asked)


def invent(sopot, chance):
    """Write down, correct and take back at random; return moments in between."""
    moments = []
    for place in range(40):
        day = DAY(2026, 1, 1) + datetime.timedelta(days=chance.randrange(180))
        school = make_institution(sopot, f"Szkoła nr {place}", day=day)
        product = make_product(sopot, f"Raport {place}", day=day, pieces=chance.randrange(1, 9))
        training = make_trained(sopot, "Osoba", f"Numer {place}", sex=chance.choice("KM"), day=day)
        if chance.random() < 0.5:
            again = {"title": "Trauma", "day": day - datetime.timedelta(days=chance.randrange(1)), "hours": None}
            add_training(training.person, again, by=None)
        for fact in (school, product, training):
            if chance.random() < 0.3:
                take_back_beyond(fact, by=None, why="omyłka")
            elif chance.random() < 0.3:
                correct_beyond(fact, {"day": DAY(2026, 4, 1)}, by=None, why="dzień")
        if place % 10 == 0:
            moments.append(timezone.now())
    return moments


def recount(sopot, period, whom):
    """Count over all rows, version by version, without a condition in SQL."""

    def holds(each):
        moment = period.known_on
        if moment is None:
            return each.superseded_at is None
        return each.recorded_at <= moment and (each.superseded_at is None or each.superseded_at > moment)

    def rows(model):
        return [each for each in model.objects.all() if each.grant_project_id == sopot.pk and holds(each)]

    if whom == Whom.TRAINED_STAFF:
        sexes = {each.pk: each.sex for each in TrainedPerson.objects.all()}
        first: dict = {}
        for each in rows(Training):
            first[each.person_id] = min(each.day, first.get(each.person_id, each.day))
        found = [(day, 1, sexes[key]) for key, day in first.items()]
    elif whom == Whom.INSTITUTIONS:
        found = [(day, 1, "") for _key, day in {(each.fact_id, each.day) for each in rows(Institution)}]
    else:
        found = [(each.day, each.pieces, "") for each in rows(Product)]
    return tuple(
        _figure([each for each in found if first_day <= each[0] <= period.ends_on], whom)
        for first_day in (period.starts_on, DAY.min)
    )


def _figure(found, whom):
    total = sum(many for _day, many, _sex in found)
    if whom != Whom.TRAINED_STAFF:
        return None, None, total
    return sum(sex == "K" for *_rest, sex in found), sum(sex == "M" for *_rest, sex in found), total


def test_no_figure_of_people_changes_and_each_kind_costs_one_query(sopot):
    def table():
        return table_as_json(sopot, Period.whole(), indicator_table(sopot, Period.whole(), reported_indicators(sopot)))

    before = table()
    make_institution(sopot), make_product(sopot), make_trained(sopot)
    assert table() == before
    for whom in CODES:
        define(sopot, whom)
    after = table()
    assert [each for each in after["indicators"] if each["code"] not in CODES.values()] == before["indicators"]
    units = {each["code"]: each["unit"] for each in after["indicators"] if each["code"] in CODES.values()}
    assert units == {"KADRA": "staff", "INSTYT": "entities", "PRODUKTY": "entities"}
    for place in range(3):
        make_trained(sopot, "Ewa", f"Osoba {place}"), make_product(sopot, f"Raport {place}")
    indicators = reported_indicators(sopot)
    with CaptureQueriesContext(connection) as asked:
        indicator_table(sopot, Period.whole(), indicators)
    assert len(asked) == 3 + 3


@pytest.mark.parametrize("whom", CODES)
@pytest.mark.parametrize("more", [{"filters": {"sex": ["K"]}}, {"dimensions": ["age"]}])
def test_filters_and_breakdowns_of_people_are_refused_in_a_sentence(sopot, whom, more):
    with pytest.raises(DefinitionRefused) as refused:
        define_indicator(sopot, CODES[whom], Spec({"pl": "Wskaźnik"}, "enrolled", whom=whom, **more), by=None)
    ((field, said),) = refused.value.problems
    assert field == "whom" and "dotyczą uczestników" in said


def test_an_edition_freezes_the_values_and_later_corrections_change_nothing(sopot, coordinator):
    for whom in CODES:
        define(sopot, whom)
    make_institution(sopot), make_product(sopot, pieces=3)
    training = make_trained(sopot)
    edition = freeze_edition(sopot, SPRING, by=coordinator)
    take_back_beyond(training, by=None, why="omyłka")
    frozen = {each["code"]: each for each in edition.content["indicators"]}
    assert [frozen[code]["cumulative"]["total"] for code in CODES.values()] == [1, 1, 3]
    assert frozen["KADRA"]["cumulative"] == {"women": 1, "men": 0, "total": 1}
    assert not edition.evidence.filter(indicator__in=CODES.values()).exists()
    assert freeze_edition(sopot, SPRING, by=coordinator).version == 2


def test_papers_show_small_figures_whole_also_beside_an_earlier_report(sopot, coordinator):
    for whom in CODES:
        define(sopot, whom, target=2)
    make_trained(sopot, day=DAY(2026, 1, 10))
    first = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 2, 28)), by=coordinator)
    make_institution(sopot), make_product(sopot), make_trained(sopot, "Jan", "Lis", sex="M")
    edition = freeze_edition(sopot, SPRING, by=coordinator)
    own = {each.code: each for each in presented(edition).own}
    assert [vars(own["KADRA"].cumulative), own["KADRA"].has_few] == [{"women": 1, "men": 1, "total": 2}, False]
    book = openpyxl.load_workbook(io.BytesIO(edition_as_xlsx(edition)))
    row = next(row for row in book.worksheets[0].iter_rows(values_only=True) if row[1] == "KADRA")
    assert row[3:9] == (0, 1, 1, 1, 1, 2)
    assert "KADRA" in edition_as_html(edition)
    report = build_report(edition, by=coordinator, sections=["indicators"], beside=[first], notice=False)
    told = {line[1]: line[3] for line in own_lines(report)}
    assert told == {"KADRA": 1, "INSTYT": 0, "PRODUKTY": 0}


def own_lines(report):
    (part,) = (part for part in parts_of(report) if part.grids)
    return [line for grid in part.grids for line in grid.rows if line[1] in CODES.values()]


def once(**values):
    return {"submission": str(uuid.uuid4()), **values}


@pytest.mark.usefixtures("accounts_speak_english")
class TestPages:
    @pytest.fixture
    def client(self, client_of, coordinator):
        return client_of(coordinator)

    @pytest.mark.parametrize(
        ("whom", "words", "total"),
        [
            (Whom.TRAINED_STAFF, "Counts staff of institutions who finished a training", 2),
            (Whom.INSTITUTIONS, "Counts institutions, each once", 1),
            (Whom.PRODUCTS, "Counts products of the project by pieces", 4),
        ],
    )
    def test_it_is_built_on_the_page_with_a_sentence_and_live_figures(self, client, sopot, whom, words, total):
        make_institution(sopot), make_product(sopot, pieces=4)
        make_trained(sopot), make_trained(sopot, "Jan", "Lis", sex="M")
        said = {"code": CODES[whom], "name_pl": "Wskaźnik", "whom": whom.value, "target": "300"}
        seen = client.post(NEW, once(**said, preview="1"))
        assert seen.context["form"].errors == {}
        assert seen.context["preview"].cumulative[-1].value == total and words in seen.content.decode()
        assert client.post(NEW, once(**said)).status_code == 302
        rule = client.get(f"{reverse('indicator_rule', args=[CODES[whom]])}?okres=projekt").content.decode()
        assert words in rule
        dashboard = client.get(reverse("indicator_dashboard")).content.decode()
        assert f"/koordynacja/wskazniki/{CODES[whom]}/" in dashboard
        refused = client.post(NEW, once(**{**said, "code": "INNY", "sex": ["K"]}))
        assert "whom" in refused.context["form"].errors

    def test_a_figure_opens_to_the_people_who_were_trained(self, client, sopot):
        define(sopot, Whom.TRAINED_STAFF)
        school = make_institution(sopot)
        make_trained(sopot, institution=school, day=DAY(2026, 1, 10))
        make_trained(sopot, "Jan", "Lis", sex="M")
        path = reverse("indicator_detail", args=["KADRA"])
        page = strip_tags(client.get(path).content.decode())
        assert "Dorota Zielińska, S-1" in page and "Szkoła Podstawowa nr 8, Sopot" in page and "Jan Lis, S-2" in page
        assert "Dorota" not in client.get(f"{path}?plec=M").content.decode()
        inside = client.get(f"{path}?od=2026-03-01&do=2026-05-31&zakres=okres").content.decode()
        assert "Jan Lis" in inside and "Dorota" not in inside
        event = AuditEvent.objects.filter(action="list").latest("at")
        assert event.detail["indicator"] == "KADRA" and "Lis" not in str(event.detail)

    def test_a_figure_opens_to_institutions_and_products(self, client, sopot):
        define(sopot, Whom.INSTITUTIONS)
        define(sopot, Whom.PRODUCTS)
        empty = client.get(reverse("indicator_detail", args=["PRODUKTY"])).content.decode()
        assert "Nothing stands behind this figure." in empty
        make_institution(sopot), make_product(sopot)
        assert "Szkoła Podstawowa nr 8" in client.get(reverse("indicator_detail", args=["INSTYT"])).content.decode()
        assert "segregator 4" in client.get(reverse("indicator_detail", args=["PRODUKTY"])).content.decode()

    def test_an_auditor_opens_numbers_alone(self, client_of, auditor, sopot):
        define(sopot, Whom.TRAINED_STAFF)
        make_trained(sopot)
        page = client_of(auditor).get(reverse("indicator_detail", args=["KADRA"])).content.decode()
        assert "S-1" in page and "Zieli" not in page

    @pytest.mark.parametrize("who", ["caseworker_city", "instructor", "dpo", "technical_admin"])
    def test_it_does_not_exist_for_others(self, client_of, sopot, request, who):
        define(sopot, Whom.TRAINED_STAFF)
        make_trained(sopot)
        client = client_of(request.getfixturevalue(who))
        assert client.get(reverse("indicator_detail", args=["KADRA"])).status_code == 404

    def test_visitors_still_open_nobody_and_a_person_explains_none_of_these(self, client, sopot):
        make_indicator(sopot, "GOSCIE", whom=Whom.VISITORS)
        define(sopot, Whom.TRAINED_STAFF)
        assert client.get(reverse("indicator_detail", args=["GOSCIE"])).status_code == 404
        assert client.get(reverse("indicator_person", args=["KADRA", "WS-0001"])).status_code == 404

    def test_a_frozen_report_shows_them_whole(self, client, coordinator, sopot):
        define(sopot, Whom.TRAINED_STAFF)
        make_trained(sopot), make_trained(sopot, "Jan", "Lis", sex="M")
        edition = freeze_edition(sopot, SPRING, by=coordinator)
        page = client.get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert "KADRA" in page and "left out, so that nobody" not in page


def test_who_may_see_them_stands_in_the_matrix():
    rights = matrix().action("view_beyond_participants").rights
    assert set(rights) == {"coordinator", "auditor"} and rights["auditor"].pseudonymous
    assert set(matrix().action("record_beyond_participants").rights) == {"coordinator"}
