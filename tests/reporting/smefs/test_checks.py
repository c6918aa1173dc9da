"""Every rule that a listing alone can break, each with a line that breaks it and one that does not."""

import datetime
import io
import json

import openpyxl
import pytest

from reporting.smefs.importers.listings import read_listing
from reporting.smefs.queries.layouts import shipped_layouts, words_on
from reporting.smefs.rules.checks import Frame, found_in
from tests.commands import run
from tests.smefs import GOOD, HEADERS, file_of, row
from tests.workbooks import pesel_for

LAYOUT = shipped_layouts()[0]
POLISH = "Obywatelstwo polskie"
EU = "Brak polskiego obywatelstwa – obywatel kraju UE"
PUPIL = {
    "c6": pesel_for("2013-05-17", serial=7), "c10": "12", "c11": "Średnie I stopnia lub niższe (ISCED 0–2)",
    "c23": "Osoba bierna zawodowo", "c24": "Osoba ucząca się/odbywająca kształcenie", "c25": "2027-06-25",
}  # fmt: skip
ENDED = {"c22": "2026-06-30", "c26": "Inne", "c27": "Tak"}
TWICE = {"c28": "a|a", "c29": "a|a", "c30": "|", "c31": "2026-02-02|2026-02-02"}
GOOD_PESEL = pesel_for("1990-05-17", serial=5)


def good(**changes):
    return row(**{"c6": GOOD_PESEL, **changes})


@pytest.fixture
def frame(sopot):
    return Frame(LAYOUT, words_on(datetime.date(2026, 12, 15)), sopot.starts_on, sopot.ends_on)


@pytest.fixture
def found(frame):
    def look(*rows):
        return {(each.rule, each.line) for each in found_in(read_listing(file_of(*rows), LAYOUT).lines, frame)}

    return look


@pytest.mark.parametrize(
    "changes",
    [{}, PUPIL, ENDED, {"c35": "Odmowa podania informacji", "c37": "Odmowa podania informacji"},
     {"c1": EU, "c34": "Nie"}, {"c6": "WS-0007", "c7": "Tak"}, {"c1": "Bezpaństwowiec"},
     TWICE, {"c2": "Pracownik lub przedstawiciel instytucji/podmiotu"}, {"c24": ""}, {"c23": "Osoba bezrobotna"},
     {"c6": pesel_for("2026-02-02", serial=7), "c10": "0"}, {"c17": ""},
     {"c21": "02.02.2026"}, {"c21": "2026-02-02 00:00:00"}, {"c21": "46055"}, {"c20": "olena@example.org"}],
)  # fmt: skip
def test_good_lines_pass(found, changes):
    assert found(good(**changes)) == set()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("R14", {**ENDED, "c22": "2026-01-31"}),
        ("R15", {"c31": "2026-02-01"}),
        ("R15", {"c21": "2024-12-15", "c31": "2024-12-15", "c10": "34"}),
        ("R3", {"c31": "2027-01-05"}),
        ("R3", {"c31": "2026-02-02|2027-01-05", "c28": "a|b", "c29": "a|b", "c30": "|"}),
        ("R16", {"c33": "Nie"}),
        ("R17", {"c34": "Nie"}),
        ("R18", {"c1": EU, "c33": "Nie", "c34": "Nie"}),
        ("R19", {"c1": POLISH}),
        ("R20", {"c1": POLISH, "c34": "Nie"}),
        ("R21", {**ENDED, "c26": ""}),
        ("R21", {**ENDED, "c27": ""}),
        ("R22", {"c26": "Inne"}),
        ("R23", {**ENDED, "c40": "2026-07-29"}),
        ("R24", {"c9": ""}),
        ("R24", {"c10": ""}),
        ("R24", {"c18": ""}),
        ("R24", {"c21": ""}),
        ("R24", {"c29": "", "c28": "", "c30": "", "c31": ""}),
        ("R24", {"c36": ""}),
        ("R25", {**PUPIL, "c25": ""}),
        ("R25", {**PUPIL, "c25": "2026-02-01"}),
        ("R26", {"c23": "Osoba bierna zawodowo", "c24": "Osoba ucząca się/odbywająca kształcenie", "c25": "2027-06-25"}),
        ("R26", {"c12": "Ukraina"}),
        ("R29", {"c9": "Mężczyzna"}),
        ("R29", {"c10": "36"}),
        ("R29", {"c6": GOOD_PESEL[:-1] + str((int(GOOD_PESEL[-1]) + 1) % 10)}),
        ("R29", {"c6": GOOD_PESEL[1:]}),
        ("R8", {"c22": "30/06/2026", "c26": "Inne", "c27": "Tak"}),
        ("R10", {"c31": "2026-02-02|2026-02-03"}),
        ("R10", {**TWICE, "c28": "a|"}),
        ("R10", {**TWICE, "c31": "| 2026-02-02"}),
        ("R24", {**TWICE, "c29": "doradztwo/konsultacje| "}),
        ("R24", {"c29": "|", "c28": "|", "c30": "|", "c31": "|"}),
        ("R9", {"c4": ""}),
        ("R9", {"c5": " "}),
        ("R24", {"c4": "", "c5": " "}),
        ("R24", {"c7": ""}),
        ("R26", {"c12": ""}),
        ("R29", {"c6": pesel_for("2026-02-03", serial=7)}),
        ("R29", {"c6": pesel_for("2026-02-03", serial=7), "c10": ""}),
        ("R29", {"c6": pesel_for("2026-03-01", serial=7), "c10": "", "c21": ""}),
        ("R29", {"c6": pesel_for("2027-01-01", serial=7), "c10": "", "c21": "", "c31": ""}),
        ("R9", {"c17": "1234"}),
        ("D2", {"c2": "Grupowy"}),
        ("D5", {"c24": "Osoba długotrwale bezrobotna"}),
        ("D5", {"c23": "Osoba bezrobotna", "c24": "Osoba pracująca w MMŚP"}),
        ("D5", {"c23": "Osoba bezrobotna", "c24": "czeka"}),
        ("D5", {"c24": "Osoba pracująca u wuja"}),
        ("D5", {"c23": "", "c24": "czeka"}),
        ("D1", {"c1": "Ukraińskie"}),
        ("D3", {"c11": "Wyższe (ISCED 5-8)"}),
        ("D4", {"c18": "miasto"}),
        ("D5", {"c23": "pracuje"}),
        ("D8", {"c36": "Odmowa podania informacji"}),
        ("D8", {"c33": "tak"}),
        ("R9", {"c19": "112"}),
        ("R9", {"c20": "żaneta@example.org"}),
        ("R39", {"c0": ""}),
    ],
)  # fmt: skip
def test_a_line_that_breaks_a_rule_is_found_with_it(found, rule, changes):
    rules = {name for name, line in found(good(), row(**{"c6": pesel_for("1990-05-17", serial=9), **changes}))}
    assert rule in rules


@pytest.mark.parametrize(
    "changes",
    [
        {"c4": ""},
        {"c17": "1234"},
        {"c2": "Grupowy"},
        {"c24": "Osoba pracująca u wuja"},
        {"c12": ""},
        {"c12": "Ukraina", "c17": "0"},
    ],
)
def test_what_other_forms_write_otherwise_is_no_error(capsys, sopot, tmp_path, changes):
    path = tmp_path / "listing.csv"
    path.write_bytes(file_of(good(**changes)))
    done = run(capsys, "smefs", "check", path)
    assert (done.code, len(json.loads(done.out))) == (0, 1)


def test_a_birth_after_the_start_is_one_finding(frame):
    lines = read_listing(file_of(good(c6=pesel_for("2026-02-03", serial=7))), LAYOUT).lines
    assert [(each.rule, each.column) for each in found_in(lines, frame)] == [("R29", 6)]


def test_day_28_is_inside_and_day_29_outside(found):
    assert found(good(**ENDED, c40="2026-07-28")) == set()
    assert found(good(**ENDED, c40="2026-07-29")) == {("R23", 2)}


def test_participation_of_four_years_is_not_too_long_and_a_day_more_is(frame):
    open_frame = Frame(frame.layout, frame.words)
    for end, rules in (("2026-02-02", set()), ("2026-02-03", {"R26"})):
        line = good(c21="2022-02-02", c31="2022-02-02", c10="31", **{**ENDED, "c22": end})
        lines = read_listing(file_of(line), LAYOUT).lines
        assert {each.rule for each in found_in(lines, open_frame)} == rules


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"c22": "9999-12-31", "c26": "Inne", "c27": "Tak", "c40": "2026-01-01"}, {22}),
        ({"c21": "9997-01-01", "c22": "9999-01-01", "c26": "Inne", "c27": "Tak"}, {21, 22}),
        ({"c25": "1899-12-31"}, {25}),
        ({"c31": "2101-01-01"}, {31}),
        ({"c22": "99999", "c26": "Inne", "c27": "Tak"}, {22}),
        ({"c22": "30/06/2026", "c26": "Inne", "c27": "Tak"}, {22}),
    ],
)
def test_R8_a_day_that_cannot_be_is_that_one_finding(frame, changes, columns):
    lines = read_listing(file_of(good(**changes)), LAYOUT).lines
    assert {(each.rule, each.column) for each in found_in(lines, frame)} == {("R8", column) for column in columns}


def test_nobody_twice_unless_it_is_a_return(found):
    assert ("R27", 3) in found(good(), good())
    one = good(c21="2025-02-01", c31="2025-02-01", c10="34", **{**ENDED, "c22": "2025-05-31"})
    assert found(one, good()) == {("R27", 3)}
    assert found(good(c8="T1"), row(c6=pesel_for("1990-05-17", serial=9), c8="T1")) == {("R27", 3)}


def test_R27_nobody_takes_part_in_two_projects_at_once(found):
    other = {"c0": "FEPM.05.15-IZ.00-0002/24"}
    assert found(good(), good(**other)) == {("R27", 3)}
    one = good(c21="2025-02-01", c31="2025-02-01", c10="34", **{**ENDED, "c22": "2025-05-31"})
    assert found(one, good(**other)) == set()
    assert found(one, good(**other), good()) == {("R27", 4)}


def test_every_line_says_its_row_and_column(capsys, sopot, tmp_path):
    path = tmp_path / "listing.csv"
    path.write_bytes(file_of(good(), [""] * 43, good(c6="WS-0009", c7="Tak", c33="Nie")))
    done = run(capsys, "smefs", "check", path)
    assert done.code == 1
    said = json.loads(done.out)
    assert {(each["rule"], each["level"], each["line"]) for each in said} == {
        ("R16", "error", 4), ("R17", "error", 4), ("R18", "error", 4),
    }  # fmt: skip
    assert {each["column"] for each in said} == {33, 34}
    assert all(each["message"] for each in said)


def test_warnings_alone_are_a_yes(capsys, sopot, tmp_path):
    path = tmp_path / "listing.csv"
    path.write_bytes(file_of(good(c0="")))
    done = run(capsys, "smefs", "check", path)
    assert (done.code, [each["level"] for each in json.loads(done.out)]) == (0, ["warning"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("separator", [";", ","])
def test_a_listing_is_read_in_any_of_its_ways(found, frame, encoding, separator):
    content = file_of(good(), separator=separator, encoding=encoding)
    assert found_in(read_listing(content, LAYOUT).lines, frame) == []


def test_A3_what_is_exported_of_900_supports_is_read_again():
    many = {name: "|".join([text] * 900) for name, text in
            (("c28", GOOD[28]), ("c29", GOOD[29]), ("c30", GOOD[30]), ("c31", GOOD[31]))}  # fmt: skip
    (line,) = read_listing(file_of(row(**many)), LAYOUT).lines
    assert line.cells[31].count("|") == 899


def test_the_last_header_has_two_names(frame):
    content = file_of(good(), headers=(*HEADERS[:-1], "Źródło danych"))
    assert len(read_listing(content, LAYOUT).lines) == 1


def test_a_line_of_another_width_is_named_and_not_looked_at(found):
    assert found(good()[:-1], good()) == {("R9", 2)}


class TestLostZeros:
    """Excel takes a PESEL for a number and drops its zeros: in a workbook, and in a file of text that it saved again."""

    ONE, TWO = pesel_for("2007-03-15", serial=5), pesel_for("2000-03-15", serial=5)

    def lines(self, frame, *numbers, content=file_of, **changes):
        rows = [row(**{"c6": number, "c10": "18", **changes}) for number in numbers]
        return found_in(read_listing(content(*rows), LAYOUT).lines, frame)

    @pytest.mark.parametrize(("number", "age"), [(ONE, "18"), (TWO, "25")])
    def test_the_number_is_the_one_that_it_was(self, frame, number, age):
        short = number.lstrip("0")
        assert len(short) in (9, 10)
        assert self.lines(frame, short, c10=age) == []
        assert self.lines(frame, int(short), content=workbook_of, c10=age) == []
        assert {each.rule for each in self.lines(frame, short, c10="40")} == {"R29"}

    def test_one_person_stands_twice_also_where_one_line_lost_a_zero(self, frame):
        found = self.lines(frame, self.ONE, self.ONE.lstrip("0"))
        assert [(each.rule, each.line) for each in found] == [("R27", 3)]

    def test_no_wrong_number_becomes_a_right_one(self, frame):
        short = self.ONE.lstrip("0")
        wrong = (short[:-1] + str((int(short[-1]) + 1) % 10), short[:-1], short[1:], f"{short[:3]}-{short[3:]}")
        for number in wrong:
            assert {each.rule for each in self.lines(frame, number)} == {"R29"}, number

    def test_another_identifier_stays_what_it_is(self, frame):
        assert self.lines(frame, self.ONE, self.ONE.lstrip("0"), c7="Tak") == []


def workbook_of(*rows) -> bytes:
    """Return a listing as Excel saves it: numbers where only digits stand."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for each in (HEADERS, *rows):
        book.active.append(list(each))
    book.save(out)
    return out.getvalue()
