"""Pages of own indicators: built, previewed, changed, retired; who may; nothing but the vocabulary gets in."""

import datetime
import io
import json
import re

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import strip_tags

from portal.audit.models import AuditEvent
from reporting.domain.definitions import (
    CodeTaken,
    DefinitionRefused,
    change_indicator,
    define_indicator,
    retire_indicator,
)
from reporting.domain.editions import EditionUnchanged, freeze_edition
from reporting.exporters.contract import table_as_json
from reporting.exporters.presented import presented
from reporting.exporters.workbook import edition_as_xlsx
from reporting.indicators.own import own_indicators, reported_indicators
from reporting.indicators.spec import Spec, spec_of
from reporting.models import EvidenceRow, IndicatorDefinition
from reporting.queries.definitions import versions_of
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.indicators import make_indicator
from tests.factories.services import make_support
from tests.reporting.test_editions import QUARTER

DAY = datetime.date
NEW, LIST = "/koordynacja/wskazniki/reguly/nowy/", "/koordynacja/wskazniki/reguly/"
TOKEN = "018f0000-0000-7000-8000-00000000cafe"
COURSE = {
    "code": "KURS60", "name_pl": "Kobiety na kursie", "when": "first-support", "kind": ["polish-course"],
    "sex": ["K"], "target": "60", "is_lower_bound": "on", "dimensions": ["age", "group"], "submission": TOKEN,
}  # fmt: skip
PERIOD = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))


@pytest.fixture
def people(sopot, city, foundation):
    """Two women and a man on the course, one of the women since April; a woman without it."""
    women = [make_participant(city, sopot) for _ in range(3)]
    man = make_person(sex="M")
    make_care(man, foundation, sopot)
    made = [*women, make_participation(man, sopot)]
    days = (DAY(2026, 2, 3), DAY(2026, 4, 2), None, DAY(2026, 2, 5))
    for each, day in zip(made, days, strict=True):
        make_support(each)
        if day:
            make_support(each, "polish-course", delivered_on=day)
    return made


def text_of(answer) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def sheets_of(content: bytes) -> dict[str, list[list]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def in_english(account):
    account.language = "en"
    account.save()
    return account


def test_preview_counts_live_and_saves_nothing(client_of, coordinator, sopot, people):
    client = client_of(in_english(coordinator))
    answer = client.post(f"{NEW}?od=2026-01-01&do=2026-03-31&projekt=sopot-5.15", {**COURSE, "preview": "1"})
    assert [answer.context["preview"].period[-1].value, answer.context["preview"].cumulative[-1].value] == [1, 1]
    assert "Counts people who take part in the project and meet every condition: support was given:" in text_of(answer)
    assert "Each person counts once, on the day when support of these kinds was given" in text_of(answer)
    assert not IndicatorDefinition.objects.exists()


def test_saved_indicator_is_in_table_list_commands_and_explanation(client_of, coordinator, sopot, people, capsys):
    client = client_of(in_english(coordinator))
    assert client.post(NEW, COURSE).status_code == 302
    assert client.post(NEW, COURSE).status_code == 302  # sent twice, built once
    made = IndicatorDefinition.objects.get()
    assert (made.code, made.number, made.recorded_by, made.target, made.is_lower_bound) == (
        "KURS60", 1, coordinator, 60, True,
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="create", detail__indicator="KURS60", detail__version=1).count() == 1
    assert "min. 60" in text_of(client.get("/koordynacja/wskazniki/"))
    detail = client.get("/koordynacja/wskazniki/KURS60/")
    assert set(re.findall(r"WS-\d+", text_of(detail))) == {people[0].number, people[1].number}
    assert len(detail.context["funnel"]) == 8
    left_out = client.get("/koordynacja/wskazniki/KURS60/", {"kogo": "support=polish-course"})
    assert set(re.findall(r"WS-\d+", text_of(left_out))) == {people[2].number}
    why = text_of(client.get(f"/koordynacja/wskazniki/KURS60/{people[3].number}/"))
    assert "Sex: man. Counted here: woman." in why
    arguments = ("--project", "sopot-5.15", "--from", "2026-01-01", "--to", "2026-03-31", "--format", "json")
    call_command("indicators", *arguments)
    line = json.loads(capsys.readouterr().out)["indicators"][-1]
    assert (line["code"], line["period"]["total"], line["cumulative"]["total"], line["version"]) == ("KURS60", 1, 1, 1)
    call_command("explain", "--project", "sopot-5.15", "--indicator", "kurs60", "--person", people[1].number,
                 "--language", "uk", "--format", "json")  # fmt: skip
    answer = json.loads(capsys.readouterr().out)
    assert (answer["counted"], answer["since"]) == (True, "2026-04-02")
    assert [each["rule"] for each in answer["rules"]][-2:] == ["support=polish-course", "sex=K"]


def test_change_is_a_new_version_and_the_past_keeps_the_old_one(client_of, coordinator, sopot, people):
    sopot.small_cell_threshold = 1
    sopot.save()
    make_indicator(sopot, "KURS", when="first-support", filters={"kind": ["polish-course"]})
    first = freeze_edition(sopot, QUARTER, by=coordinator)
    known_then = first.known_on
    content, pages = json.dumps(first.content, sort_keys=True), edition_as_xlsx(first)
    client = client_of(coordinator)
    page = client.get("/koordynacja/wskazniki/KURS/zmiana/")
    sent = {"name_pl": "Kurs, mężczyźni", "when": "first-support", "kind": ["polish-course"], "sex": ["M"],
            "why": "umowa z miastem", "version": str(page.context["form"]["version"].value()), "submission": TOKEN}  # fmt: skip
    assert client.post("/koordynacja/wskazniki/KURS/zmiana/", sent).status_code == 302
    newest = IndicatorDefinition.objects.current().get()
    assert (newest.number, newest.why, newest.filters["sex"]) == (2, "umowa z miastem", ["M"])

    now, then = (
        indicator_table(sopot, QUARTER, reported_indicators(sopot, moment)).line("KURS")
        for moment in (None, known_then)
    )
    assert (now.cumulative.total, now.version, then.cumulative.total, then.version) == (1, 2, 2, 1)
    first.refresh_from_db()
    assert json.dumps(first.content, sort_keys=True) == content
    assert sheets_of(edition_as_xlsx(first)) == sheets_of(pages)
    assert [line.version for line in presented(first).own] == [1]
    assert EvidenceRow.objects.filter(edition=first, indicator="KURS").count() == 2
    second = freeze_edition(sopot, QUARTER, by=coordinator)
    assert [(line.version, line.cumulative.total) for line in presented(second).own] == [(2, 1)]
    assert second.content["earlier"]["changes"] == []  # they differ by the rule, not by what became known
    history = text_of(client.get("/koordynacja/wskazniki/KURS/reguly/"))
    assert "umowa z miastem" in history and "Wskaźnik KURS" in history


def test_files_of_an_edition_show_own_indicators_with_target_and_version(sopot, people, coordinator):
    sopot.small_cell_threshold = 1
    sopot.save()
    make_indicator(sopot, "KURS", when="first-support", filters={"kind": ["polish-course"]}, target=60,
                   is_lower_bound=True)  # fmt: skip
    sheets = sheets_of(edition_as_xlsx(freeze_edition(sopot, QUARTER, by=coordinator)))
    rows = [row for sheet in sheets.values() for row in sheet if row and "KURS" in row]
    assert rows[0][1:9] == ["KURS", "min. 60", 1, 1, 2, 1, 1, 2]
    assert rows[1][-1] == 1


def test_retired_indicator_leaves_the_tables_but_not_the_past(client_of, coordinator, sopot, people):
    made = make_indicator(sopot, "KURS")
    frozen = freeze_edition(sopot, QUARTER, by=coordinator)
    client = client_of(coordinator)
    sent = {"version": str(made.pk), "why": "już niepotrzebny", "submission": TOKEN}
    assert client.post("/koordynacja/wskazniki/KURS/wycofanie/", sent).status_code == 302
    assert own_indicators(sopot) == ()
    assert [each.code for each in own_indicators(sopot, frozen.known_on)] == ["KURS"]
    assert "KURS" not in {row.code for row in client.get("/koordynacja/wskazniki/").context["lines"]}
    assert "KURS" in text_of(client.get(LIST))
    assert client.get("/koordynacja/wskazniki/KURS/reguly/").status_code == 200
    assert client.get("/koordynacja/wskazniki/KURS/").status_code == 404
    assert client.get("/koordynacja/wskazniki/KURS/zmiana/").status_code == 404
    with pytest.raises(CodeTaken):
        make_indicator(sopot, "KURS")


def test_nothing_changed_makes_no_version_and_two_writers_see_each_other(client_of, coordinator, sopot, people):
    made = make_indicator(sopot, "KURS", filters={"sex": ["K"]})
    assert change_indicator(made, spec_of(made), by=None, why="") is made
    client, path = client_of(coordinator), "/koordynacja/wskazniki/KURS/zmiana/"
    sent = {"name_pl": "A", "when": "enrolled", "why": "b", "version": str(made.pk), "submission": TOKEN}
    change_indicator(made, Spec({"pl": "Inny"}, "left"), by=None, why="")
    answer = client.post(path, sent)
    assert answer.status_code == 200
    assert [each.theirs for each in answer.context["differences"]][:1]
    assert IndicatorDefinition.objects.current().get().number == 2


def test_only_the_leaders_coordinator_builds_and_others_read(
    client_of, coordinator_foundation, auditor, caseworker_city, sopot
):
    make_indicator(sopot, "KURS")
    for account in (coordinator_foundation, auditor):
        client = client_of(account)
        assert client.get(LIST).status_code == 200
        assert client.get("/koordynacja/wskazniki/KURS/reguly/").status_code == 200
        for path in (NEW, "/koordynacja/wskazniki/KURS/zmiana/", "/koordynacja/wskazniki/KURS/wycofanie/"):
            assert client.get(path).status_code == client.post(path, COURSE).status_code == 404
    assert client_of(caseworker_city).get(LIST).status_code == 404


HOSTILE = ("'; DROP TABLE x;--", "') OR 1=1 --", "%(project)s", "%s", "<script>alert(1)</script>", "💥", "x" * 5000)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_not_in_the_vocabulary_is_refused(client_of, coordinator, sopot, hostile):
    client = client_of(coordinator)
    for name in ("code", "when", "kind", "organisation", "sex", "group", "place", "country", "education", "target",
                 "age_from", "outcome", "dimensions"):  # fmt: skip
        answer = client.post(NEW, {**COURSE, name: hostile})
        assert answer.status_code == 200 and name in answer.context["form"].errors, name
        assert b"<script>alert" not in answer.content
    assert not IndicatorDefinition.objects.exists()


@pytest.mark.parametrize("hostile", HOSTILE[:-1])
def test_the_action_refuses_what_the_form_would(sopot, hostile):
    for filters in ({"sex": [hostile]}, {hostile: ["K"]}, {"age": [hostile, 3]}, {"age": [0]}, {"place": [hostile]},
                    {"country": [hostile]}, {"kind": [hostile]}, {"sex": hostile}, {"group": [["x"]]}):  # fmt: skip
        with pytest.raises(DefinitionRefused):
            make_indicator(sopot, filters=filters)
    for values in ({"when": hostile}, {"dimensions": [hostile]}, {"whom": hostile}, {"target": 0}):
        with pytest.raises(DefinitionRefused):
            make_indicator(sopot, **values)
    with pytest.raises(DefinitionRefused):
        define_indicator(sopot, hostile, Spec({"pl": "A"}, "enrolled"), by=None)
    assert not IndicatorDefinition.objects.exists()


@pytest.mark.parametrize("code", ["EECO01", "EECR99", "IMPROVED", "A", "kurs", "1A", "ŁÓDŹ", "A" * 13])
def test_codes_of_the_fund_and_unreadable_ones_are_refused(sopot, code):
    with pytest.raises(DefinitionRefused):
        make_indicator(sopot, code)


@pytest.mark.parametrize("hostile", HOSTILE[:-1])
def test_even_a_hostile_row_of_the_database_reaches_no_statement(sopot, people, client_of, coordinator, hostile):
    """Names may hold anything; a choice that got past the forms is bound, so that it finds nobody."""
    made = make_indicator(sopot, "EVIL", names={"pl": hostile})
    IndicatorDefinition.objects.filter(pk=made.pk).update(superseded_at=made.recorded_at)
    IndicatorDefinition.objects.create(
        grant_project=sopot, code="EVIL", number=2, names={"pl": hostile}, when="first-support",
        filters={"place": [hostile], "sex": [hostile], "kind": [hostile], "organisation": [hostile]},
        recorded_at=made.recorded_at,
    )  # fmt: skip
    (own,) = own_indicators(sopot)
    assert indicator_table(sopot, PERIOD, reported_indicators(sopot)).line("EVIL").cumulative.total == 0
    client = client_of(coordinator)
    for path in ("/koordynacja/wskazniki/", LIST, "/koordynacja/wskazniki/EVIL/reguly/", "/koordynacja/wskazniki/EVIL/",
                 f"/koordynacja/wskazniki/EVIL/{people[0].number}/", f"/osoby/{people[0].number}/liczby/"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert b"<script>alert" not in answer.content
    assert str(own.definition)


def test_organisation_and_kind_must_be_those_of_one_delivery(sopot, people, foundation, city):
    make_support(people[2], "personal-assistant", organisation=foundation, delivered_on=DAY(2026, 2, 9))
    make_support(people[0], "personal-assistant", organisation=city, delivered_on=DAY(2026, 2, 9))
    make_indicator(sopot, "FSB", when="any-support", filters={"kind": ["personal-assistant"], "organisation": ["fsb"]})
    make_indicator(sopot, "ALL", when="any-support", filters={"organisation": ["fsb", "sopot"]})
    lines = indicator_table(sopot, PERIOD, reported_indicators(sopot))
    assert (lines.line("FSB").cumulative.total, lines.line("ALL").cumulative.total) == (1, 2)


def test_countries_and_places_find_their_people(sopot, city):
    for place, citizenships in (("Sopot", "UA"), ("Sopot", "UA BY"), ("Gdynia", "BY"), ("100% 'x'", "XS")) * 5:
        make_care(person := make_person(), city, sopot)
        make_participation(person, sopot, place=place, citizenships=citizenships)
    make_indicator(sopot, "UA", filters={"country": ["UA"], "place": ["Sopot"]})
    make_indicator(sopot, "ODD", filters={"place": ["100% 'x'", "Gdynia"], "country": ["BY", "XS"]})
    lines = indicator_table(sopot, PERIOD, reported_indicators(sopot))
    assert (lines.line("UA").cumulative.total, lines.line("ODD").cumulative.total) == (10, 10)


def test_places_of_few_people_are_not_offered(client_of, coordinator, sopot, city):
    for place in ["Sopot"] * 5 + ["Hel"] * 4:
        make_care(person := make_person(), city, sopot)
        make_participation(person, sopot, place=place)
    assert [code for code, _name in client_of(coordinator).get(NEW).context["form"].fields["place"].choices] == [
        "Sopot"
    ]


def test_table_is_one_statement_with_ten_own_indicators(sopot, people, django_assert_num_queries):
    for place in range(10):
        make_indicator(sopot, f"OWN{place}", when="any-support" if place % 2 else "enrolled",
                       filters={"sex": ["K"], "kind": ["polish-course"]} if place % 2 else {"age": [0, 20 + place]})  # fmt: skip
    indicators = reported_indicators(sopot)
    with django_assert_num_queries(3):
        table = indicator_table(sopot, PERIOD, indicators)
    assert len(table_as_json(sopot, PERIOD, table)["indicators"]) == 34


@pytest.mark.parametrize(
    "path", ["/koordynacja/wskazniki/", LIST, "/koordynacja/wskazniki/OWN0/reguly/", "/osoby/{number}/liczby/"]
)
def test_pages_cost_the_same_with_one_own_indicator_as_with_three(
    client_of, coordinator, sopot, people, path, django_assert_max_num_queries
):
    client, path = client_of(coordinator), path.format(number=people[0].number)
    make_indicator(sopot, "OWN0", when="any-support", dimensions=["age", "place"], filters={"kind": ["polish-course"]})
    client.get(path)
    with django_assert_max_num_queries(30) as asked:
        client.get(path)
    make_indicator(sopot, "OWN1", when="first-support", filters={"kind": ["culture-integration"]})
    make_indicator(sopot, "OWN2", filters={"group": ["working_age"]})
    with django_assert_max_num_queries(len(asked)):
        client.get(path)


def test_record_says_where_a_person_counts_where_not_and_what_would_change_it(
    client_of, coordinator, caseworker_city, auditor, sopot, people
):
    make_indicator(sopot, "KURS", when="first-support", filters={"kind": ["polish-course"]})
    path = f"/osoby/{people[2].number}/liczby/"
    page = client_of(in_english(coordinator)).get(path)
    counted = {line.indicator.code: line.since for line in page.context["counted"]}
    assert counted["EECO01"] == DAY(2026, 2, 2)
    (kurs,) = (line for line in page.context["mendable"] if line.indicator.code == "KURS")
    assert [reason.fix.url for reason in kurs.reasons] == [reverse("new_support", args=[people[2].number])]
    assert "No such support is recorded" in kurs.reasons[0].words
    ended = next(line for line in page.context["mendable"] if line.indicator.code == "IMPROVED")
    assert reverse("end_participation", args=[people[2].number]) in {r.fix.url for r in ended.reasons if r.fix}
    event = AuditEvent.objects.latest("at")
    assert (event.detail["page"], event.subjects) == ("numbers", [str(people[2].person_id)])
    assert client_of(caseworker_city).get(path).status_code == 200
    assert client_of(auditor).get(path).status_code == 404
    assert client_of(caseworker_city).get(f"/osoby/{people[3].number}/liczby/").status_code == 404


def test_record_names_once_what_keeps_a_person_from_every_number(client_of, coordinator, sopot, city):
    make_care(person := make_person(), city, sopot)
    incomplete = make_participation(person, sopot, missing="postcode")
    page = client_of(in_english(coordinator)).get(f"/osoby/{incomplete.number}/liczby/")
    assert [reason.words for reason in page.context["common"]] == ["Required data are missing: postcode."]
    assert page.context["common"][0].fix
    assert not page.context["counted"]


def test_finding_counts_by_its_outcome(sopot, city):
    for outcome in ("improved", "not-improved"):
        make_care(person := make_person(), city, sopot)
        ended = make_participation(person, sopot, end_on=DAY(2026, 3, 1))
        make_finding(ended, found_on=DAY(2026, 3, 2), outcome=outcome)
    make_indicator(sopot, "BAD", when="finding", filters={"outcome": ["not-improved"]})
    make_indicator(sopot, "ANY", when="finding")
    lines = indicator_table(sopot, PERIOD, reported_indicators(sopot))
    assert (lines.line("BAD").cumulative.total, lines.line("ANY").cumulative.total) == (1, 2)


def test_unchanged_report_stays_unchanged_with_own_indicators(sopot, people, coordinator):
    make_indicator(sopot, "KURS")
    freeze_edition(sopot, QUARTER, by=coordinator)
    with pytest.raises(EditionUnchanged):
        freeze_edition(sopot, QUARTER, by=coordinator)
    retire_indicator(IndicatorDefinition.objects.current().get(), by=coordinator, why="x")
    assert freeze_edition(sopot, QUARTER, by=coordinator).version == 2


def test_who_came_late_to_an_own_indicator_is_named_and_who_came_by_a_new_rule_is_not(sopot, people, coordinator):
    make_indicator(sopot, "SAME", when="first-support", filters={"kind": ["polish-course"]})
    freeze_edition(sopot, QUARTER, by=coordinator)
    make_indicator(sopot, "NEWER")
    make_support(people[2], "polish-course", delivered_on=DAY(2026, 3, 3))
    second = freeze_edition(sopot, QUARTER, by=coordinator)
    assert second.content["earlier"]["changes"] == [["SAME", people[2].number, True]]


def test_code_with_a_nul_never_reaches_a_database(client_of, coordinator, sopot, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert versions_of(sopot, "A\0B") == []
    for page in ("reguly", "zmiana", "wycofanie"):
        assert client_of(coordinator).get(f"/koordynacja/wskazniki/A%00B/{page}/").status_code == 404


def test_breakdown_names_no_place_where_few_people_live(client_of, coordinator, sopot, city):
    for place in ["Sopot"] * 5 + ["Hel", "Jastarnia"]:
        person = make_person()
        make_care(person, city, sopot)
        make_support(make_participation(person, sopot, place=place))
    make_indicator(sopot, "OWN1", when="any-support", dimensions=["place"])
    page = client_of(in_english(coordinator)).get("/koordynacja/wskazniki/OWN1/reguly/")
    ((_name, parts),) = page.context["parts"]
    assert [(each.name, each.cumulative.total) for each in parts] == [("Sopot", 5), ("other", 2)]
    assert "Jastarnia" not in page.content.decode()
