"""Lists as offices keep them: rows numbered in advance, formulas beside the list, empty sheets, a partner's own file."""

import openpyxl
import pytest
from openpyxl.styles import Font

from portal.imports.domain import import_workbook
from portal.imports.models import ImportedRow
from portal.imports.workbook import UnreadableWorkbook
from tests.workbooks import HEADINGS, ListOfPeople, pesel_for

PESEL = pesel_for("1990-05-17")
CITY, FOUNDATION = "Gmina Miasta Sopotu", "Fundacja Społecznie Bezpieczni"


def numbers(report: dict) -> tuple[int, ...]:
    return tuple(report[name] for name in ("rows", "created", "merged", "held", "unchanged"))


def changed(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_rows_with_nothing_but_a_number_or_spaces_are_no_people(sopot, people, tmp_path):
    people.supported()

    def more(book):
        for row in ([2], [3, " "], [None, None, "\u00a0"], [], ["Razem"]):
            book["Uczestnicy"].append(row)

    path = changed(people.save(tmp_path / "list.xlsx"), more)
    assert numbers(import_workbook(path, sopot, by=None).as_json()) == (1, 1, 0, 0, 0)


def test_a_formula_in_a_column_that_is_not_read_is_no_matter(sopot, people, tmp_path):
    people.supported()
    people.supported()
    columns = {"Uczestnicy": [*HEADINGS["Uczestnicy"], "Wiek"]}

    def ages(book):
        sheet = book["Uczestnicy"]
        for row in (4, 5):
            sheet.cell(row, sheet.max_column, f"=DATEDIF(F{row};TODAY();1)")

    path = changed(people.save(tmp_path / "list.xlsx", headings=columns), ages)
    assert numbers(import_workbook(path, sopot, by=None).as_json()) == (2, 2, 0, 0, 0)
    assert "DATEDIF" not in ImportedRow.objects.select_related("batch__data_key").filter(sheet="people")[0].payload
    moved = changed(path, lambda book: book["Uczestnicy"].insert_rows(1))
    assert numbers(import_workbook(moved, sopot, by=None).as_json()) == (2, 0, 0, 0, 2)


class TestTotalsAndSignatures:
    """What stands below a list is no row of it: passed over and named."""

    LINES = {
        "Uczestnicy": [
            ["Razem"], ["Razem:", 1], [None, "Ogółem osób: 1"], ["ŁĄCZNIE", None, "1"], [None, "Suma", "=COUNTA(B4:B4)"],
            ["Sporządziła:", "Anna Nowak"], [None, "Sporządził(a)", "Jan Kowal"], ["Zatwierdził: dyr. A. Nowak"],
            [None, None, None, None, "Data i podpis"], ["Podpis koordynatora ……"], [*[None] * 26, "Razem 1"],
        ],
        "Wsparcie": [
            ["Razem", None, None, "=SUM(D2:D2)"], [None, "Suma godzin:", None, 2], [None, None, None, None, "Podpis"],
            ["Razem", "Działania kulturalne i integracyjne", None, 2],
        ],
        "Diagnozy": [["Sporządził: A. Nowak"]],
        "Zakonczenie": [["Łącznie", None, None, None, "1"], [None, None, None, "Zatwierdziła", "A. Nowak"]],
    }  # fmt: skip

    def test_are_passed_over_and_named(self, sopot, people, tmp_path):
        people.finding(people.supported(end="2026-03-01"), "2026-03-02")
        first = {"Uczestnicy": 5, "Wsparcie": 3, "Diagnozy": 2, "Zakonczenie": 3}

        def below(book):
            for name, lines in self.LINES.items():
                for line in lines:
                    book[name].append(line)

        path = changed(people.save(tmp_path / "list.xlsx"), below)
        report = import_workbook(path, sopot, by=None).as_json()
        assert numbers(report) == (1, 1, 0, 0, 0)
        assert report["refused_rows"] == report["unknown_wordings"] == []
        assert {name: counts["rows"] for name, counts in report["sheets"].items()} == {
            "Wsparcie": 1, "Diagnozy": 0, "Zakonczenie": 1, "Zdarzenia": 0,
        }  # fmt: skip
        passed = [(row["sheet"], row["row"]) for row in report["skipped_rows"]]
        assert passed == [(name, row + n) for name, row in first.items() for n in range(len(self.LINES[name]))]
        labels = [row["label"] for row in report["skipped_rows"]]
        assert labels[:6] == ["Razem", "Razem", "Ogółem osób", "ŁĄCZNIE", "Suma", "Sporządziła"]
        assert numbers(import_workbook(path, sopot, by=None).as_json()) == (1, 0, 0, 0, 1)

    @pytest.mark.parametrize(
        "values",
        [
            {"surname": "Suma", "given": "Maria", "born": None, "lp": None},
            {"surname": "Razem", "given": None, "lp": None},
            {"surname": "Podpis", "given": None, "born": None, "lp": None, "pesel": PESEL},
            {"surname": "Łącznie", "given": None, "born": None},
            {"remarks": "Podpisała zgodę", "born": None, "lp": None},
            {"remarks": "Razem z mamą", "surname": None, "given": None, "born": None, "lp": None},
        ],
    )
    def test_whoever_may_be_a_person_is_a_row(self, take, people, values):
        people.person(**values)
        report = take(people).report
        assert (report["rows"], report["skipped_rows"]) == (1, [])

    def test_support_with_a_day_or_a_number_is_a_row(self, take, people):
        people.supported()
        people.support(None, "Razem", on="2026-03-03")
        people.support(1, "Razem", on=None)
        report = take(people).report
        assert [row["reason"] for row in report["refused_rows"]] == ["lp", "date"]


@pytest.mark.parametrize(("sheet", "cell"), [("Uczestnicy", "F4"), ("Wsparcie", "D2"), ("Zakonczenie", "C2")])
def test_a_formula_in_a_column_that_is_read_is_refused(sopot, people, tmp_path, sheet, cell):
    people.finding(people.supported(end="2026-03-01"), "2026-03-02")

    def formula(book):
        book[sheet][cell] = "=1+1"

    path = changed(people.save(tmp_path / "list.xlsx"), formula)
    with pytest.raises(UnreadableWorkbook, match=sheet):
        import_workbook(path, sopot, by=None)


def test_an_empty_optional_sheet_is_no_matter(take, people):
    people.supported()
    done = take(people, sheets=["Uczestnicy", "Wsparcie"])
    assert done.total("EECO01") == 1


@pytest.mark.parametrize("content", [[], [[None]], [[" "]], [[]] * 40])
def test_an_optional_sheet_may_be_there_and_empty(sopot, people, tmp_path, content):
    people.supported()

    def emptied(book):
        del book["Zdarzenia"]
        sheet = book.create_sheet("Zdarzenia")
        for row in content:
            sheet.append(row)

    path = changed(people.save(tmp_path / "list.xlsx"), emptied)
    assert numbers(import_workbook(path, sopot, by=None).as_json()) == (1, 1, 0, 0, 0)


def test_a_format_that_reaches_to_the_last_row_is_no_matter(sopot, people, tmp_path):
    people.supported()

    def formatted(book):
        book["Uczestnicy"]["B90000"].font = Font(bold=True)

    path = changed(people.save(tmp_path / "list.xlsx"), formatted)
    assert numbers(import_workbook(path, sopot, by=None).as_json()) == (1, 1, 0, 0, 0)


def test_a_group_that_the_project_does_not_know_is_filled_from_the_other_row(take, people):
    people.supported(pesel=PESEL, group="sezonowa", start="2026-02-01", on="2026-02-01")
    people.supported(pesel=PESEL, group="emerytka", start="2026-03-01", on="2026-03-01")
    done = take(people)
    assert (done.report["created"], done.report["merged"]) == (1, 1)
    assert done.total("seniors") == 1


class TestAnotherFile:
    """A second file without the rows of the first: a change of a row, or another partner's row about the person?"""

    @pytest.fixture
    def known(self, take, people):
        people.supported(surname="Koval", given="Daryna", pesel=PESEL, organisation=CITY)
        people.supported(surname="Melnyk", given="Olena", organisation=CITY)
        take(people)

    def test_the_row_of_another_partner_with_the_same_PESEL_is_merged(self, known, take):
        other = ListOfPeople()
        other.supported(pesel=PESEL, surname="Koval", given="Daryna", organisation=FOUNDATION, end="2026-05-05")
        done = take(other)
        assert numbers(done.report) == (1, 0, 1, 0, 0)
        assert str(done.version().end_on) == "2026-05-05"
        assert done.report["people"] == [{"lp": 1, "person": "WS-0001"}]

    def test_a_group_that_only_another_partner_wrote_is_taken(self, known, take):
        other = ListOfPeople()
        other.supported(pesel=PESEL, surname="Koval", given="Daryna", organisation=FOUNDATION, group="emerytka")
        done = take(other)
        assert (done.version().target_group.code, done.version().target_group_written) == ("seniors", True)
        assert (done.total("seniors"), done.total("working_age")) == (1, 1)

    def test_the_row_of_another_partner_without_a_PESEL_is_held(self, known, take):
        other = ListOfPeople()
        other.supported(surname="Melnyk", given="Olena", organisation=FOUNDATION)
        report = take(other).report
        assert [row["reason"] for row in report["held_rows"]] == ["possible-duplicate"]

    def test_another_spelling_without_a_PESEL_is_held_from_the_same_partner_too(self, known, take):
        other = ListOfPeople()
        other.supported(surname="Мельник", given="Олена", organisation=CITY)
        report = take(other).report
        assert [row["reason"] for row in report["held_rows"]] == ["possible-duplicate"]

    @pytest.mark.parametrize(("column", "value"), [("Nazwisko", "Kóval"), ("Imię", "Dary-na"), ("E-mail", "d_k@x.pl")])
    def test_a_corrected_spelling_is_shown(self, take, people, column, value):
        people.supported(surname="Koval", given="Daryna", pesel=PESEL, organisation=CITY)
        people.rows["Uczestnicy"][-1]["E-mail"] = "d.k@x.pl"
        take(people)
        people.rows["Uczestnicy"][-1][column] = value
        report = take(people).report
        assert numbers(report) == (1, 0, 0, 0, 1)
        assert [entry["lp"] for entry in report["changed_rows"]] == [1]

    @pytest.mark.parametrize(("column", "value"), [("Nazwisko", " KOVAL "), ("PESEL", f" {PESEL}"), ("Telefon", "-")])
    def test_another_case_or_blank_changes_nothing(self, take, people, column, value):
        people.supported(surname="Koval", given="Daryna", pesel=PESEL, organisation=CITY)
        take(people)
        people.rows["Uczestnicy"][-1][column] = value
        report = take(people).report
        assert numbers(report) == (1, 0, 0, 0, 1) and report["changed_rows"] == []

    @pytest.mark.parametrize(
        ("row", "column", "value"), [(0, "Telefon", "500"), (1, "Data zakończenia udziału", "2026-05-05")]
    )
    def test_a_row_of_the_same_partner_that_reads_differently_is_shown(self, known, take, people, row, column, value):
        people.rows["Uczestnicy"][row][column] = value
        report = take(people).report
        assert numbers(report) == (2, 0, 0, 0, 2)
        assert [entry["lp"] for entry in report["changed_rows"]] == [row + 1]
