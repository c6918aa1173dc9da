"""Approving a frozen report: by a second person where there is one, once, said on page and files."""

import datetime
import io
import re
import uuid

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from portal.audit.triggers import install_triggers
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from reporting.domain.approvals import (
    APPROVED,
    DAMAGED,
    LATER,
    NO_REASON,
    SECOND,
    TOO_SOON,
    ApprovalRefused,
    approve_edition,
)
from reporting.domain.editions import freeze_edition
from reporting.domain.files import request_files
from reporting.enums import Purpose
from reporting.models import EditionApproval, EditionFile, EvidenceRow, ReportEdition
from reporting.rules import Period
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participation, make_person
from tests.paper import words_of

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
NEW = "/koordynacja/raporty/nowy/?projekt=sopot-5.15&od=2026-01-01&do=2026-03-31"


@pytest.fixture
def edition(sopot, coordinator):
    make_participation(make_person(), sopot)
    return freeze_edition(sopot, QUARTER, by=coordinator)


@pytest.fixture
def second(sopot, city):
    return make_member(Role.COORDINATOR, city, sopot)


def code_of(edition, by, **more) -> str:
    with pytest.raises(ApprovalRefused) as refused:
        approve_edition(edition, by=by, **more)
    return refused.value.code


def a_day_later(monkeypatch):
    """Let the day that somebody alone has to wait be over; sessions do not age with it."""
    monkeypatch.setattr("reporting.domain.approvals.ALONE_AFTER", datetime.timedelta(0))


def approve(client, edition, **sent):
    return client.post(reverse("report_approval", args=[edition.pk]), {"submission": str(uuid.uuid4()), **sent})


class TestWho:
    def test_a_second_person_approves_and_the_trail_says_so(self, edition, coordinator, second):
        made = approve_edition(edition, by=second)
        assert (made.approved_by, made.checksum, made.alone_reason) == (second, edition.checksum, "")
        event = AuditEvent.objects.get(object_type="editionapproval")
        assert (event.actor, event.detail["edition"]) == (second, edition.label)

    def test_who_froze_it_does_not_approve_it_while_somebody_else_may(self, edition, coordinator, second, monkeypatch):
        a_day_later(monkeypatch)
        assert code_of(edition, coordinator, alone_reason="nobody is here") == SECOND
        assert not EditionApproval.objects.exists()

    def test_partner_and_those_without_an_account_any_more_are_no_second_person(
        self, edition, coordinator, second, coordinator_foundation, monkeypatch
    ):
        second.is_active = False
        second.save()
        assert code_of(edition, coordinator, alone_reason="x") == TOO_SOON
        a_day_later(monkeypatch)
        assert code_of(edition, coordinator, alone_reason="  ") == NO_REASON
        assert approve_edition(edition, by=coordinator, alone_reason="Only one coordinator").alone_reason

    def test_what_a_command_froze_anybody_with_the_right_approves(self, sopot, coordinator):
        assert approve_edition(freeze_edition(sopot, QUARTER, by=None), by=coordinator, alone_reason="x").pk
        assert EditionApproval.objects.get().alone_reason == ""


class TestWhat:
    def test_is_approved_once_and_for_good(self, edition, second, settings):
        approve_edition(edition, by=second)
        assert code_of(ReportEdition.objects.get(), second) == APPROVED
        settings.PORTAL_APPEND_ONLY_TRIGGERS = True
        install_triggers()
        rows = EditionApproval.objects.all()
        for change in (lambda: rows._raw_delete("default"), lambda: rows.update(alone_reason="x")):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()

    def test_only_the_last_version_of_period_and_purpose_is_approved(self, sopot, edition, second):
        make_participation(make_person(), sopot)
        freeze_edition(sopot, QUARTER, by=None, purpose=Purpose.INTERNAL)
        approve_edition(freeze_edition(sopot, QUARTER, by=None), by=second)
        assert code_of(edition, second) == LATER

    def test_damaged_content_is_not_approved(self, edition, second):
        EvidenceRow.objects.update(sex="M")
        assert code_of(edition, second) == DAMAGED


class TestPurpose:
    def test_editions_are_numbered_for_each_period_and_purpose(self, sopot, edition):
        internal = freeze_edition(sopot, QUARTER, by=None, purpose=Purpose.INTERNAL)
        make_participation(make_person(), sopot)
        next_internal = freeze_edition(sopot, QUARTER, by=None, purpose=Purpose.INTERNAL)
        assert [each.version for each in (edition, internal, next_internal)] == [1, 1, 2]
        assert [each.label for each in (edition, internal)] == ["WS-20260331-3M-v1", "WS-20260331-3M-W-v1"]
        assert next_internal.content["earlier"]["edition"] == internal.label
        assert internal.content["earlier"] is None

    def test_a_final_claim_follows_the_claims_before_it(self, sopot, edition):
        whole = Period(DAY(2026, 4, 1), DAY(2026, 12, 31))
        final = freeze_edition(sopot, whole, by=None, purpose=Purpose.FINAL)
        assert final.content["earlier"]["edition"] == edition.label

    def test_is_chosen_on_the_page_and_stays(self, client_of, coordinator, sopot):
        make_participation(make_person(), sopot)
        client, address = client_of(coordinator), f"{NEW}&cel=internal"
        token = re.search(r'name="submission" value="([^"]+)"', client.get(address).content.decode())[1]
        client.post(address, {"submission": token})
        assert ReportEdition.objects.get().purpose == Purpose.INTERNAL
        assert client.get(f"{NEW}&cel=none").status_code == 200


@pytest.mark.usefixtures("accounts_speak_english")
class TestPage:
    def test_says_the_state_to_all_and_offers_approving_to_those_who_may(
        self, client_of, edition, second, auditor, coordinator_foundation, coordinator
    ):
        address = reverse("report_edition", args=[edition.pk])
        action = f'action="{reverse("report_approval", args=[edition.pk])}"'
        for account, offered in (
            (second, True),
            (coordinator, False),
            (auditor, False),
            (coordinator_foundation, False),
        ):
            page = client_of(account).get(address).content.decode()
            assert "waits for approval" in page
            assert (action in page) is offered
        assert "a second person approves it" in client_of(coordinator).get(address).content.decode()
        assert approve(client_of(auditor), edition).status_code == 404
        assert approve(client_of(coordinator_foundation), edition).status_code == 404

    def test_approves_and_asks_for_files_that_say_so(self, client_of, edition, second, coordinator):
        carry_out(request_files(edition, by=coordinator).pk)
        client, sent = client_of(second), {"submission": str(uuid.uuid4())}
        for _ in range(2):
            assert approve(client, edition, **sent).url == reverse("report_edition", args=[edition.pk])
        assert "The files are being made." in client.get(reverse("report_edition", args=[edition.pk])).content.decode()
        (waiting,) = (job for job in Job.objects.all() if job.is_unfinished)
        carry_out(waiting.pk)
        page = client.get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert f"Approved by {second.name}" in page
        assert sorted(EditionFile.objects.values_list("kind", "is_approved")) == [
            ("pdf", False), ("pdf", True), ("xlsx", False), ("xlsx", True),
        ]  # fmt: skip
        said = client.get(reverse("report_file", args=[edition.pk, "pdf"])).content
        assert second.name in words_of(said)
        book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("report_file", args=[edition.pk, "xlsx"])).content))
        assert any(second.name in str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row)

    def test_alone_asks_for_the_reason_and_shows_it(self, client_of, edition, coordinator, monkeypatch):
        client = client_of(coordinator)
        page = client.get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert "24 hours after it was frozen" in page
        assert approve(client, edition, alone_reason="x").status_code == 302
        assert not EditionApproval.objects.exists()
        a_day_later(monkeypatch)
        answer = approve(client, edition)
        assert answer.context["form"].errors["alone_reason"]
        approve(client, edition, alone_reason="The office has one coordinator")
        page = client.get(reverse("report_edition", args=[edition.pk])).content.decode()
        assert "The office has one coordinator" in page

    def test_files_from_before_stay_as_they_were(self, edition, second, coordinator):
        before = request_files(edition, by=coordinator)
        approve_edition(edition, by=second)
        carry_out(before.pk)
        assert set(EditionFile.objects.values_list("is_approved", flat=True)) == {False}
        (pdf,) = EditionFile.objects.filter(kind="pdf")
        assert second.name not in words_of(bytes(pdf.content))

    def test_killed_between_work_and_result_leaves_one_file_of_each_kind(self, edition, second, monkeypatch):
        approve_edition(edition, by=second)
        job = request_files(edition, by=second)
        monkeypatch.setattr("portal.jobs.running.leases.finish", lambda *_: 1 / 0)
        carry_out(job.pk)
        assert not EditionFile.objects.exists()
        monkeypatch.undo()
        for _ in range(2):
            carry_out(job.pk)
        assert sorted(EditionFile.objects.values_list("kind", "is_approved")) == [("pdf", True), ("xlsx", True)]
