"""Reports in the browser: gate, preview, freeze once, files; read by those who may see the totals."""

import datetime
import io
import re
import uuid

import openpyxl
import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.jobs import leases
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from reporting.domain.editions import freeze_edition, keep_file
from reporting.domain.files import request_files
from reporting.enums import FileKind, Purpose
from reporting.models import EditionFile, ReportEdition
from reporting.rules import Period
from tests.factories.beneficiaries import make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.programmes import make_project

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
NEW = "/koordynacja/raporty/nowy/?projekt=sopot-5.15&od=2026-01-01&do=2026-03-31"


@pytest.fixture
def people(sopot):
    return [make_participation(make_person(), sopot) for _ in range(3)]


def with_files(edition, by):
    """Have the files of the edition made as a worker does."""
    carry_out(request_files(edition, by=by).pk)
    return edition


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


def address_of(first: str, last: str) -> str:
    return f"/koordynacja/raporty/nowy/?projekt=sopot-5.15&od={first}&do={last}"


@pytest.mark.usefixtures("accounts_speak_english", "people")
class TestPeriod:
    @pytest.mark.parametrize(("first", "last"), [("2024-12-01", "2025-03-31"), ("2026-10-01", "2027-01-29")])
    def test_outside_the_project_is_refused_with_a_sentence(self, client_of, coordinator, first, last):
        client, path = client_of(coordinator), address_of(first, last)
        page = client.get(path).content.decode()
        assert "beyond the project and the days on which its last results still count (1 Jan 2025–28 Jan 2027)" in page
        assert 'name="submission"' not in page
        sent = {"submission": str(uuid.uuid4()), "early": "on", "early_reason": "x"}
        assert client.post(path, sent).status_code == 200
        assert not ReportEdition.objects.exists()

    def test_last_results_of_the_project_are_offered_and_frozen_in_days_of_their_own(
        self, client_of, coordinator, sopot, settings
    ):
        settings.PORTAL_TODAY = "2027-02-15"
        improved = make_participation(make_person(), sopot, end_on=DAY(2026, 12, 31))
        make_finding(improved, found_on=DAY(2027, 1, 28))
        client = client_of(coordinator)
        addresses = [each.url for each in client.get("/koordynacja/raporty/").context["quarters"]]
        path = address_of("2027-01-01", "2027-01-28")
        assert addresses[:2] == [path, address_of("2026-10-01", "2026-12-31")]
        client.post(path, {"submission": token_of(client.get(path))})
        frozen = {each["code"]: each for each in ReportEdition.objects.get().content["indicators"]}
        assert (frozen["IMPROVED"]["period"]["total"], frozen["EECO01"]["period"]["total"]) == (1, 0)
        assert frozen["EECO01"]["cumulative"]["total"] == 4

    def test_days_that_do_not_exist_are_said_and_nothing_can_be_frozen(self, client_of, coordinator):
        client, path = client_of(coordinator), address_of("2026-02-31", "2026-03-31")
        answer = client.get(path)
        dashboard = client.get(path.replace("/raporty/nowy/", "/wskazniki/"))
        said = answer.context["chosen"].form.errors["od"]
        assert said == dashboard.context["chosen"].form.errors["od"]
        assert said[0] in answer.content.decode()
        assert 'name="submission"' not in answer.content.decode()
        client.post(path, {"submission": str(uuid.uuid4()), "early": "on", "early_reason": "x"})
        assert not ReportEdition.objects.exists()

    def test_that_has_not_ended_asks_for_a_reason_which_stays_in_the_report(self, client_of, coordinator):
        client, path = client_of(coordinator), address_of("2026-10-01", "2026-12-31")
        page = client.get(path)
        assert "From 1 Jan 2027 it can be frozen without a reason." in page.content.decode()
        for half in ({}, {"early": "on"}, {"early_reason": "holidays"}):
            answer = client.post(path, {"submission": token_of(page), **half})
            assert answer.context["form"].errors
            assert not ReportEdition.objects.exists()
        sent = {"submission": token_of(answer), "early": "on", "early_reason": "The claim is due before the holidays"}
        page = client.get(client.post(path, sent).url)
        edition = ReportEdition.objects.get()
        assert edition.content["early_reason"] == sent["early_reason"]
        assert sent["early_reason"] in page.content.decode()
        assert page.context["is_untouched"]

    def test_that_ended_yesterday_needs_no_reason(self, client_of, coordinator):
        client = client_of(coordinator)
        for last, asks in (("2026-12-14", False), ("2026-12-15", True)):
            assert ("early" in client.get(address_of("2026-10-01", last)).context["form"].fields) is asks


@pytest.mark.usefixtures("accounts_speak_english")
def test_nothing_changed_makes_no_new_version_and_says_so(client_of, coordinator, sopot, people):
    client = client_of(coordinator)
    first = client.post(NEW, {"submission": token_of(client.get(NEW))}).url
    again = client.post(NEW, {"submission": token_of(client.get(NEW))}, follow=True)
    assert again.redirect_chain == [(first, 302)]
    assert "Nothing has changed since version 1 of this report" in again.content.decode()
    make_participation(make_person(), sopot)
    client.post(NEW, {"submission": token_of(client.get(NEW))})
    assert sorted(ReportEdition.objects.values_list("version", flat=True)) == [1, 2]


def test_file_that_is_not_what_was_made_is_not_handed_out(client_of, coordinator, sopot, people):
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    whole = keep_file(edition, FileKind.XLSX, b"the file")
    EditionFile.objects.create(edition=edition, kind=FileKind.PDF, content=b"another", sha256=whole.sha256)
    client, name = client_of(coordinator), edition.pk
    assert client.get(reverse("report_file", args=[name, "xlsx"])).content == b"the file"
    answer = client.get(reverse("report_file", args=[name, "pdf"]), follow=True)
    assert answer.redirect_chain
    assert b"another" not in answer.content


def test_frozen_page_and_files_keep_their_numbers(client_of, coordinator, sopot, people):
    edition = with_files(freeze_edition(sopot, QUARTER, by=coordinator), coordinator)
    client = client_of(coordinator)
    address = reverse("report_file", args=[edition.pk, "xlsx"])
    first = client.get(address).content
    make_participation(make_person(), sopot)
    assert client.get(address).content == first
    assert EditionFile.objects.count() == 2
    rows = list(openpyxl.load_workbook(io.BytesIO(first)).worksheets[0].iter_rows(values_only=True))
    (line,) = (row for row in rows if row[1] == "EECO01")
    assert line[8] == 3
    assert client.get(reverse("report_edition", args=[edition.pk])).context["report"].headline[0].cumulative.total == 3


def test_file_is_an_attachment_and_the_download_is_noted(client_of, auditor, coordinator, sopot, people):
    edition = with_files(freeze_edition(sopot, QUARTER, by=None), coordinator)
    answer = client_of(auditor).get(reverse("report_file", args=[edition.pk, "pdf"]))
    assert answer["Content-Disposition"] == f'attachment; filename="{edition.label}.pdf"'
    assert answer.content.startswith(b"%PDF")
    event = AuditEvent.objects.latest("at")
    assert (event.action, event.detail) == ("download", {"file": "pdf"})


@pytest.mark.usefixtures("accounts_speak_english")
class TestFiles:
    @pytest.fixture
    def edition(self, sopot, people):
        return freeze_edition(sopot, QUARTER, by=None)

    def test_freezing_asks_for_them_and_the_page_says_so(self, client_of, coordinator, people):
        client = client_of(coordinator)
        page = client.get(client.post(NEW, {"submission": token_of(client.get(NEW))}).url).content.decode()
        job = Job.objects.get()
        assert (job.params, job.about) == (
            {"edition": str(ReportEdition.objects.get().pk)},
            str(ReportEdition.objects.get()),
        )
        assert "The files are being made." in page
        assert reverse("job", args=[job.pk]) in page
        assert 'http-equiv="refresh"' in page

    @pytest.mark.parametrize("kind", ["pdf", "xlsx"])
    def test_no_page_makes_one(self, client_of, auditor, edition, monkeypatch, kind):
        monkeypatch.setattr("reporting.tasks.make_file", lambda *_, **__: 1 / 0)
        answer = client_of(auditor).get(reverse("report_file", args=[edition.pk, kind]), follow=True)
        assert answer.redirect_chain == [(reverse("report_edition", args=[edition.pk]), 302)]
        assert "This file is not made yet." in answer.content.decode()
        assert reverse("report_files", args=[edition.pk]) in answer.content.decode()
        assert not EditionFile.objects.exists()

    def test_asked_for_by_two_they_are_made_once(self, client_of, coordinator, auditor, edition):
        address = reverse("report_files", args=[edition.pk])
        for account in (coordinator, coordinator, auditor):
            assert client_of(account).post(address).url == reverse("report_edition", args=[edition.pk])
        for job in Job.objects.all():
            carry_out(job.pk)
        assert [job.state for job in Job.objects.all()] == ["done", "done"]
        assert sorted(EditionFile.objects.values_list("kind", flat=True)) == ["pdf", "xlsx"]
        assert AuditEvent.objects.filter(object_type="editionfile", action="create").count() == 1
        page = client_of(auditor).get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert reverse("report_file", args=[edition.pk, "pdf"]) in page
        assert address not in page

    def test_only_the_asker_is_led_to_the_job(self, client_of, coordinator, auditor, edition):
        job = request_files(edition, by=coordinator)
        page = client_of(auditor).get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert "The files are being made." in page
        assert str(job.pk) not in page

    def test_those_that_exist_are_offered_and_kept_while_others_are_missing(self, client_of, coordinator, edition):
        keep_file(edition, FileKind.PDF, b"%PDF made before")
        page = client_of(coordinator).get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert reverse("report_file", args=[edition.pk, "pdf"]) in page
        assert reverse("report_files", args=[edition.pk]) in page
        with_files(edition, coordinator)
        assert bytes(EditionFile.objects.get(kind="pdf").content) == b"%PDF made before"
        assert EditionFile.objects.count() == 2

    def test_failure_is_told_with_a_way_to_try_again(self, client_of, coordinator, edition):
        leases.fail(leases.claim(request_files(edition, by=coordinator).pk), "The printer is sad.")
        page = client_of(coordinator).get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert "The files could not be made: The printer is sad." in page
        assert reverse("report_files", args=[edition.pk]) in page

    def test_looking_asks_for_nothing(self, client_of, coordinator, edition):
        assert client_of(coordinator).get(reverse("report_files", args=[edition.pk])).status_code == 405
        assert not Job.objects.exists()

    def test_killed_between_work_and_result_leaves_nothing_behind(self, coordinator, edition, monkeypatch):
        monkeypatch.setattr("portal.jobs.running.leases.finish", lambda *_: 1 / 0)
        job = request_files(edition, by=coordinator)
        carry_out(job.pk)
        assert not EditionFile.objects.exists()
        assert not AuditEvent.objects.filter(object_type="editionfile").exists()
        monkeypatch.undo()
        carry_out(job.pk)
        assert EditionFile.objects.count() == 2


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


def test_list_says_of_each_quarter_what_is_frozen_and_which_comes_next(client_of, coordinator, sopot, people, settings):
    settings.PORTAL_TODAY = "2026-11-15"
    coordinator.language = "en"
    coordinator.save()
    client, path = client_of(coordinator), "/koordynacja/raporty/?projekt=sopot-5.15"
    lines = client.get(path).context["quarters"]
    assert [(each.words, each.is_next) for each in lines[:3]] == [
        ("the quarter is not over yet", False), ("no report yet", True), ("no report yet", False),
    ]  # fmt: skip
    assert 'class="btn" href="' + lines[1].url.replace("&", "&amp;") in client.get(path).content.decode()
    third = Period(DAY(2026, 7, 1), DAY(2026, 9, 30))
    freeze_edition(sopot, third, by=coordinator, purpose=Purpose.INTERNAL)
    assert client.get(path).context["quarters"][1].is_next
    freeze_edition(sopot, third, by=coordinator)
    lines = client.get(path).context["quarters"]
    assert (lines[1].words, lines[1].is_next) == ("Payment claim: version 1, Internal report: version 1", False)
    assert lines[2].is_next


def test_list_takes_as_many_queries_for_two_reports_as_for_one(
    client_of, coordinator, sopot, people, django_assert_max_num_queries
):
    client, path = client_of(coordinator), "/koordynacja/raporty/?projekt=sopot-5.15"
    freeze_edition(sopot, QUARTER, by=coordinator)
    client.get(path)
    with django_assert_max_num_queries(100) as few:
        client.get(path)
    freeze_edition(sopot, Period(DAY(2025, 10, 1), DAY(2025, 12, 31)), by=coordinator)
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_missing_number_of_the_project_is_told_before_freezing_and_blocks_nothing(
    client_of, coordinator, sopot, people
):
    sopot.agreement_number = ""
    sopot.save()
    client = client_of(coordinator)
    page = client.get(NEW)
    assert '<a href="/koordynacja/smefs/numer-projektu/?projekt=sopot-5.15">' in page.content.decode()
    assert client.post(NEW, {"submission": token_of(page)}).status_code == 302
    sopot.agreement_number = "FEPM.05.15-IZ.00-0001/24"
    sopot.save()
    assert "numer-projektu" not in client.get(NEW).content.decode()
