"""The pages on which doubtful rows are decided, in a real browser: nothing wrong in either look."""

import pytest
from django.urls import reverse

from portal.imports.domain import import_workbook
from portal.imports.models import ImportedRow
from tests.browser import LOOKS_ONLY, wrong_with_each
from tests.workbooks import ListOfPeople, pesel_for

pytestmark = LOOKS_ONLY


@pytest.fixture
def rows(transactional_db, sopot, tmp_path) -> list[ImportedRow]:
    people = ListOfPeople()
    people.supported(surname="Kowal")
    people.support(people.supported(surname="Kowal", postcode="81-701"), on="2026-03-03")
    people.supported(born=None, pesel=pesel_for("1990-05-17", "K", 3))
    import_workbook(people.save(tmp_path / "lista.xlsx"), sopot, by=None)
    return list(ImportedRow.objects.waiting().order_by("row_number"))


@pytest.mark.parametrize(("width", "theme"), [pytest.param(1280, "light", marks=pytest.mark.long), (390, "dark")])
def test_pages_of_doubtful_rows_have_nothing_wrong(browser, live_server, rows, coordinator, client_of, width, theme):
    session = client_of(coordinator).cookies["sessionid"].value
    duplicate, without_birth = rows
    paths = [
        reverse("held_rows"),
        reverse("held_row", args=[duplicate.pk]),
        f"{reverse('join_row', args=[duplicate.pk])}?osoba=WS-0001",
        reverse("held_row", args=[without_birth.pk]),
    ]
    wrong = wrong_with_each(browser, live_server.url, paths, width=width, theme=theme, session=session)
    assert {path: found for path, found in wrong.items() if found} == {}
