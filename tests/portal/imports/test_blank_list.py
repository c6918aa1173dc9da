"""The blank list to fill in: whatever it heads and offers is read as meant."""

import datetime
import io

import openpyxl
import pytest
from django.utils.translation import override

from beneficiaries.models import ParticipationVersion
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from portal.imports.blank_list import LONGEST_CHOICE, blank_list
from portal.imports.domain import import_workbook
from portal.imports.registry import sheet_importers
from services.models import SupportDelivery
from tests.workbooks import pesel_for

pytestmark = pytest.mark.django_db
TYPED = {
    "Lp.": 1, "Nazwisko": "Wymyślona", "Imię": "Oksana", "Płeć": "kobieta", "Data urodzenia": datetime.date(1990, 5, 17),
    "PESEL": pesel_for("1990-05-17", "K", 1), "Obywatelstwo": "Ukraina", "Miejscowość": "Sopot",
    "Kod pocztowy": "81-759", "Wykształcenie": "ISCED 3-4", "Status na rynku pracy": "bierna zawodowo",
    "w tym": "emeryt/emerytka", "Data zakończenia udziału": datetime.date(2026, 5, 1),
}  # fmt: skip
FURTHER = {
    "Wsparcie": [1, "Doradztwo zawodowe", datetime.date(2026, 2, 2), 1.5, "A. Nowak"],
    "Diagnozy": [1, "początkowa", datetime.date(2026, 2, 2), 1, 2, 3, 4, 5],
    "Zakonczenie": [1, datetime.date(2026, 5, 2), "stwierdzam poprawę", "rozpoczęcie nauki", "rozmowa", "A. Nowak"],
    "Zdarzenia": [1, datetime.date(2026, 5, 3), "podjęcie pracy"],
}


@pytest.fixture
def blank(sopot):
    return openpyxl.load_workbook(io.BytesIO(blank_list(sopot)))


def test_blank_list_has_every_sheet_and_every_column_once(blank):
    assert blank.sheetnames == ["Uczestnicy", *FURTHER]
    for sheet, importer in zip(blank.worksheets, sheet_importers(), strict=True):
        heads = [cell.value for cell in sheet[1]]
        assert heads == [headings[0] for headings in importer.columns.values()]
        assert len(set(heads)) == len(heads)
        assert sheet.max_row == 1


def test_blank_list_that_was_filled_in_is_read_whole(blank, sopot, tmp_path):
    people = blank["Uczestnicy"]
    places = {cell.value: cell.column for cell in people[1]}
    for head, value in TYPED.items():
        people.cell(2, places[head], value)
    for name, row in FURTHER.items():
        for place, value in enumerate(row, start=1):
            blank[name].cell(2, place, value)
    blank.save(tmp_path / "list.xlsx")
    report = import_workbook(tmp_path / "list.xlsx", sopot, by=None).as_json()
    assert (report["rows"], report["created"], report["held"], report["incomplete"]) == (1, 1, 0, 0)
    version = ParticipationVersion.objects.current().get()
    assert (version.labour_detail, version.end_on) == ("pensioner", datetime.date(2026, 5, 1))
    assert [each.objects.count() for each in (SupportDelivery, NeedsDiagnosis, ExitFinding, ExitEvent)] == [1, 1, 1, 1]


def test_blank_list_sent_back_empty_records_nobody(blank, sopot, tmp_path):
    blank.save(tmp_path / "list.xlsx")
    assert import_workbook(tmp_path / "list.xlsx", sopot, by=None).as_json()["rows"] == 0


def test_every_word_that_a_blank_list_offers_is_known(blank, sopot, tmp_path):
    for importer in sheet_importers():
        sheet = blank[importer.names[0]]
        heads = [cell.value for cell in sheet[1]]
        usual = TYPED if sheet.title == "Uczestnicy" else dict(zip(heads, FURTHER[sheet.title], strict=False))
        words = [
            (importer.columns[field][0], word) for field, words in importer.offered(sopot).items() for word in words
        ]
        assert words
        for lp, (head, word) in enumerate(words, start=1):
            row = {
                **usual,
                **({"Lp.": lp, "PESEL": pesel_for("1990-05-17", "K", lp)} if usual is TYPED else {}),
                head: word,
            }
            if word == "mężczyzna":
                row["PESEL"] = pesel_for("1990-05-17", "M", lp)
            sheet.append([row.get(each) for each in heads])
    blank.save(tmp_path / "list.xlsx")
    report = import_workbook(tmp_path / "list.xlsx", sopot, by=None)
    assert (report.unknown_wordings, report.refused_rows, report.held_rows) == ([], [], [])
    assert report.created == blank["Uczestnicy"].max_row - 1 > 30


def test_a_choice_is_no_longer_than_a_workbook_takes(blank):
    rules = [rule for sheet in blank.worksheets for rule in sheet.data_validations.dataValidation]
    assert {str(rule.formula1).strip('"').split(",")[0] for rule in rules} >= {"kobieta", "tak", "początkowa"}
    assert all(len(rule.formula1) <= LONGEST_CHOICE + 2 and not rule.showErrorMessage for rule in rules)


def test_texts_keep_their_zeros_and_days_are_days(blank):
    people = blank["Uczestnicy"]
    spans = [(span.min, span.max, span.number_format) for span in people.column_dimensions.values()]
    style = {
        cell.value: next(form for first, last, form in spans if first <= cell.column <= last) for cell in people[1]
    }
    assert (style["PESEL"], style["Kod pocztowy"], style["Data urodzenia"]) == ("@", "@", "dd.mm.yyyy")


def test_import_page_leads_to_the_blank_list_of_its_project(client_of, coordinator, sopot):
    client = client_of(coordinator)
    with override("pl"):
        assert (
            'href="/koordynacja/import/wzor/?projekt=sopot-5.15"' in client.get("/koordynacja/import/").content.decode()
        )
    answer = client.get("/koordynacja/import/wzor/?projekt=sopot-5.15")
    assert answer["Content-Disposition"] == 'attachment; filename="lista-sopot-5.15.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "Uczestnicy"


def test_blank_list_is_for_those_who_import(client_of, caseworker_city):
    assert client_of(caseworker_city).get("/koordynacja/import/wzor/").status_code == 404
