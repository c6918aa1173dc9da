"""The commands ``indicators`` and ``explain``: shape, purity, bad input; what was known at a moment."""

import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from beneficiaries.domain.participations import correct_participation
from portal.versions.actions import retract_fact
from reporting.indicators.catalogue import INDICATORS
from services.domain.support import refresh_starts
from services.models import SupportDelivery
from tests.commands import run
from tests.counting import figures
from tests.invented import END, START, Invention
from tests.recount import CODES, Recount, figures_of

PERIOD = ("--from", "2026-01-01", "--to", "2026-03-31")
SOPOT = ("--project", "sopot-5.15")
LANGUAGES = ("pl", "uk", "be", "ru", "en")


def indicators_json(capsys, *arguments) -> dict:
    ran = run(capsys, "indicators", *SOPOT, *PERIOD, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def explained(capsys, code: str, number: str = "WS-0001", *arguments) -> dict:
    ran = run(capsys, "explain", *SOPOT, "--indicator", code, "--person", number, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_the_json_has_the_shape_that_others_read(take, people, capsys):
    lp = people.supported(on="2026-02-02", end="2026-02-20")
    people.finding(lp, "2026-03-01")
    take(people)
    answer = indicators_json(capsys)
    assert list(answer) == ["project", "from", "to", "known_on", "indicators", "groups", "support"]
    assert [answer[k] for k in ("project", "from", "to", "known_on")] == [
        "sopot-5.15",
        "2026-01-01",
        "2026-03-31",
        None,
    ]
    assert [entry["code"] for entry in answer["indicators"]] == CODES
    assert [entry["code"] for entry in answer["groups"]] == ["children", "seniors", "working_age"]
    assert len(answer["support"]) == 5
    one = {"women": 1, "men": 0, "total": 1}
    first = answer["indicators"][0]
    assert {k: first[k] for k in ("unit", "target", "period", "cumulative", "percent")} == {
        "unit": "persons", "target": {"women": None, "men": None, "total": 207}, "period": one, "cumulative": one, "percent": "0.48",
    }  # fmt: skip
    for entry in answer["indicators"]:
        assert set(entry) == {"code", "name", "unit", "target", "period", "cumulative", "percent"}
        assert entry["unit"] == ("entities" if entry["code"] in ("EECO18", "EECO19") else "persons")
        assert entry["name"]
        if entry["unit"] == "entities":
            assert entry["period"] == entry["cumulative"] == {"women": None, "men": None, "total": 0}
    assert set(answer["groups"][0]) == {"code", "name", "target", "period", "cumulative", "percent"}
    assert [group["target"] for group in answer["groups"]] == [100, 10, 97]
    assert (
        answer["support"][2].items()
        >= {"code": "culture-integration", "persons": 1, "deliveries": 1, "hours": "2.00"}.items()
    )


def test_an_empty_project_lists_every_code_with_zero(sopot, capsys):
    answer = indicators_json(capsys)
    assert [entry["code"] for entry in answer["indicators"]] == CODES
    assert {entry["cumulative"]["total"] for entry in (*answer["indicators"], *answer["groups"])} == {0}
    assert {(entry["persons"], entry["deliveries"], entry["hours"]) for entry in answer["support"]} == {(0, 0, "0.00")}
    assert answer["indicators"][0]["percent"] == "0.00"
    assert answer["indicators"][1]["percent"] is None


def test_csv_and_table_say_the_same_as_the_json(take, capsys):
    take(Invention(31).list)
    lines = figures_of(indicators_json(capsys))
    table = list(csv.DictReader(io.StringIO(run(capsys, "indicators", *SOPOT, *PERIOD, "--format", "csv").out)))
    assert [row["code"] for row in table][:24] == CODES
    for row in table:
        written = tuple(row[f"cumulative_{part}"] for part in ("women", "men", "total"))
        assert written == tuple("" if value is None else str(value) for value in lines[f"{row['code']} cumulative"])
    text = run(capsys, "indicators", *SOPOT, *PERIOD)
    assert text.code == 0
    assert all(re.search(rf"^{code} ", text.out, re.MULTILINE) for code in CODES)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([*SOPOT, "--from", "2026-03-31", "--to", "2026-01-01"], id="reversed"),
        pytest.param([*SOPOT, "--from", "31.03.2026", "--to", "2026-06-30"], id="other form"),
        pytest.param([*SOPOT, "--from", "2026-02-30", "--to", "2026-06-30"], id="no such day"),
        pytest.param([*SOPOT, "--from", "20260101", "--to", "2026-06-30"], id="without hyphens"),
        pytest.param([*SOPOT, "--from", "", "--to", "2026-06-30"], id="blank"),
        pytest.param([*SOPOT, "--from", "2026-01-01"], id="no end"),
        pytest.param([*SOPOT, *PERIOD, "--known-on", "yesterday"], id="no moment"),
        pytest.param([*SOPOT, *PERIOD, "--known-on", "0001-01-01T00:00:00+01:00"], id="before all time"),
        pytest.param([*SOPOT, *PERIOD, "--known-on", "9999-12-31T23:59:59-14:00"], id="after all time"),
        pytest.param([*SOPOT, *PERIOD, "--format", "xml"], id="unknown format"),
        pytest.param([*PERIOD], id="no project"),
        pytest.param(["--project", "nothing", *PERIOD], id="unknown project"),
    ],
)
def test_bad_input_of_indicators_is_one_line(sopot, capsys, arguments):
    ran = run(capsys, "indicators", *arguments)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert "usage" not in ran.err.lower()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--indicator", "EECO99", "--person", "WS-0001"], id="unknown indicator"),
        pytest.param(["--indicator", "EECO01", "--person", "WS-9999"], id="unknown person"),
        pytest.param(["--indicator", "EECO01", "--person", "'; --"], id="odd person"),
        pytest.param(["--indicator", "EECO01"], id="no person"),
        pytest.param(["--indicator", "EECO01", "--person", "WS-0001", "--language", "de"], id="unknown language"),
        pytest.param(
            ["--indicator", "EECO01", "--person", "WS-0001", "--from", "2026-02-01", "--to", "2026-01-01"],
            id="reversed",
        ),
        pytest.param(["--indicator", "EECO01", "--person", "WS-0001", "--to", "2026-13-01"], id="no such day"),
    ],
)
def test_bad_input_of_explain_is_one_line(take, people, capsys, arguments):
    people.supported()
    take(people)
    ran = run(capsys, "explain", *SOPOT, *arguments)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)


@pytest.mark.parametrize("name", ["import_participants", "indicators", "explain", "load_programme"])
def test_help_shows_an_example(capsys, name):
    ran = run(capsys, name, "--help")
    assert ran.code == 0
    assert f"example: manage.py {name}" in re.sub(r"\s+", " ", ran.out)


@pytest.mark.parametrize("source", ["nothing-1.1", "/nowhere/at/all.toml", "."])
def test_a_programme_that_is_not_there_is_one_line(db, capsys, source):
    ran = run(capsys, "load_programme", source)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)


def test_from_the_shell_a_mistake_is_exit_2_and_one_line(tmp_path):
    environment = {**os.environ, "PORTAL_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "indicators", *SOPOT, *PERIOD, "--format", "json"]
    ran = subprocess.run(
        command, cwd=Path(__file__).parents[2], env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1


def test_an_explanation_has_the_shape_that_others_read(take, people, capsys):
    lp = people.supported(on="2026-02-02", end="2026-02-20")
    people.finding(lp, "2026-03-01")
    take(people)
    answer = explained(capsys, "improved")
    assert list(answer) == ["person", "indicator", "counted", "since", "rules"]
    assert [answer[k] for k in ("person", "indicator", "counted", "since")] == [
        "WS-0001",
        "IMPROVED",
        True,
        "2026-03-01",
    ]
    assert all(set(rule) == {"rule", "passed", "fact", "sentence"} and rule["passed"] for rule in answer["rules"])
    assert explained(capsys, "EECO01")["since"] == "2026-02-02"


@pytest.mark.parametrize(
    ("last", "counted", "since"), [("2026-02-28", False, None), ("2026-03-01", True, "2026-03-01")]
)
def test_an_explanation_looks_up_to_the_end_of_the_period(take, people, capsys, last, counted, since):
    lp = people.supported(on="2026-02-02", end="2026-02-20")
    people.finding(lp, "2026-03-01")
    take(people)
    answer = explained(capsys, "IMPROVED", "WS-0001", "--from", "2026-01-01", "--to", last)
    assert (answer["counted"], answer["since"]) == (counted, since)
    unmet = [(rule["rule"], rule["fact"]) for rule in answer["rules"] if not rule["passed"]]
    assert unmet == ([] if counted else [("by_period_end", "2026-03-01")])


@pytest.mark.parametrize(("first", "inside"), [("2026-02-02", True), ("2026-02-03", False)])
def test_an_explanation_of_a_period_says_whether_the_day_lies_in_it(take, people, capsys, first, inside):
    people.supported(on="2026-02-02")
    take(people)
    answer = explained(capsys, "EECO01", "WS-0001", "--from", first, "--to", "2026-03-31")
    assert (answer["counted"], answer["in_period"]) == (True, inside)
    assert "in_period" not in explained(capsys, "EECO01", "WS-0001", "--to", "2026-03-31")


@pytest.mark.parametrize("code", [each.code for each in INDICATORS])
@pytest.mark.parametrize("last", ["2026-02-01", "2027-01-28"])
def test_a_person_counts_where_every_rule_is_met_and_nowhere_else(take, people, capsys, code, last):
    lp = people.supported(on="2026-02-02", end="2026-02-20")
    people.finding(lp, "2026-03-01")
    take(people)
    answer = explained(capsys, code, "WS-0001", "--to", last)
    assert answer["counted"] is all(rule["passed"] for rule in answer["rules"]) is (answer["since"] is not None)


@pytest.mark.parametrize(
    ("code", "says", "never"),
    [
        ("EECO13", "The citizenship is not recorded.", "Has the citizenship of an EU country"),
        ("EECO14", "The citizenship is not recorded.", "Has Polish citizenship."),
        ("EECO02", "The status at the start is not recorded.", "Status at the start was not unemployed"),
        ("EECO06", "The age at the start is not known.", "not under 18"),
        ("IMPROVED", "There is no complete finding within 28 days after the end.", "The latest finding says"),
    ],
)
def test_what_is_not_recorded_is_not_claimed(take, people, capsys, code, says, never):
    people.person(citizen=None, status=None)
    take(people)
    said = [rule["sentence"] for rule in explained(capsys, code, "WS-0001", "--language", "en")["rules"]]
    assert says in said
    assert not any(never in sentence for sentence in said)


def test_an_explanation_names_the_rule_that_fails_and_its_fact(take, people, capsys):
    people.supported(education=None, place=None, end="2026-03-01")
    take(people)
    answer = explained(capsys, "IMPROVED")
    failed = {rule["rule"]: rule["fact"] for rule in answer["rules"] if not rule["passed"]}
    assert answer["counted"] is False
    assert failed == {"complete": "education place", "finding_in_window": "", "improved": ""}


def test_every_explanation_agrees_with_the_table_in_every_language(take, capsys):
    done = take(Invention(32).list)
    expected = {key.split()[0]: value[2] for key, value in figures(done.project).items() if key.endswith("cumulative")}
    from beneficiaries.models import Participation
    from reporting.queries.people import explain
    from reporting.rules import Period

    people = [explain(each, [i for i in INDICATORS if i.rules], Period.whole()) for each in Participation.objects.all()]
    for place, indicator in enumerate([i for i in INDICATORS if i.rules]):
        assert sum(explanations[place].counted for explanations in people) == expected[indicator.code], indicator.code
    for language in LANGUAGES:
        answer = explained(capsys, "EECO13", "WS-0001", "--language", language)
        assert all(rule["sentence"] and "%(" not in rule["sentence"] for rule in answer["rules"])


def corrected(project, **changes) -> None:
    from beneficiaries.models import ParticipationVersion

    (current,) = ParticipationVersion.objects.current().select_related("grant_project")
    correct_participation(current, changes, list(project.target_groups.all()), by=None, why="a correction")


def test_known_on_gives_the_figures_before_and_after_a_correction(take, people, capsys):
    people.supported(status="bezrobotna", detail="inne", end="2026-02-20")
    done = take(people)
    before = timezone.now()
    corrected(done.project, labour_status="employed", education="isced-5-8")
    after = timezone.now()
    for moment, codes in ((before, ["EECO02", "EECO10"]), (after, ["EECO05", "EECO11"]), (None, ["EECO05", "EECO11"])):
        arguments = ("--known-on", moment.isoformat()) if moment else ()
        answer = indicators_json(capsys, *arguments)
        lines = figures_of(answer)
        assert [code for code in ("EECO02", "EECO05", "EECO10", "EECO11") if lines[f"{code} cumulative"][2]] == codes
        assert lines["EECO01 cumulative"] == (1, 0, 1)
        assert (answer["known_on"] is None) == (moment is None)


def test_before_the_import_nothing_was_known(take, people, sopot):
    early = timezone.now()
    lp = people.supported(end="2026-02-20")
    people.finding(lp, "2026-02-28")
    take(people)
    assert figures(sopot, known_on=early)["EECO01 cumulative"] == (0, 0, 0)
    assert figures(sopot)["IMPROVED cumulative"] == (1, 0, 1)
    assert figures(sopot, known_on=timezone.now()) == figures(sopot)


def test_support_that_was_retracted_moves_the_start_from_then_on(take, people, sopot, capsys):
    lp = people.supported(on="2026-02-02")
    people.support(lp, on="2026-04-01")
    take(people)
    before = timezone.now()
    first = SupportDelivery.objects.current().get(delivered_on=datetime.date(2026, 2, 2))
    retract_fact(first)
    refresh_starts(sopot, [first.participation_id], by=None)
    assert figures(sopot, "2026-01-01", "2026-03-31", before)["EECO01 cumulative"][2] == 1
    assert figures(sopot, "2026-01-01", "2026-03-31")["EECO01 cumulative"][2] == 0
    assert figures(sopot, "2026-01-01", "2026-06-30")["EECO01 cumulative"][2] == 1
    assert figures(sopot, "2026-01-01", "2026-06-30", before)["culture-integration support"] == (1, 2, "4.00")
    assert figures(sopot, "2026-01-01", "2026-06-30")["culture-integration support"] == (1, 1, "2.00")
    assert explained(capsys, "EECO01")["since"] == "2026-04-01"


def test_what_is_known_now_does_not_change_by_looking_at_the_past(take, sopot, tmp_path):
    path = Invention(33).list.save(tmp_path / "other.xlsx")
    done = take(Invention(33).list)
    expected = Recount(path, START, END).figures(datetime.date(2025, 1, 1), datetime.date(2027, 1, 28))
    figures(done.project, known_on=timezone.now() - datetime.timedelta(days=400))
    assert figures(done.project) == expected


@pytest.mark.parametrize(
    "moment", ["2026-03-31", "2026-03-31T12:00", "2026-03-31T12:00:00Z", "2026-03-31T12:00:00+02:00"]
)
def test_a_moment_is_written_in_ISO_8601(sopot, capsys, moment):
    assert indicators_json(capsys, "--known-on", moment)["known_on"].startswith("2026-03-31T")
