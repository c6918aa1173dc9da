"""The city's list out to SM EFS and back: 207 lines, checked, equal to the indicators, twice the same bytes."""

import json

import pytest

from beneficiaries.models import ParticipationVersion
from reporting.smefs.models import SentLine, SmefsExport
from reporting.smefs.queries.exports import content_of
from tests.commands import run
from tests.counting import figures
from tests.smefs import counts_of, days_of, rows_of

PROJECT = ("--project", "sopot-5.15")


@pytest.fixture
def ended_with_a_situation(project) -> None:
    """The list of the city has no column for the situation at the end: somebody has added it."""
    ended = ParticipationVersion.objects.current().filter(end_on__isnull=False)
    ended.filter(path_completed__isnull=True).update(path_completed=False)
    ended.update(exit_situation="Inne")


@pytest.fixture
def exported(ended_with_a_situation, capsys, tmp_path):
    path = tmp_path / "out.csv"
    done = run(capsys, "smefs", "export", *PROJECT, "--output", path)
    assert done.code == 0, done.out + done.err
    return path


def test_everybody_who_counts_is_sent_and_the_lines_count_like_the_table(exported, project):
    rows = rows_of(exported.read_bytes())
    assert len(rows) == 207
    expected = figures(project)
    for code, (women, men) in counts_of(rows).items():
        assert expected[f"{code} cumulative"] == (women, men, women + men) or list(expected[f"{code} cumulative"]) == [
            women,
            men,
            women + men,
        ], code
    for row in rows:
        packed = [row[place].split("|") for place in (28, 29, 30, 31)]
        assert len({len(items) for items in packed}) == 1
        assert days_of(row[31]) == sorted(days_of(row[31]))
        assert row[21] == row[31].split("|")[0]


def test_the_check_passes_and_the_comparison_finds_nothing(exported, capsys):
    checked = run(capsys, "smefs", "check", exported)
    assert checked.code == 0
    assert {each["level"] for each in json.loads(checked.out)} <= {"warning", "info"}
    compared = run(capsys, "smefs", "compare", exported, *PROJECT)
    assert compared.code == 0
    said = json.loads(compared.out)
    assert said["people"] == []
    assert {line["verdict"] for line in said["indicators"] if line["code"].startswith("EECO")} == {"equal"}


def test_the_claim_table_is_read_back_and_agrees(exported, capsys, tmp_path):
    claim = tmp_path / "claim.xlsx"
    assert run(capsys, "smefs", "claim", *PROJECT, "--output", claim).code == 0
    done = run(capsys, "smefs", "compare", exported, *PROJECT, "--claim", claim)
    assert done.code == 0
    lines = {line["code"]: line for line in json.loads(done.out)["indicators"]}
    assert lines["EECO01"]["claim"] == {"women": 131, "men": 76, "total": 207}
    assert lines["IMPROVED"]["claim"]["total"] == 191
    assert lines["IMPROVED"]["verdict"] == "only-claim"


def test_unchanged_data_give_the_same_bytes_and_what_was_sent_stays(exported, capsys, tmp_path):
    again = tmp_path / "again.csv"
    assert run(capsys, "smefs", "export", *PROJECT, "--output", again).code == 0
    assert again.read_bytes() == exported.read_bytes()
    first, second = SmefsExport.objects.order_by("made_at")
    assert first.sha256 == second.sha256
    assert content_of(first) == exported.read_bytes()
    assert SentLine.objects.filter(export=first).count() == 207


def test_without_the_situation_those_who_ended_stay_out_until_it_is_explained(project, capsys, tmp_path):
    path = tmp_path / "out.csv"
    refused = run(capsys, "smefs", "export", *PROJECT, "--output", path)
    assert refused.code == 1
    assert json.loads(refused.out)["to_explain"] == ["R21"]
    assert not path.exists()
    assert not SmefsExport.objects.exists()
    done = run(capsys, "smefs", "export", *PROJECT, "--output", path, "--explain", "R21=the interviews are in January")
    assert done.code == 0
    assert json.loads(done.out)["left_out"] == {"R21": 199}
    rows = rows_of(path.read_bytes())
    assert len(rows) == 8
    assert {(row[22], row[26], row[27]) for row in rows} == {("", "", "")}
