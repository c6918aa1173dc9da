"""Files of an edition that were kept before somebody was protected: to whom they go, and what others get (S26, S27)."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.versions.actions import correct_fact
from reporting.domain.editions import freeze_edition, keep_file
from reporting.enums import LANGUAGE, FileKind
from reporting.exporters import files
from reporting.exporters.files import make_file
from reporting.exporters.presented import presented
from reporting.exporters.unnamed import unnamed_in_files
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant

QUARTER = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))


@pytest.fixture
def two(sopot, city, foundation):
    """Two people of the city and of the foundation who count otherwise than in the edition before."""
    return [make_participant(city, sopot), make_participant(foundation, sopot)]


@pytest.fixture
def edition(sopot, two):
    """The second edition, with its workbook kept while everybody was an open record."""
    freeze_edition(sopot, QUARTER, by=None)
    for each in two:
        correct_fact(each.versions.get(superseded_at=None), {"missing": "postcode"}, by=None, why="mistake")
    made = freeze_edition(sopot, QUARTER, by=None)
    keep_file(made, FileKind.XLSX, make_file(made, FileKind.XLSX, language=LANGUAGE))
    return made


def got(client, edition, kind="xlsx"):
    answer = client.get(reverse("report_file", args=[edition.pk, kind]))
    assert answer.status_code == 200
    return answer.content


def cells(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell for cell in row if cell is not None] for sheet in book for row in sheet.iter_rows(values_only=True)]


def said(content):
    return " ".join(str(cell) for row in cells(content) for cell in row)


def test_who_may_know_gets_the_file_that_was_kept(client_of, coordinator, edition, two):
    two[0].person.is_confidential = True
    two[0].person.save()
    two[0].person.confidential_to.add(coordinator)
    kept = bytes(edition.files.get(kind=FileKind.XLSX).content)
    assert two[0].number in said(kept)
    assert got(client_of(coordinator), edition) == kept


@pytest.mark.parametrize("wall", ["confidential", "denied"])
def test_who_may_not_know_any_more_gets_the_same_figures_without_the_number(client_of, coordinator, edition, two, wall):
    if wall == "denied":
        two[0].person.denied_to.add(coordinator)
    two[0].person.is_confidential = wall == "confidential"
    two[0].person.save()
    kept = bytes(edition.files.get(kind=FileKind.XLSX).content)
    content = got(client_of(coordinator), edition)
    assert two[0].number not in said(content) and two[1].number in said(content)
    assert "1 osoba chroniona" in said(content)
    with override(LANGUAGE):
        codes = {line.code for line in (*presented(edition).headline, *presented(edition).common)}
    figures = [[row for row in cells(each) if len(row) > 1 and row[1] in codes] for each in (kept, content)]
    assert figures[0] == figures[1] and len(figures[0]) > 20
    assert bytes(edition.files.get(kind=FileKind.XLSX).content) == kept
    assert AuditEvent.objects.filter(action=Action.DOWNLOAD).latest("pk").detail["made_anew"] is True


def test_partner_gets_no_number_that_its_page_does_not_show(client_of, coordinator_foundation, edition, two):
    text = said(got(client_of(coordinator_foundation), edition))
    assert two[0].number not in text and two[1].number in text
    assert "poza Twoim zasięgiem" in text or "poza zasięgiem" in text


def test_pdf_is_made_anew_as_well(client_of, coordinator, edition, two, monkeypatch):
    keep_file(edition, FileKind.PDF, b"%PDF as it was kept")
    two[0].person.denied_to.add(coordinator)
    asked = []
    monkeypatch.setitem(files.MAKERS, FileKind.PDF, lambda edition, **how: asked.append(how["but"]) or b"%PDF anew")
    assert got(client_of(coordinator), edition, "pdf") == b"%PDF anew"
    assert asked == [{two[0].number}]


def test_edition_without_differences_asks_nobodys_reach(
    client_of, coordinator, sopot, two, django_assert_max_num_queries
):
    first = freeze_edition(sopot, QUARTER, by=None)
    keep_file(first, FileKind.XLSX, b"as it was kept")
    two[0].person.denied_to.add(coordinator)
    assert got(client_of(coordinator), first) == b"as it was kept"


def test_file_that_names_nobody_looks_nobody_up(sopot, two, edition, django_assert_num_queries):
    first = sopot.editions.earliest("known_on")
    for each, queries in ((first, 0), (edition, 1)):
        with django_assert_num_queries(queries):
            assert unnamed_in_files(each, ["WS-0001"]) == {"WS-0001"}
