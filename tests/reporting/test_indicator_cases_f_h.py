"""Worked examples F (totals, periods, percentages), G (identity) and H (the row for SM EFS)."""

import json
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from beneficiaries.models import Participation, Person
from beneficiaries.rules.pesel import InvalidPesel, read_pesel
from portal.imports.models import ImportedRow
from reporting.rules import Figure, Line, percent_of_target
from tests.commands import run
from tests.counting import FIRST, figures
from tests.invented import Invention
from tests.smefs import rows_of
from tests.workbooks import pesel_for

SOPOT = ("--project", "sopot-5.15")


def test_F1_the_last_day_of_a_quarter_belongs_to_it(take, people):
    people.supported(on="2026-03-31")
    people.supported(on="2026-04-01")
    done = take(people)
    assert done.period("EECO01", "2026-01-01", "2026-03-31") == 1
    assert done.period("EECO01", "2026-04-01", "2026-06-30") == 1
    assert (
        done.total("EECO01", "2026-03-30"),
        done.total("EECO01", "2026-03-31"),
        done.total("EECO01", "2026-04-01"),
    ) == (0, 1, 2)


@pytest.mark.parametrize(
    ("done", "target", "percent"),
    [
        pytest.param(70, 207, "33.82", id="F2"),
        pytest.param(12, 191, "6.28", id="F3"),
        pytest.param(190, 191, "99.48", id="F10"),
        pytest.param(414, 207, "200.00", id="never-clipped"),
        pytest.param(0, 207, "0.00", id="nothing-yet"),
        pytest.param(1, 800, "0.13", id="half-goes-up"),
        pytest.param(5, None, None, id="no-target"),
    ],
)
def test_percent_of_the_target(done, target, percent):
    expected = percent and Decimal(percent)
    assert percent_of_target(done, target) == expected
    line = Line("X", "", {"women": None, "men": None, "total": target}, Figure(0, 0, 0), Figure(done, 0, done))
    assert line.percent == expected


@pytest.mark.parametrize(
    ("done", "target", "written"),
    [
        pytest.param(12, 191, "6,28", id="F3"),
        pytest.param(7, 9, "77,78", id="half-goes-up"),
        pytest.param(3, 2, "150,00"),
    ],
)
def test_F_percent_of_the_target_stands_on_the_dashboard(
    take, people, sopot, coordinator, client_of, done, target, written
):
    for place in range(done):
        people.supported(born=f"{1960 + place}-05-17")
    take(people)
    sopot.targets = {**sopot.targets, "EECO01": {"total": target}}
    sopot.save()
    page = client_of(coordinator).get(reverse("indicator_dashboard"), {"od": "2026-01-01", "do": "2026-06-30"})
    row, _goal = next(each for each in page.context["headline"] if each[0].code == "EECO01")
    assert (row.total.value, row.target) == (done, target)
    assert f"{written}%" in page.content.decode()


def test_F2_F3_F10_the_degrees_of_a_whole_project_from_the_list_to_page_claim_and_file(
    take, people, coordinator, client_of, tmp_path, capsys
):
    """207 people; 70 by the end of February; 190 found improved, 12 of them by the end of June; 17 left without."""
    for place in range(207):
        lp = people.supported(
            on="2026-02-02" if place < 70 else "2026-03-02", end="2026-06-10", path="tak", situation="Inne",
            pesel=pesel_for("1990-05-17", serial=place),
        )  # fmt: skip
        if place < 190:
            people.finding(lp, "2026-06-20" if place < 12 else "2026-07-01")
    take(people)

    def degrees(last: str) -> list[str]:
        table = json.loads(run(capsys, "indicators", *SOPOT, "--from", FIRST, "--to", last, "--format", "json").out)
        return [each["percent"] for each in table["indicators"] if each["code"] in ("EECO01", "IMPROVED")]

    assert degrees("2026-02-28") == ["33.82", "0.00"]
    assert degrees("2026-06-30") == ["100.00", "6.28"]
    assert degrees("2026-12-31") == ["100.00", "99.48"]
    for last, written in (("2026-02-28", "33,82"), ("2026-06-30", "6,28"), ("2026-12-31", "99,48")):
        page = client_of(coordinator).get(reverse("indicator_dashboard"), {"od": FIRST, "do": last})
        assert f"{written}%" in page.content.decode()
    claim, file = tmp_path / "claim.xlsx", tmp_path / "file.csv"
    assert run(capsys, "smefs", "claim", *SOPOT, "--output", claim).code == 0
    written = [cell for row in openpyxl.load_workbook(claim).active.iter_rows(values_only=True) for cell in row]
    assert {207, 190} <= set(written)
    assert any(str(cell).startswith(("99.48", "0.9948", "99,48")) for cell in written)
    assert run(capsys, "smefs", "export", *SOPOT, "--output", file).code == 0
    lines = rows_of(file.read_bytes())
    assert (len(lines), {(line[22], line[26], line[27]) for line in lines}) == (207, {("2026-06-10", "Inne", "Tak")})
    assert run(capsys, "smefs", "compare", *SOPOT, file, "--claim", claim).code == 0


def test_F6_every_participant_has_one_status_one_education_and_one_group(take):
    done = take(Invention(99).list)
    for last in ("2025-06-30", "2026-03-31", "2026-12-31"):
        found = {key: value[2] for key, value in figures(done.project, last=last).items() if key.endswith("cumulative")}
        everybody = found["EECO01 cumulative"]
        assert everybody > 10
        for parts in (
            ("EECO02", "EECO04", "EECO05"),
            ("EECO09", "EECO10", "EECO11"),
            ("children", "seniors", "working_age"),
        ):
            assert sum(found[f"{code} cumulative"] for code in parts) == everybody
        assert found["EECO03 cumulative"] <= found["EECO02 cumulative"]
        assert sum(found[f"EECO{n:02} cumulative"] for n in (6, 7, 8)) <= everybody
        assert found["EECO13 cumulative"] <= found["EECO14 cumulative"] == everybody


def test_F6_women_and_men_add_up(take):
    done = take(Invention(98).list)
    for key, value in figures(done.project).items():
        if key.endswith(("period", "cumulative")) and not key.startswith(("EECO18", "EECO19")):
            assert value[0] + value[1] == value[2], key


def test_F7_nobody_between_30_and_54_counts_in_a_code_of_age(take, people):
    for born in ("1991-01-01", "1986-01-01", "1981-01-01"):
        people.supported(born=born)
    assert take(people).counts("EECO01", "EECO06", "EECO07", "EECO08") == ["EECO01"]


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        pytest.param("44051401458", "1944-05-14", "M", id="G1"),
        pytest.param("07231512359", "2007-03-15", "M", id="G3"),
        pytest.param("07321512337", "2007-12-15", "M", id="G4"),
        pytest.param("99923100120", "1899-12-31", "K", id="G5"),
    ],
)
def test_a_PESEL_tells_birth_date_and_sex(number, born, sex):
    pesel = read_pesel(number)
    assert (pesel.number, str(pesel.birth_date), str(pesel.sex)) == (number, born, sex)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("44051401459", id="G2-check-digit"),
        pytest.param("90023012340", id="G7-no-such-day"),
        pytest.param("00000000000", id="zeros"),
        pytest.param("4405140145", id="padded-and-still-wrong"),
        pytest.param("440514014581", id="too-long"),
        pytest.param("1234567", id="too-short"),
        pytest.param("FA123456", id="passport"),
        pytest.param("４４０５１４０１４５８", id="other-digits"),
    ],
)
def test_what_is_not_a_PESEL(number):
    with pytest.raises(InvalidPesel):
        read_pesel(number)


def test_G11_a_PESEL_that_comes_later_belongs_to_the_same_participant(take, people):
    people.supported(surname="Petrenko", given="Olena", pesel="brak")
    take(people)
    people.rows["Uczestnicy"][0]["PESEL"] = pesel_for("1990-05-17")
    done = take(people)
    assert (Person.objects.count(), Participation.objects.count()) == (1, 1)
    assert [row["lp"] for row in done.report["changed_rows"]] == [1]
    assert done.total("EECO01") == 1
    assert done.report["unchanged"] == 1


@pytest.mark.parametrize("with_pesel", ["neither", "first", "second"])
def test_G12_one_name_in_two_spellings_is_suggested_as_duplicate_and_never_merged(take, people, with_pesel):
    pesel = pesel_for("1996-07-01")
    people.supported(
        surname="Ivanova", given="Volha", born="1996-07-01", pesel=pesel if with_pesel == "first" else None
    )
    people.supported(
        surname="Iwanowa", given="Olga", born="1996-07-01", pesel=pesel if with_pesel == "second" else None
    )
    done = take(people)
    assert done.total("EECO01") == 1
    assert [(row["lp"], row["reason"]) for row in done.report["held_rows"]] == [(2, "possible-duplicate")]
    assert ImportedRow.objects.filter(state="held").count() == 1
    assert done.report["merged"] == 0


@pytest.mark.parametrize("with_pesel", [True, False])
def test_G13_twins_are_two_participants(take, people, with_pesel):
    for serial, given in enumerate(("Daryna", "Maryna"), start=1):
        pesel = pesel_for("2012-04-04", "K", serial) if with_pesel else None
        people.supported(surname="Hnatiuk", given=given, born="2012-04-04", pesel=pesel)
    done = take(people)
    assert done.total("EECO01") == 2
    assert done.report["held_rows"] == []


def test_two_people_with_one_name_and_birth_date_and_two_PESEL_are_two(take, people):
    for serial in (1, 2):
        people.supported(
            surname="Hnatiuk", given="Daryna", born="2012-04-04", pesel=pesel_for("2012-04-04", "K", serial)
        )
    assert take(people).total("EECO01") == 2


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Średnie I stopnia lub niższe (ISCED 0–2)", "EECO09"),
        ("Ponadgimnazjalne (ISCED 3) lub policealne (ISCED 4)", "EECO10"),
        ("Wyższe (ISCED 5–8)", "EECO11"),
        ("Wyższe (ISCED 5-8)", "EECO11"),
        ("Średnie I stopnia lub niższe (ISCED 0-2)", "EECO09"),
    ],
)
def test_H3_the_wordings_of_SM_EFS_are_read_with_dash_and_hyphen(take, people, written, code):
    people.supported(education=written)
    assert take(people).counts("EECO09", "EECO10", "EECO11") == [code]


def test_H6_who_still_takes_part_has_neither_end_nor_situation_nor_path(take, people):
    people.supported()
    version = take(people).version()
    assert (version.end_on, version.exit_situation, version.path_completed) == (None, "", None)


def test_H8_the_same_list_again_makes_nobody_new(take, people):
    people.supported(pesel=pesel_for("1990-05-17"))
    first = take(people)
    second = take(people)
    assert (second.report["created"], second.report["unchanged"], Person.objects.count()) == (0, 1, 1)
    assert first.report["people"] == second.report["people"]
