"""Reports in the browser: gate, preview, freeze once, files; read by those who may see the totals."""

import datetime
import io
import re
import uuid

import openpyxl
import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from reporting.domain.editions import freeze_edition
from reporting.models import EditionFile, ReportEdition
from reporting.rules import Period
from tests.factories.beneficiaries import make_participation, make_person
from tests.factories.programmes import make_project

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
NEW = "/koordynacja/raporty/nowy/?projekt=sopot-5.15&od=2026-01-01&do=2026-03-31"


@pytest.fixture
def people(sopot):
    return [make_participation(make_person(), sopot) for _ in range(3)]


def token_of(answer) -> str:
    return re.search(r'name="submission" value="([^"]+)"', answer.content.decode())[1]


def test_gap_blocks_and_leads_to_its_people(client_of, coordinator, sopot, people):
    make_participation(make_person(), sopot, third_country=False)
    client = client_of(coordinator)
    page = client.get(NEW)
    assert page.context["people_blocking"] == 1
    assert 'name="submission"' not in page.content.decode()
    assert "/koordynacja/jakosc/class-without-third-country/" in page.content.decode()
    assert client.post(NEW, {"submission": str(uuid.uuid4())}).status_code == 200
    assert not ReportEdition.objects.exists()


def test_sent_twice_is_frozen_once(client_of, coordinator, people):
    client = client_of(coordinator)
    token = token_of(client.get(NEW))
    answers = [client.post(NEW, {"submission": token}) for _ in range(2)]
    edition = ReportEdition.objects.get()
    assert [answer.url for answer in answers] == [reverse("report_edition", args=[edition.pk])] * 2
    assert edition.frozen_by == coordinator
    page = client.get(answers[0].url)
    assert edition.checksum in page.content.decode()
    assert page.context["is_untouched"]


def test_frozen_page_and_files_keep_their_numbers(client_of, coordinator, sopot, people):
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    client = client_of(coordinator)
    address = reverse("report_file", args=[edition.pk, "xlsx"])
    first = client.get(address).content
    make_participation(make_person(), sopot)
    assert client.get(address).content == first
    assert EditionFile.objects.count() == 1
    rows = list(openpyxl.load_workbook(io.BytesIO(first)).worksheets[0].iter_rows(values_only=True))
    (line,) = (row for row in rows if row[1] == "EECO01")
    assert line[8] == 3
    assert client.get(reverse("report_edition", args=[edition.pk])).context["report"].headline[0].cumulative.total == 3


def test_file_is_an_attachment_and_the_download_is_noted(client_of, auditor, sopot, people):
    edition = freeze_edition(sopot, QUARTER, by=None)
    answer = client_of(auditor).get(reverse("report_file", args=[edition.pk, "pdf"]))
    assert answer["Content-Disposition"] == f'attachment; filename="{edition.label}.pdf"'
    assert answer.content.startswith(b"%PDF")
    event = AuditEvent.objects.latest("at")
    assert (event.action, event.detail) == ("download", {"file": "pdf"})


def test_partner_and_auditor_read_and_do_not_freeze(client_of, coordinator_foundation, auditor, sopot, people):
    edition = freeze_edition(sopot, QUARTER, by=None)
    for account in (coordinator_foundation, auditor):
        client = client_of(account)
        assert client.get(reverse("report_edition", args=[edition.pk])).status_code == 200
        assert client.get(NEW).status_code == 404
        assert client.post(NEW, {"submission": str(uuid.uuid4())}).status_code == 404
        assert b"nowy" not in client.get("/koordynacja/raporty/").content


def test_edition_of_another_project_is_not_there(client_of, coordinator, city):
    other = make_project("other-1")
    edition = freeze_edition(other, QUARTER, by=None)
    client = client_of(coordinator)
    assert client.get(reverse("report_edition", args=[edition.pk])).status_code == 404
    assert client.get(reverse("report_file", args=[edition.pk, "pdf"])).status_code == 404


def test_wrong_token_freezes_nothing(client_of, coordinator, people):
    assert client_of(coordinator).post(NEW, {"submission": "x"}).status_code == 200
    assert not ReportEdition.objects.exists()


@pytest.mark.parametrize(("path", "most"), [("/koordynacja/raporty/", 6), (NEW, 21)])
def test_pages_cost_the_same_for_many_as_for_few(
    client_of, coordinator, sopot, people, path, most, django_assert_max_num_queries
):
    client = client_of(coordinator)
    client.get(path)
    with django_assert_max_num_queries(most) as few:
        client.get(path)
    for _ in range(5):
        make_participation(make_person(), sopot)
    with django_assert_max_num_queries(len(few)):
        client.get(path)
