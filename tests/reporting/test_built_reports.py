"""Reports built from a frozen edition: the same wish is the same file, small counts are left out, numbers stay apart."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Person
from portal.audit.models import AuditEvent
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from portal.messages.delivery import deliver
from portal.messages.models import OutgoingMessage
from reporting.domain.built import build_report, request_built_files
from reporting.domain.editions import freeze_edition
from reporting.enums import BuiltKind, Section
from reporting.exporters import built as parts
from reporting.exporters.built import part_count, parts_of
from reporting.exporters.built_files import _cell, _name_of_sheet
from reporting.exporters.grids import SIGN, Grid, Hidden
from reporting.models import BuiltFile, BuiltReport
from reporting.rules import Period
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_finding
from tests.factories.services import make_support
from tests.forms import sent_of
from tests.paper import sheets_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
DAY = datetime.date
HALF = Period(DAY(2026, 1, 1), DAY(2026, 6, 30))
EVERYTHING = [section.value for section in Section]


@pytest.fixture
def people(sopot, city, foundation):
    found = [
        make_participant(city, sopot, surname=f"Tajemna{place}", sex="K" if place % 3 else "M") for place in range(9)
    ]
    for place, person in enumerate(found):
        body = foundation if place == 0 else city
        make_support(person, delivered_on=DAY(2026, 2, 2), hours=Decimal("1.5"), organisation=body)
        if place < 7:
            version = person.current_version
            type(version).objects.filter(pk=version.pk).update(end_on=DAY(2026, 6, 10))
            make_finding(person, found_on=DAY(2026, 6, 12))
    return found


@pytest.fixture
def edition(sopot, coordinator, people):
    return freeze_edition(sopot, HALF, by=coordinator)


def built(edition, by, sections=EVERYTHING, **more):
    return build_report(
        edition, sections=sections, beside=more.pop("beside", []), notice=more.pop("notice", False), by=by
    )


def made(report, by):
    job = request_built_files(report, by=by)
    carry_out(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.reason
    return {file.kind: bytes(file.content) for file in BuiltFile.objects.filter(report=report)}


def test_three_files_say_the_same_numbers(edition, coordinator, people):
    files = made(built(edition, coordinator), coordinator)
    assert set(files) == {"pdf", "xlsx", "csv"}
    words = words_of(files["pdf"])
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    line = next(row for row in rows if len(row) > 8 and row[1] == "EECO01")
    assert line[3:9] == (6, 3, 9, 6, 3, 9)
    lines = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    assert "9" in [row[4] for row in lines if row[0] == "indicators" and row[2] == line[0]]
    assert edition.checksum in words
    assert all(person.number in words for person in people)
    assert "Tajemna" not in words + str(rows) + str(lines)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_pdf_is_one_tagged_document_with_pages_that_go_on(edition, coordinator, monkeypatch):
    monkeypatch.setattr(parts, "ROWS_OF_A_PART", 4)
    report = built(edition, coordinator)
    assert part_count(report) == len(list(parts_of(report))) == len(Section) + 2
    with pikepdf.open(io.BytesIO(made(report, coordinator)["pdf"])) as document:
        assert document.Root.MarkInfo.Marked
        assert len(document.attachments) == 0
        with document.open_outline() as outline:
            assert len(outline.root) >= 1
        pages = len(document.pages)
    last_words = [words.split()[-3:] for words in sheets_of(bytes(BuiltFile.objects.get(kind="pdf").content))]
    assert last_words == [[str(each + 1), "/", str(pages)] for each in range(pages)]


def test_small_counts_are_left_out_but_never_in_the_statutory_table(edition, coordinator):
    shown = {part.section: part for part in parts_of(built(edition, coordinator))}
    assert not any(grid.has_hidden for grid in shown[Section.INDICATORS].grids)
    partners = shown[Section.PARTNERS].grids[0]
    assert partners.has_hidden
    assert SIGN in " ".join(shown[Section.PARTNERS].words)
    for section in (Section.GROUPS, Section.PARTNERS):
        for grid in shown[section].grids:
            body = grid.rows[:-1] if section is Section.GROUPS else grid.rows
            assert not [cell for row in body for cell in row[1:] if isinstance(cell, int) and 0 < cell < 5]
            hidden = [sum(isinstance(cell, Hidden) for cell in row) for row in grid.rows]
            assert 1 not in hidden


def test_threshold_is_data_of_the_project_and_stays_in_the_definition(edition, coordinator, sopot):
    first = built(edition, coordinator)
    sopot.small_cell_threshold = 1
    sopot.save()
    edition.grant_project = sopot
    second = built(edition, coordinator)
    assert (first.definition["threshold"], second.definition["threshold"]) == (5, 1)
    assert not any(grid.has_hidden for part in parts_of(second) for grid in part.grids)


def test_same_wish_is_the_same_report_and_made_again_the_same_bytes(edition, coordinator, people):
    report = built(edition, coordinator)
    assert built(edition, coordinator, sections=EVERYTHING[::-1], notice=True) == report
    first = made(report, coordinator)
    make_finding(people[8], found_on=DAY(2026, 6, 12))
    BuiltFile.objects.all()._raw_delete("default")
    Job.objects.all().delete()
    assert made(report, coordinator) == first


def test_bars_of_the_targets_are_drawn_on_paper_with_their_numbers_as_text(edition, coordinator):
    report = build_report(edition, sections=["indicators"], beside=[], notice=False, by=coordinator)
    carry_out(request_built_files(report, by=coordinator).pk)
    pdf = bytes(report.files.get(kind=BuiltKind.PDF).content)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting, alternatives = [document.Root.StructTreeRoot], []
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting += list(node)
            elif isinstance(node, pikepdf.Dictionary):
                if str(node.get("/S", "")) == "/Figure":
                    alternatives.append(str(node.get("/Alt", "")))
                waiting += [node.K] if "/K" in node else []
    assert len(alternatives) == len(next(parts_of(report)).chart.bars) == 5
    assert all(alternatives)
    assert "Wartość osiągnięta i docelowa" in words_of(pdf)


def test_protected_people_are_not_in_the_annex(edition, coordinator, people):
    Person.objects.filter(pk=people[4].person_id).update(is_confidential=True)
    words = words_of(made(built(edition, coordinator, sections=["annex"]), coordinator)["pdf"])
    assert people[4].number not in words
    assert people[3].number in words


@pytest.mark.parametrize("wall", ["confidential", "denied"])
def test_annex_is_not_handed_out_when_somebody_in_it_is_out_of_reach_since(
    client_of, edition, coordinator, people, wall
):
    report = built(edition, coordinator, sections=["annex"])
    made(report, coordinator)
    file, client = reverse("built_file", args=[report.pk, "csv"]), client_of(coordinator)
    assert people[4].number in client.get(file).content.decode()
    if wall == "denied":
        people[4].person.denied_to.add(coordinator)
    else:
        Person.objects.filter(pk=people[4].person_id).update(is_confidential=True)
    for kind in BuiltKind:
        assert client.get(reverse("built_file", args=[report.pk, kind.value])).status_code == 302
    anew = built(edition, coordinator, sections=["annex", "summary"])
    made(anew, coordinator)
    words = client.get(reverse("built_file", args=[anew.pk, "csv"])).content.decode()
    assert people[3].number in words and people[4].number not in words


class TestKilled:
    @pytest.mark.parametrize("when", [0, *(pytest.param(each, marks=pytest.mark.long) for each in (2, 5))])
    def test_between_any_two_parts_leaves_nothing_and_then_one_of_each(self, edition, coordinator, monkeypatch, when):
        report, calls = built(edition, coordinator, sections=["summary", "annex"]), []

        def dies(run, done, total):
            calls.append(done)
            if len(calls) == when + 1:
                raise KeyboardInterrupt

        monkeypatch.setattr("portal.jobs.running.JobRun.progress", dies)
        job = request_built_files(report, by=coordinator)
        with pytest.raises(KeyboardInterrupt):
            carry_out(job.pk)
        assert not BuiltFile.objects.exists()
        monkeypatch.undo()
        Job.objects.filter(pk=job.pk).update(lease_until=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        carry_out(job.pk)
        assert sorted(BuiltFile.objects.values_list("kind", flat=True)) == sorted(BuiltKind.values)

    def test_between_work_and_result_leaves_no_file_and_no_event(self, edition, coordinator, monkeypatch):
        report = built(edition, coordinator, sections=["summary"], notice=True)
        monkeypatch.setattr("portal.jobs.running.leases.finish", lambda *_: 1 / 0)
        job = request_built_files(report, by=coordinator)
        carry_out(job.pk)
        assert not BuiltFile.objects.exists()
        assert not OutgoingMessage.objects.exists()
        assert not AuditEvent.objects.filter(object_type="builtfile").exists()
        monkeypatch.undo()
        carry_out(job.pk)
        assert BuiltFile.objects.count() == 3
        assert OutgoingMessage.objects.count() == 1


class TestPages:
    def test_choose_build_and_download(self, client_of, coordinator, edition, people):
        client = client_of(coordinator)
        path = reverse("build_reports", args=[edition.pk])
        sent = {**sent_of(client.get(path).context["form"]), "sections": EVERYTHING}
        answers = [client.post(path, sent).url for _ in range(2)]
        report = BuiltReport.objects.get()
        assert answers == [reverse("built_report", args=[report.pk])] * 2
        assert "The files are being made." in client.get(answers[0]).content.decode()
        carry_out(Job.objects.get().pk)
        page = client.get(answers[0]).content.decode()
        for kind in BuiltKind:
            address = reverse("built_file", args=[report.pk, kind.value])
            assert address in page
            answer = client.get(address)
            assert answer["Content-Disposition"] == f'attachment; filename="{report.label}.{kind.value}"'
        event = AuditEvent.objects.filter(action="download").latest("at")
        assert set(event.subjects) == {str(each.person_id) for each in people}

    def test_annex_is_for_its_owner_alone_and_only_while_they_may(self, client_of, coordinator, auditor, edition):
        report = built(edition, coordinator, sections=["annex"])
        made(report, coordinator)
        pages = [reverse("built_report", args=[report.pk]), reverse("built_file", args=[report.pk, "pdf"])]
        assert [client_of(auditor).get(page).status_code for page in pages] == [404, 404]
        assert report.label not in client_of(auditor).get(reverse("build_reports", args=[edition.pk])).content.decode()
        plain = built(edition, coordinator, sections=["summary"])
        assert client_of(auditor).get(reverse("built_report", args=[plain.pk])).status_code == 200

    def test_partner_is_offered_no_annex(self, client_of, coordinator_foundation, edition):
        client, path = client_of(coordinator_foundation), reverse("build_reports", args=[edition.pk])
        form = client.get(path).context["form"]
        assert "annex" not in dict(form.fields["sections"].choices)
        assert client.post(path, {**sent_of(form), "sections": ["annex"]}).context["form"].errors["sections"]

    def test_notice_says_only_that_files_are_ready(self, client_of, coordinator, edition):
        made(built(edition, coordinator, sections=["summary"], notice=True), coordinator)
        deliver(OutgoingMessage.objects.get().pk, timezone.now())
        (sent,) = mail.outbox
        assert sent.to == [coordinator.email]
        assert not sent.attachments
        assert "The files that you asked for are ready" in sent.body
        assert edition.label not in sent.body + sent.subject


def test_sheet_with_a_long_title_is_called_by_its_beginning():
    assert _name_of_sheet("Załącznik: numery uczestników, dla kontroli") == "Załącznik"
    assert _name_of_sheet("Wskaźniki (tabela obowiązkowa)") == "Wskaźniki (tabela obowiązkowa)"
    assert len(_name_of_sheet("a" * 40)) == 31


def test_heading_stands_where_its_numbers_stand():
    rows = [["children", 3, Hidden(), None, "min. 60"], ["seniors", Decimal("1.50"), 4, None, "–"]]
    (line,) = Grid("", ["Group", "W", "M", "T", "Target"], rows).head_rows
    assert [head.is_number for head in line] == [False, True, True, True, False]
    over = Grid("", ["Group", "W", "M", "T", "Target"], rows, [("", 1), ("In the period", 3), ("", 1)]).head_rows
    assert [(head.text, head.columns, head.lines) for head in over[0]] == [
        ("Group", 1, 2), ("In the period", 3, 1), ("Target", 1, 2),
    ]  # fmt: skip
    assert [head.is_number for head in over[1]] == [True, True, True]
    assert _cell(Hidden()) == (SIGN, True)
