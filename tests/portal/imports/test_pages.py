"""Lists sent through a page: looked at, imported once in the background, kept sealed and removed."""

import datetime
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import ParticipationVersion, Person
from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from portal.crypto.models import DataKey
from portal.imports.domain import import_workbook
from portal.imports.models import ImportBatch, UploadedList
from portal.imports.uploading import remove_expired_lists
from portal.jobs.enums import State
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from tests.counting import figures
from tests.factories.accounts import make_member
from tests.portal.imports.test_hostile_files import MAKERS, absent, bomb, folder, good, many_rows
from tests.workbooks import ListOfPeople, pesel_for

pytestmark = pytest.mark.django_db
PAGE = "/koordynacja/import/"
TOO_SLOW = (bomb, many_rows)  # tried by the command; the reader is the same


@pytest.fixture
def client(client_of, coordinator):
    """The coordinator, who reads English: so the words of these tests are those of the source."""
    coordinator.language = "en"
    coordinator.save()
    return client_of(coordinator)


@pytest.fixture
def sheet(sopot) -> ListOfPeople:
    made = ListOfPeople()
    made.supported(pesel=pesel_for("1990-05-17", "K", 1))
    made.supported(citizen="Polska")
    return made


def token_of(page) -> str:
    return re.search(r'name="submission" value="([^"]+)"', page.content.decode())[1]


def send(client, content: bytes, name: str = "lista.xlsx", **values):
    form = {"submission": token_of(client.get(PAGE)), "file": SimpleUploadedFile(name, content), **values}
    return client.post(PAGE, form)


def sent(client, made: ListOfPeople, tmp_path: Path):
    answer = send(client, made.save(tmp_path / "lista.xlsx").read_bytes())
    assert answer.status_code == 302
    return answer.url


def import_it(client, preview: str):
    asked = client.post(preview, {"submission": token_of(client.get(preview)), "import": "1"})
    job = Job.objects.latest("requested_at")
    assert asked.url == reverse("job", args=[job.pk])
    carry_out(job.pk)
    job.refresh_from_db()
    return job


def test_list_is_looked_at_before_anything_is_recorded(client, sheet, tmp_path, sopot):
    preview = sent(client, sheet, tmp_path)
    page = client.get(preview)
    shown = page.context["shown"]
    assert ([count for _words, count in shown.counts], shown.new_rows) == ([1, 0, 1, 0, 0, 0], 4)
    assert [(row.sheet, row.row) for row in shown.parts["held"].rows] == [("Uczestnicy", 5)]
    assert "Import 4 rows" in page.content.decode()
    assert (Person.objects.count(), ImportBatch.objects.count(), figures(sopot)["EECO01 cumulative"][2]) == (0, 0, 0)


def test_imported_list_is_counted_and_its_file_and_key_are_gone(client, sheet, tmp_path, sopot, coordinator):
    preview = sent(client, sheet, tmp_path)
    key = UploadedList.objects.get().data_key_id
    job = import_it(client, preview)
    batch = ImportBatch.objects.get()
    assert (job.state, job.answer) == (State.DONE, reverse("import_batch", args=[batch.pk]))
    assert (batch.imported_by, batch.counts["created"]) == (coordinator, 1)
    assert figures(sopot)["EECO01 cumulative"][2] == 1
    kept = UploadedList.objects.get()
    assert (kept.batch, kept.content, kept.preview, kept.name) == (batch, "", "", "")
    assert not DataKey.objects.filter(pk=key).exists()
    assert client.get(preview).url == job.answer
    result = client.get(job.answer)
    assert [count for _words, count in result.context["shown"].counts] == [1, 0, 1, 0, 0, 0]


def test_double_click_and_a_second_tab_import_once(client, sheet, tmp_path):
    preview = sent(client, sheet, tmp_path)
    form = {"submission": token_of(client.get(preview)), "import": "1"}
    other = {"submission": token_of(client.get(preview)), "import": "1"}
    goals = {client.post(preview, each).url for each in (form, form, other)}
    assert (len(goals), Job.objects.count()) == (1, 1)
    for _ in range(2):
        carry_out(Job.objects.get().pk)
    assert (ImportBatch.objects.count(), Person.objects.count()) == (1, 1)


def test_same_list_again_holds_nothing_new(client, sheet, tmp_path):
    import_it(client, sent(client, sheet, tmp_path))
    page = client.get(sent(client, sheet, tmp_path))
    assert not page.context["shown"].is_news
    assert "Nothing new" in page.content.decode()
    assert 'name="import"' not in page.content.decode()


def test_totals_and_signatures_are_named(client, sheet, tmp_path):
    sheet.rows["Uczestnicy"].append({"Lp.": "Sporządziła: Anna Nowak"})
    page = client.get(sent(client, sheet, tmp_path))
    (row,) = page.context["shown"].parts["skipped"].rows
    assert (row.sheet, row.lp) == ("Uczestnicy", None)
    assert "Sporządziła" in row.words
    assert "Anna Nowak" not in page.content.decode()
    assert row.words in page.content.decode()


def test_what_changed_since_the_last_list_is_shown_with_both_values(client, sheet, tmp_path):
    import_it(client, sent(client, sheet, tmp_path))
    sheet.rows["Uczestnicy"][0].update({"Data zakończenia udziału": "2026-06-30", "Kod pocztowy": "81-701"})
    page = client.get(sent(client, sheet, tmp_path))
    (row,) = page.context["shown"].parts["changes"].rows
    assert row.number == "WS-0001"
    said = {(known, written) for _label, known, written in row.values}
    assert said == {("81-862", "81-701"), ("–", "30 Jun 2026")}
    version = ParticipationVersion.objects.current().get()
    assert (version.end_on, version.postcode) == (None, "81-862")


def test_changes_of_people_out_of_reach_are_left_out_without_a_trace(client, sheet, tmp_path):
    import_it(client, sent(client, sheet, tmp_path))
    Person.objects.update(is_confidential=True)
    sheet.rows["Uczestnicy"][0]["Kod pocztowy"] = "81-701"
    page = client.get(sent(client, sheet, tmp_path))
    assert not page.context["shown"].parts["changes"]
    assert "81-701" not in page.content.decode()


def test_looking_leaves_one_mark_with_the_people_shown(client, sheet, tmp_path):
    import_it(client, sent(client, sheet, tmp_path))
    sheet.rows["Uczestnicy"][0]["Kod pocztowy"] = "81-701"
    preview = sent(client, sheet, tmp_path)
    before = AuditEvent.objects.count()
    client.get(preview)
    event = AuditEvent.objects.latest("at")
    assert AuditEvent.objects.count() == before + 1
    assert (event.object_type, event.subjects) == ("uploadedlist", [str(Person.objects.get().pk)])


@pytest.mark.parametrize(
    "make", [make for make in MAKERS if make not in (folder, absent, *TOO_SLOW)], ids=lambda make: make.__name__
)
def test_file_that_is_no_list_gets_one_sentence_and_nothing_is_kept(client, sopot, tmp_path, make):
    path = tmp_path / "lista.xlsx"
    make(path)
    keys = DataKey.objects.count()
    answer = send(client, path.read_bytes())
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1
    assert (UploadedList.objects.count(), DataKey.objects.count(), Person.objects.count()) == (0, keys, 0)


def test_no_file_and_too_large_a_file_are_told_apart(client, sopot, settings):
    answer = client.post(PAGE, {"submission": token_of(client.get(PAGE))})
    assert answer.context["form"].errors["file"] == ["Choose the file of the list."]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send(client, b"x" * 5000)
    assert answer.context["form"].errors["file"] == ["The file is larger than 20 MB."]
    assert not UploadedList.objects.exists()


def test_name_of_a_file_is_text(client, sheet, tmp_path):
    content = sheet.save(tmp_path / "lista.xlsx").read_bytes()
    preview = send(client, content, name='<img src=x onerror="1">.xlsx').url
    assert b"<img src=x" not in client.get(preview).content
    answer = send(client, b"nothing", name="<b>x</b>.xlsx")
    assert b"<b>x" not in answer.content


def test_file_touches_no_disk_and_is_unreadable_in_the_database(client, sheet, tmp_path, settings, monkeypatch):
    def no_files(*_args, **_kwargs):
        raise AssertionError("a file was written")

    content = sheet.save(tmp_path / "lista.xlsx").read_bytes()
    monkeypatch.setattr("tempfile.NamedTemporaryFile", no_files)
    monkeypatch.setattr("tempfile.TemporaryFile", no_files)
    send(client, content + b"\0" * 3_000_000)  # more than the framework would keep in memory by itself
    answer = send(client, content)
    assert answer.status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, content, preview FROM imports_uploadedlist")
        stored = b"".join(bytes(each) for row in cursor.fetchall() for each in row)
    for word in (b"lista", b"Uczestnicy", b"PK\x03\x04", content[:60]):
        assert word not in stored


def test_list_belongs_to_the_account_that_sent_it(client, client_of, sheet, tmp_path, city, sopot):
    preview = sent(client, sheet, tmp_path)
    other = client_of(make_member(Role.COORDINATOR, city, sopot, "Ewa Inna"))
    assert other.get(preview).status_code == 404
    assert other.post(preview, {"import": "1"}).status_code == 404
    assert "A list waits for you" not in other.get(PAGE).content.decode()
    assert not Job.objects.exists()


def test_list_can_be_removed_and_goes_by_itself_after_a_day(client, sheet, tmp_path):
    preview = sent(client, sheet, tmp_path)
    client.post(preview, {"submission": token_of(client.get(preview)), "drop": "1"})
    assert not UploadedList.objects.exists()
    assert client.get(preview).status_code == 404
    sent(client, sheet, tmp_path)
    keys = DataKey.objects.count()
    assert remove_expired_lists(timezone.now() + datetime.timedelta(hours=23)) == 0
    assert remove_expired_lists(timezone.now() + datetime.timedelta(hours=25)) == 1
    assert (UploadedList.objects.count(), DataKey.objects.count()) == (0, keys - 1)


def test_newer_list_takes_the_place_of_one_that_nobody_imported(client, sheet, tmp_path):
    first = sent(client, sheet, tmp_path)
    second = sent(client, sheet, tmp_path)
    assert UploadedList.objects.count() == 1
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_list_that_is_gone_fails_the_job_with_one_sentence(client, sheet, tmp_path):
    preview = sent(client, sheet, tmp_path)
    client.post(preview, {"submission": token_of(client.get(preview)), "import": "1"})
    UploadedList.objects.all().delete()
    job = Job.objects.get()
    carry_out(job.pk)
    job.refresh_from_db()
    assert (job.state, ImportBatch.objects.count()) == (State.FAILED, 0)
    assert "Send it again" in job.reason


def test_right_that_ended_before_the_job_ran_imports_nothing(client, sheet, tmp_path, coordinator):
    preview = sent(client, sheet, tmp_path)
    client.post(preview, {"submission": token_of(client.get(preview)), "import": "1"})
    coordinator.memberships.update(ends_on=datetime.date(2026, 12, 14))
    job = Job.objects.get()
    carry_out(job.pk)
    job.refresh_from_db()
    assert (job.state, ImportBatch.objects.count()) == (State.FAILED, 0)


def test_page_takes_as_many_queries_for_three_imports_as_for_one(client, sheet, tmp_path, sopot):
    path, asked = tmp_path / "lista.xlsx", []
    for number in range(3):
        sheet.supported(surname=f"Kolejna{'abc'[number]}", citizen="Polska")
        import_workbook(sheet.save(path), sopot, by=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[2]


@pytest.mark.parametrize("member", ["coordinator_foundation", "caseworker_city", "auditor", "technical_admin"])
def test_lists_are_the_business_of_the_leading_coordinator(client_of, member, request, sopot):
    assert client_of(request.getfixturevalue(member)).get(PAGE).status_code == 404


def test_good_list_is_a_list(client, sopot, tmp_path):
    assert send(client, good(tmp_path / "lista.xlsx").read_bytes()).status_code == 302
