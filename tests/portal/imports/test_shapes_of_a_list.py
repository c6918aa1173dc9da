"""A list in other shapes gives the same: order, headings, title, dates, numbers, extra columns, unknown wordings."""

import datetime
import random

import openpyxl
import pytest

from beneficiaries.models import ParticipationVersion, Person
from cases.models import NeedsDiagnosis
from portal.imports.domain import import_workbook
from portal.imports.models import ImportedRow
from services.models import SupportDelivery
from tests.cells import pesel_facts
from tests.counting import figures
from tests.invented import END, START, Invention
from tests.recount import Recount
from tests.workbooks import HEADINGS, ListOfPeople, pesel_for

WHOLE = (datetime.date(2025, 1, 1), datetime.date(2027, 1, 28))


def spoken_differently(heading: str) -> str:
    """Write a heading in capitals, without diacritics, with spaces."""
    plain = heading.translate(str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ"))
    return f"  {plain.upper().replace(' ', '  ')} "


def test_order_of_columns_and_spelling_of_headings_do_not_matter(sopot, tmp_path):
    shuffle = random.Random(11)
    headings = {name: shuffle.sample(columns, len(columns)) for name, columns in HEADINGS.items()}
    made = Invention(11).list
    expected = Recount(made.save(tmp_path / "plain.xlsx"), START, END)
    sheets = list(reversed(list(HEADINGS)))
    path = made.save(tmp_path / "other.xlsx", title=None, headings=headings, written=spoken_differently, sheets=sheets)

    report = import_workbook(path, sopot, by=None).as_json()

    assert {(r["lp"], r["reason"]) for r in report["held_rows"]} == {(lp, reason) for _, lp, reason in expected.held}
    assert figures(sopot) == expected.figures(*WHOLE)
    assert report["unknown_columns"] == []


def test_the_same_people_in_another_shape_are_known(sopot, tmp_path):
    made = Invention(12).list
    first = import_workbook(made.save(tmp_path / "a.xlsx"), sopot, by=None).as_json()
    headings = {name: list(reversed(columns)) for name, columns in HEADINGS.items()}
    again = import_workbook(
        made.save(tmp_path / "b.xlsx", title=None, headings=headings, written=str.upper), sopot, by=None
    )
    assert (again.created, again.merged, again.held) == (0, 0, first["held"])
    assert again.unchanged == first["created"] + first["merged"]
    assert again.changed_rows == []


def test_the_order_of_people_does_not_change_what_each_row_says(sopot, tmp_path):
    made = Invention(21).list
    random.Random(21).shuffle(made.rows["Uczestnicy"])
    path = made.save(tmp_path / "list.xlsx")
    expected = Recount(path, START, END)
    report = import_workbook(path, sopot, by=None).as_json()
    assert {(r["row"], r["reason"]) for r in report["held_rows"]} == {(row, reason) for row, _, reason in expected.held}
    assert figures(sopot) == expected.figures(*WHOLE)


def test_a_date_is_read_in_every_form(take, people):
    forms = (
        "2026-03-07", "07.03.2026", "07.03.2026r.", "07.03.2026 r.", "07/03/2026", "7.3.2026", " 2026-03-07 ",
        datetime.datetime(2026, 3, 7), datetime.date(2026, 3, 7), datetime.datetime(2026, 3, 7, 15, 30), 46088,
    )  # fmt: skip
    for written in forms:
        lp = people.person(start=written, end=written, born="1990-05-17")
        people.support(lp, on=written)
        people.finding(lp, written)
    done = take(people)
    day = datetime.date(2026, 3, 7)
    for lp in range(1, len(forms) + 1):
        version = done.version(lp)
        assert (version.start_on, version.written_start, version.end_on) == (day, day, day), forms[lp - 1]
    assert done.total("IMPROVED") == len(forms)
    assert done.report["unknown_wordings"] == []


@pytest.mark.parametrize(
    ("written", "born"),
    [(14_611, datetime.date(1940, 1, 1)), (3_654, datetime.date(1910, 1, 1)), (1_940, None), (120_340, None)],
)
def test_a_date_of_birth_as_a_number_is_read_however_old_the_person_is(take, people, written, born):
    """A year alone and the digits of a day are no number of days; nobody is too old (contracts §4)."""
    lp = people.person(born=written, pesel=None)
    people.support(lp)
    done = take(people)
    assert [row["reason"] for row in done.report["held_rows"]] == ([] if born else ["birth-date"])
    if born:
        assert done.version(lp).participation.person.birth_date == born


def test_of_columns_with_one_heading_an_empty_one_hides_no_other(sopot, people, tmp_path):
    """A copied heading above an empty column stood for the PESEL of everybody."""
    lp = people.person(pesel=pesel_for("1990-05-17"), born="1990-05-17")
    people.support(lp)
    path = people.save(tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(path)
    book["Uczestnicy"].insert_cols(1)
    book["Uczestnicy"].cell(3, 1, "PESEL")
    book.save(path)
    report = import_workbook(path, sopot, by=None).as_json()
    assert (report["created"], report["held"]) == (1, 0)
    assert [column["column"] for column in report["unknown_columns"]] == ["PESEL"]
    assert Person.objects.get().pesel == pesel_for("1990-05-17")
    assert import_workbook(path, sopot, by=None).as_json()["unchanged"] == 1


def test_hours_with_comma_or_point(take, people):
    lp = people.person()
    for written in (1.5, "1,5", "1.5", "2,0", 3, " 0,75 ", None, "dużo"):
        people.support(lp, hours=written)
    done = take(people)
    assert figures(done.project)["culture-integration support"] == (1, 8, "10.25")
    hours = SupportDelivery.objects.order_by("fact_id").values_list("hours", flat=True)
    assert [each and str(each) for each in hours] == ["1.50", "1.50", "1.50", "2.00", "3.00", "0.75", None, None]
    assert [entry["row"] for entry in done.report["unknown_wordings"]] == [8, 9]


def test_a_course_that_stands_in_one_row_keeps_its_hours_and_is_listed(take, people):
    lp = people.person()
    for written in ("30", 24.5, 24, -1, 100_000):
        people.support(lp, hours=written)
    done = take(people)
    assert figures(done.project)["culture-integration support"] == (1, 5, "78.50")
    assert [entry["row"] for entry in done.report["unknown_wordings"]] == [2, 3, 5, 6]


@pytest.mark.parametrize("written", ["2026-01-15", None])
def test_nobody_is_born_after_the_first_support_whatever_start_is_written(take, people, written):
    lp = people.person(born="2026-01-12", start=written, education="ISCED 0-2", group="dziecko")
    people.support(lp, on="2026-01-10")
    assert [row["reason"] for row in take(people).report["held_rows"]] == ["birth-date"]


def test_polish_citizenship_beside_an_unreadable_one_is_outside_the_target_group(take, people):
    people.supported(citizen="Polska, Atlantyda")
    people.supported(citizen="Ukraina, Atlantyda")
    done = take(people)
    assert [(row["lp"], row["reason"]) for row in done.report["held_rows"]] == [(1, "polish-citizen")]
    assert [(row["lp"], row["missing"]) for row in done.report["incomplete_rows"]] == [(2, ["citizenship"])]


def test_georgian_letters_are_the_same_name(take, people):
    people.supported(surname="Kapanadze", given="Giorgi", born="1991-02-03")
    people.supported(surname="კაპანაძე", given="გიორგი", born="1991-02-03")
    assert [row["reason"] for row in take(people).report["held_rows"]] == ["possible-duplicate"]


def test_a_long_remark_is_cut_and_listed(take, people):
    people.supported(remarks="a" * 2_001)
    people.supported(remarks="b" * 2_000)
    done = take(people)
    assert (done.report["created"], done.report["held"]) == (2, 0)
    assert [(entry["row"], entry["column"]) for entry in done.report["unknown_wordings"]] == [(4, "Uwagi")]


def test_a_PESEL_without_its_leading_zeros_is_the_same_PESEL(take, people):
    for written in (2271986245, "02271986245", 2271986245.0, " 0227 1986 245 "):
        people.supported(born="2002-07-19", pesel=written)
    done = take(people)
    assert (done.report["created"], done.report["merged"], done.report["held"]) == (1, 3, 0)
    assert Person.objects.get().pesel == "02271986245"


def test_eight_to_ten_digits_are_padded(take, people):
    written = {
        pesel_for(born, "K", 7): digits for born, digits in (("2000-01-01", 9), ("2001-12-31", 10), ("1900-01-07", 8))
    }
    for pesel in written:
        people.supported(born=str(pesel_facts(pesel)[0]), pesel=int(pesel))
    assert [len(str(int(pesel))) for pesel in written] == [9, 10, 8]
    done = take(people)
    assert done.report["held"] == 0
    assert {person.pesel for person in Person.objects.all()} == set(written)


def test_no_PESEL_is_written_in_several_ways(take, people):
    blanks = (None, "", "brak", "Brak", " - ", "-", "Brak PESEL", "nie posiada")
    for blank in blanks:
        people.supported(pesel=blank)
    assert take(people).total("EECO01") == len(blanks)
    assert {person.pesel for person in Person.objects.all()} == {""}


def test_unknown_columns_and_wordings_are_listed_and_never_fatal(take, people, tmp_path):
    people.supported(sex="dziewczyna", citizen="Marsjanin", education="kurs", group="turysta", language="klingoński",
                     organisation="Ktoś inny", minority="może")  # fmt: skip
    people.rows["Uczestnicy"][0]["Rozmiar buta"] = 38
    columns = [*HEADINGS["Uczestnicy"], "Rozmiar buta"]
    done = take(people, headings={"Uczestnicy": columns})
    assert done.report["unknown_columns"] == [{"sheet": "Uczestnicy", "column": "Rozmiar buta"}]
    assert {entry["column"] for entry in done.report["unknown_wordings"]} == {
        "Płeć", "Obywatelstwo", "Wykształcenie", "Grupa", "Język kontaktu", "Realizator", "Mniejszość",
    }  # fmt: skip
    assert done.report["incomplete_rows"][0]["missing"] == ["sex", "citizenship", "education"]
    assert "38" in ImportedRow.objects.select_related("batch__data_key").get(sheet="people").payload


def test_values_are_read_without_regard_to_case_spaces_and_diacritics(take, people):
    forms = (
        ("sex", "sex", "KOBIETA ", "K"), ("sex", "sex", "mezczyzna", "M"), ("education", "education", "isced 5-8", "isced-5-8"),
        ("status", "labour_status", "PRACUJACA", "employed"), ("homeless", "homelessness", "TAK", "yes"),
        ("postcode", "postcode", 81862, "81-862"), ("postcode", "postcode", "81 862", "81-862"),
        ("postcode", "postcode", "81-862 Sopot", "81-862"),
        ("place", "place", " SOPOT", "Sopot"), ("citizen", "citizenships", "ukrainskie", "UA"),
    )  # fmt: skip
    for column, _, written, _ in forms:
        people.supported(**{column: written})
    done = take(people)
    for lp, (_, field, written, stored) in enumerate(forms, start=1):
        assert getattr(done.version(lp), field) == stored, written


def test_a_refusal_about_homelessness_is_a_wording_to_ask_about(take, people):
    """SM EFS takes yes or no there (D8): the answer stays open, the person counts, the list says where to look."""
    people.supported(homeless="odmowa podania informacji", disability="odmowa", minority="odmawiam")
    done = take(people)
    version = done.version()
    assert (version.homelessness, version.disability, version.minority) == ("", "refused", "refused")
    assert [entry["column"] for entry in done.report["unknown_wordings"]] == ["Bezdomność"]
    assert (done.report["incomplete"], done.total("EECO01"), done.total("EECO16")) == (0, 1, 0)


def test_two_equal_rows_of_support_are_two_deliveries_and_stay_two(take, people):
    lp = people.supported()
    people.support(lp)
    assert figures(take(people).project)["culture-integration support"] == (1, 2, "4.00")
    people.support(lp)
    assert figures(take(people).project)["culture-integration support"] == (1, 3, "6.00")
    take(people)
    assert SupportDelivery.objects.count() == 3


def test_a_level_outside_the_scale_is_left_out_and_listed(take, people):
    lp = people.supported()
    people._add("Diagnozy", lp, "Początkowa ", "2026-02-02", 2, "3,0", 6, None, "wysoki")
    people._add("Diagnozy", lp, "dziwna", "2026-02-02", 1, 1, 1, 1, 1)
    done = take(people)
    assert sorted(NeedsDiagnosis.objects.get().scores.values()) == [2, 3]
    assert [row["reason"] for row in done.report["refused_rows"]] == ["stage"]
    assert {entry["column"] for entry in done.report["unknown_wordings"]} == {"edukacyjny", "zdrowotny"}


def test_rows_that_point_to_a_held_row_wait_with_it(take, people):
    lp = people.supported(citizen="Polska", end="2026-03-01")
    people.finding(lp, "2026-03-02")
    done = take(people)
    assert (Person.objects.count(), SupportDelivery.objects.count()) == (0, 0)
    waiting = ImportedRow.objects.filter(state="waiting")
    assert {row.sheet for row in waiting} == {"support", "findings"}
    assert {row.waits_for_id for row in waiting} == {ImportedRow.objects.get(state="held").pk}
    take(people)
    assert ImportedRow.objects.count() == 3
    assert done.report["refused_rows"] == []


def test_of_two_rows_with_one_number_the_support_goes_to_the_first(take, people):
    people.supported(surname="Pierwszak", lp=7)
    people.person(surname="Drugosz", lp=7)
    people.person(surname="Beznumer", lp=None)
    done = take(people)
    assert [(row["row"], row["lp"], row["reason"]) for row in done.report["held_rows"]] == [
        (5, 7, "lp"),
        (6, None, "lp"),
    ]
    assert SupportDelivery.objects.get().participation.person.surname == "Pierwszak"


def test_a_row_equal_to_a_held_row_is_held_too(take, people):
    people.person(lp=None, surname="Bliźniak")
    people.supported(surname="Bliźniak")
    people.rows["Uczestnicy"][1]["Lp."] = 2
    done = take(people)
    assert [row["reason"] for row in done.report["held_rows"]] == ["lp", "possible-duplicate"]
    assert Person.objects.count() == 0


def test_who_was_known_under_another_surname_is_met_again_next_week(take, people):
    pesel = pesel_for("1990-05-17")
    people.supported(surname="Rudenko", given="Daryna", pesel=pesel)
    people.supported(surname="Zawadzka", given="Daryna", pesel=pesel)
    take(people)
    people.supported(surname="Завадзка", given="Дарина", pesel=None)
    done = take(people)
    assert [(row["lp"], row["reason"]) for row in done.report["held_rows"]] == [(3, "possible-duplicate")]
    assert [alias.name for alias in Person.objects.get().aliases.all()] == ["Zawadzka Daryna"]


def test_a_dry_run_says_the_same_and_writes_nothing(sopot, tmp_path):
    from django.apps import apps

    def everything() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}

    before = everything()
    path = Invention(13).list.save(tmp_path / "list.xlsx")
    tried = import_workbook(path, sopot, by=None, dry_run=True).as_json()
    assert everything() == before
    assert import_workbook(path, sopot, by=None).as_json() == tried
    assert everything() != before


def test_sheets_are_found_by_name_whatever_the_case(take, people, tmp_path):
    lp = people.supported(end="2026-03-01")
    people.finding(lp, "2026-03-02")
    path = people.save(tmp_path / "named.xlsx")
    book = openpyxl.load_workbook(path)
    book["Zakonczenie"].title, book["Wsparcie"].title = "ZAKOŃCZENIE", " wsparcie"
    del book["Diagnozy"], book["Zdarzenia"]
    book.create_sheet("Notatki").append(["cokolwiek"])
    book.save(path)
    project = take(ListOfPeople()).project
    import_workbook(path, project, by=None)
    assert figures(project)["IMPROVED cumulative"] == (1, 0, 1)


@pytest.mark.parametrize(
    ("later", "detail"),
    [
        ({"status": "bezrobotna", "detail": "długotrwale"}, ("", "")),
        ({"status": "bierna zawodowo", "detail": "ucząca się"}, ("in-education", "ucząca się")),
        ({"status": None, "detail": "ucząca się"}, ("in-education", "ucząca się")),
    ],
)
def test_detail_of_another_status_fills_no_blank(take, people, later, detail):
    """„W tym” says more of the status beside it: nobody is inactive and unemployed for long at once (R46)."""
    pesel = pesel_for(datetime.date(1990, 4, 10), "K", 7)
    common = {"born": "1990-04-10", "sex": "K", "pesel": pesel, "surname": "Detalna"}
    people.supported(on="2026-02-02", status="bierna zawodowo", detail=None, **common)
    people.person(**{**common, "start": "2026-03-02", **later})
    assert take(people).report["merged"] == 1
    version = ParticipationVersion.objects.get(superseded_at=None)
    assert (version.labour_status, version.labour_detail, version.labour_detail_text) == ("inactive", *detail)
