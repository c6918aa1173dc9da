"""Claim against list: what each of them may say, what counts nowhere, how it is told."""

import datetime
import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from reporting.smefs.importers.claims import read_claim
from reporting.smefs.importers.sheets import UnreadableFile
from tests.commands import run
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.services import make_support
from tests.smefs import GOOD, file_of, row

DAY = datetime.date
PROJECT = ("--project", "sopot-5.15")
OTHER = "FEPM.05.15-IZ.00-0002/24"


def claim_of(*rows) -> bytes:
    """Return a claim: of each row the code, the name, and O, K, M from the beginning."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Lp.", "Kod", "", "", "Nazwa wskaźnika", "", "", "", "O", "K", "M"])
    book.active.append([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    for code, name, *figures in rows:
        book.active.append(["", code, "", "", name, "", "", "", *figures])
    book.save(out)
    return out.getvalue()


@pytest.fixture
def somebody(sopot, city):
    """A woman of 35 with the PESEL of the good line."""
    sopot.agreement_number = GOOD[0]
    sopot.save()
    born = DAY(1990, 5, 17)
    person = make_person(birth_date=born, pesel=make_pesel(born, serial=5))
    make_care(person, city, sopot)
    answers = dict.fromkeys(("disability", "homelessness", "minority"), "no")
    taking_part = make_participation(person, sopot, education="isced-5-8", degurba="1", **answers)
    make_support(taking_part, delivered_on=taking_part.current_version.start_on)
    return taking_part


@pytest.fixture
def compare(capsys, tmp_path):
    def look(*lines, claim=None, form="json"):
        path, other = tmp_path / "list.csv", tmp_path / "claim.xlsx"
        arguments = [*PROJECT, "--format", form]
        if lines:
            path.write_bytes(file_of(*lines))
            arguments.insert(0, path)
        if claim:
            other.write_bytes(claim)
            arguments += ["--claim", other]
        with translation.override("en"):
            return run(capsys, "smefs", "compare", *arguments)

    return look


def own(somebody, **changes):
    return row(**{"c6": somebody.person.pesel, **changes})


def total(done, code="EECO01"):
    return next(line["list"]["total"] for line in json.loads(done.out)["indicators"] if line["code"] == code)


def test_a_list_like_the_portal_agrees(somebody, compare):
    done = compare(own(somebody))
    assert (done.code, json.loads(done.out)["people"], json.loads(done.out)["not_counted"]) == (0, [], [])


def test_lines_of_another_project_are_named_and_do_not_count(somebody, compare):
    other = row(c0=OTHER, c6="WS-0077", c7="Tak")
    done = compare(own(somebody, c0=GOOD[0].lower()), other)
    assert done.code == 0
    assert total(done) == 1
    assert json.loads(done.out)["not_counted"] == [{"line": 3, "why": "other-project"}]
    missing = compare(own(somebody, c0=OTHER))
    assert (missing.code, total(missing)) == (1, 0)
    assert [each["person"] for each in json.loads(missing.out)["people"]] == [somebody.number]


@pytest.mark.parametrize("sex", ["", "kobieta"])
def test_a_line_without_sex_counts_nowhere_and_is_named(somebody, compare, sex):
    done = compare(own(somebody, c9=sex))
    said = json.loads(done.out)
    assert (done.code, total(done)) == (1, 0)
    assert said["not_counted"] == [{"line": 2, "why": "no-sex"}]
    (person,) = said["people"]
    assert (person["person"], person["line"]) == (somebody.number, 2)
    assert "EECO01" in person["missing"]


def test_a_stranger_without_sex_is_no_agreement(somebody, compare):
    done = compare(own(somebody), row(c6="WS-0077", c7="Tak", c9=""))
    assert (done.code, json.loads(done.out)["not_counted"]) == (1, [{"line": 3, "why": "no-sex"}])


def test_what_the_claim_alone_names_is_listed(somebody, compare):
    claim = claim_of(
        ("EECO01", "", 1, 1, 0), ("PLHILCR01", "Osoby po kursie", 196, 120, 76), ("", "Liczba wydarzeń", 4, "", ""),
        ("EECO99", "Nowy wskaźnik", 3, 2, 1), ("", "Wartość w zł", "12,50", "", ""),
    )  # fmt: skip
    done = compare(own(somebody), claim=claim)
    alone = [each for each in json.loads(done.out)["indicators"] if each["verdict"] == "only-claim"]
    assert [(each["code"], each["name"], each["claim"]["total"]) for each in alone] == [
        ("PLHILCR01", "Osoby po kursie", 196), ("", "Liczba wydarzeń", 4), ("EECO99", "Nowy wskaźnik", 3),
    ]  # fmt: skip


def test_a_claim_that_says_two_things_of_one_indicator_is_refused(somebody, compare):
    done = compare(claim=claim_of(("EECO01", "", 1, 1, 0), ("EECO02", "", 0, 0, 0), ("EECO01", "", 2, 2, 0)))
    assert (done.code, done.lines) == (2, ["Rows 3 and 5 of the claim say different things of EECO01."])
    same = claim_of(("EECO01", "", 1, 1, 0), ("EECO01", "", 1, "", ""))
    assert read_claim(same, {}).figures == {"EECO01": (1, 0, 1)}


def test_a_workbook_that_names_no_indicator_of_the_portal_is_no_claim():
    with pytest.raises(UnreadableFile):
        read_claim(claim_of(("PLHILCR01", "Osoby po kursie", 196, 120, 76)), {})


def test_as_text_there_are_lines_to_read(somebody, compare):
    done = compare(own(somebody, c9=""), form="text")
    assert "{" not in done.out
    assert (
        "  code EECO02; name Unemployed, including long-term unemployed; claim women 0, men 0, total 0; list"
        in done.out
    )
    assert "not counted:\n  line 2; why no-sex" in done.out


def test_the_page_names_what_is_not_counted_and_what_the_claim_alone_names(
    accounts_speak_english, somebody, client_of, coordinator
):
    sent = {
        "od": "2025-01-01", "do": "2026-12-31",
        "listing": SimpleUploadedFile("lista.csv", file_of(own(somebody, c9=""), row(c0=OTHER, c6="WS-0077"))),
        "claim": SimpleUploadedFile("wniosek.xlsx", claim_of(("EECO01", "", 1, 1, 0), ("PLHILCR01", "Po", 196, "", ""))),
    }  # fmt: skip
    page = client_of(coordinator).post("/koordynacja/smefs/porownanie/?projekt=sopot-5.15", sent).content.decode()
    assert "Lines not counted (the line belongs to another project): 3" in page
    assert "Lines not counted (the line says no sex): 2" in page
    assert "PLHILCR01" in page
