"""A file with data of participants leaves with a second person, for a while; alone with a reason, a day and a notice."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.messages.models import OutgoingMessage
from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject
from reporting.domain.approvals import ALONE_AFTER, approve_edition
from reporting.domain.editions import freeze_edition
from reporting.rules import Period
from reporting.smefs.domain.exports import keep_export, order_export
from reporting.smefs.domain.releases import DONE, OVER, OWN, ReleaseRefused, decide_release
from reporting.smefs.models import SmefsExport, SmefsRelease
from reporting.smefs.queries.prepared import prepared
from reporting.smefs.rules.releasing import LASTS, Standing, standing_of
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.services import make_support

DAY = datetime.date
PHRASE = {"passphrase": "sezam otwórz się", "again": "sezam otwórz się"}
TOKEN = re.compile(r'name="submission" value="([^"]+)"')
NUMBER = "/koordynacja/smefs/numer-projektu/?projekt=sopot-5.15"

pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def second(city, sopot):
    return make_member("coordinator", city, sopot)


@pytest.fixture
def export(sopot, city, coordinator):
    born = DAY(1990, 5, 17)
    person = make_person(birth_date=born, pesel=make_pesel(born, serial=1))
    make_care(person, city, sopot)
    one = make_participation(person, sopot, disability="no", homelessness="no", minority="no")
    make_support(one, delivered_on=DAY(2026, 2, 2))
    order = order_export(sopot, {}, by=coordinator)
    return keep_export(order, prepared(sopot, DAY(2026, 12, 15), coordinator), by=coordinator)


def page_of(client, export):
    return client.get(reverse("smefs_export", args=[export.pk])).content.decode()


def decide(client, export, **typed):
    page = page_of(client, export)
    token = TOKEN.search(page)
    sent = {"submission": token[1] if token else "0195d2c0-0000-7000-8000-000000000000", **typed}
    return client.post(reverse("smefs_release", args=[export.pk]), sent, follow=True)


def taken(client, export):
    return client.post(reverse("smefs_download", args=[export.pk]), PHRASE, follow=True)


def told(kind):
    return {int(each.recipient_id) for each in OutgoingMessage.objects.filter(kind=kind)}


def moved(monkeypatch, by):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + by)


def test_file_leaves_once_a_second_person_has_released_it(client_of, coordinator, second, export):
    maker, other = client_of(coordinator), client_of(second)
    assert told("smefs-release") == {coordinator.pk, second.pk} - {coordinator.pk}
    assert "Download the archive" not in page_of(maker, export)
    assert taken(maker, export)["Content-Type"].startswith("text/html")
    assert "waits for a second person" in other.get("/koordynacja/smefs/").content.decode()
    assert "is released" in decide(other, export, decision="release").content.decode()
    assert taken(maker, export)["Content-Type"] == "application/zip"
    assert told("smefs-decided") == {coordinator.pk}
    event = AuditEvent.objects.filter(object_type="smefsrelease").get()
    assert event.detail["released"] is True and event.detail["alone"] is False
    assert taken(other, export).status_code == 404


def test_who_made_the_file_does_not_release_it_while_somebody_else_may(client_of, coordinator, second, export):
    maker = client_of(coordinator)
    assert "a second person releases it" in page_of(maker, export)
    decide(maker, export, reason="I am in a hurry.")
    assert not SmefsRelease.objects.exists()
    with pytest.raises(ReleaseRefused, match=OWN):
        decide_release(export, released=True, reason="x", by=coordinator)


def test_refusal_says_why_and_is_for_good(client_of, coordinator, second, export):
    other = client_of(second)
    answer = decide(other, export, decision="refuse")
    assert "Say why the file may not leave." in answer.content.decode()
    decide(other, export, decision="refuse", reason="Two lines are wrong.")
    assert "Two lines are wrong." in page_of(client_of(coordinator), export)
    assert taken(client_of(coordinator), export)["Content-Type"].startswith("text/html")
    with pytest.raises(ReleaseRefused, match=DONE):
        decide_release(export, released=True, reason="", by=second)


def test_alone_it_leaves_a_day_later_with_a_reason_that_the_officer_reads(
    client_of, coordinator, dpo, export, monkeypatch
):
    maker = client_of(coordinator)
    assert "Nobody else has the right" in page_of(maker, export)
    decide(maker, export, reason="")
    assert not SmefsRelease.objects.exists()
    decide(maker, export, reason="The second post is vacant.")
    assert told("done-alone") == {dpo.pk}
    assert "The second post is vacant." in client_of(dpo).get(reverse("done_alone")).content.decode()
    assert taken(maker, export)["Content-Type"].startswith("text/html")
    moved(monkeypatch, ALONE_AFTER + datetime.timedelta(minutes=1))
    assert SmefsExport.objects.get().standing(timezone.now()) is Standing.OPEN


def test_release_and_waiting_end_after_seven_days(coordinator, second, export):
    made, hour = export.made_at, datetime.timedelta(hours=1)
    assert standing_of(made, made + LASTS - hour) is Standing.WAITING
    assert standing_of(made, made + LASTS) is Standing.OVER
    assert standing_of(made, made + LASTS, made + hour, released=True) is Standing.OPEN
    assert standing_of(made, made + LASTS + hour, made + hour, released=True) is Standing.OVER
    alone = {"released": True, "alone": True}
    assert standing_of(made, made + ALONE_AFTER - hour, made, **alone) is Standing.SOON
    assert standing_of(made, made + ALONE_AFTER + LASTS - hour, made, **alone) is Standing.OPEN


def test_nobody_releases_what_waited_too_long(second, export, monkeypatch):
    moved(monkeypatch, LASTS + datetime.timedelta(minutes=1))
    with pytest.raises(ReleaseRefused, match=OVER):
        decide_release(export, released=True, reason="", by=second)


def test_my_day_of_the_second_person_has_the_file(client_of, coordinator, second, export):
    assert reverse("smefs_export", args=[export.pk]) in client_of(second).get("/praca/").content.decode()
    assert reverse("smefs_export", args=[export.pk]) not in client_of(coordinator).get("/praca/").content.decode()


def test_others_decide_nothing(client_of, coordinator_foundation, auditor, dpo, caseworker_city, export):
    for member in (coordinator_foundation, auditor, dpo, caseworker_city):
        path = reverse("smefs_release", args=[export.pk])
        assert client_of(member).post(path, {"decision": "release"}).status_code == 404
    for member in (coordinator_foundation, auditor, caseworker_city):
        assert client_of(member).get(reverse("done_alone")).status_code == 404


def test_officer_is_told_of_a_report_that_one_person_approved(client_of, sopot, coordinator, dpo, monkeypatch):
    edition = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), by=coordinator)
    moved(monkeypatch, ALONE_AFTER + datetime.timedelta(minutes=1))
    approve_edition(edition, by=coordinator, alone_reason="The second post is vacant.")
    assert told("done-alone") == {dpo.pk}
    page = client_of(dpo).get(reverse("done_alone")).content.decode()
    assert edition.label in page and "The second post is vacant." in page


def test_officer_is_not_told_of_a_report_that_a_second_person_approved(sopot, coordinator, second, dpo):
    edition = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), by=coordinator)
    approve_edition(edition, by=second)
    assert told("done-alone") == set()


def test_number_of_the_project_is_written_once_and_carried_by_what_is_made_then(client_of, coordinator, sopot, export):
    client = client_of(coordinator)
    assert "The number of the project is blank" in page_of(client, export)
    page = client.get(NUMBER).content.decode()
    sent = {"submission": TOKEN.search(page)[1], "number": "fepm.05.15-iz.00-0001/24", "seen": ""}
    client.post(NUMBER, sent)
    assert GrantProject.objects.get(pk=sopot.pk).agreement_number == "FEPM.05.15-IZ.00-0001/24"
    sopot.refresh_from_db()
    ready = prepared(sopot, DAY(2026, 12, 15), coordinator)
    assert ready.cells[0][0] == "FEPM.05.15-IZ.00-0001/24"
    assert "R39" not in ready.people_by_rule
    load_programme("sopot-5.15")
    assert GrantProject.objects.get(pk=sopot.pk).agreement_number == "FEPM.05.15-IZ.00-0001/24"


@pytest.mark.parametrize("typed", ["", "=HYPERLINK(1)", "żółw/1", "abc", "x" * 101, "FEPM\x00.05"])
def test_number_that_cannot_be_is_said_and_kept_in_the_field(client_of, coordinator, sopot, typed):
    client = client_of(coordinator)
    token = TOKEN.search(client.get(NUMBER).content.decode())[1]
    answer = client.post(NUMBER, {"submission": token, "number": typed, "seen": ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors["number"]
    assert GrantProject.objects.get(pk=sopot.pk).agreement_number == ""


def test_number_that_somebody_else_wrote_meanwhile_is_not_overwritten(client_of, coordinator, sopot):
    client = client_of(coordinator)
    token = TOKEN.search(client.get(NUMBER).content.decode())[1]
    GrantProject.objects.filter(pk=sopot.pk).update(agreement_number="FEPM.05.15-IZ.00-0009/24")
    answer = client.post(NUMBER, {"submission": token, "number": "FEPM.05.15-IZ.00-0001/24", "seen": ""})
    assert "FEPM.05.15-IZ.00-0009/24" in answer.content.decode()
    assert GrantProject.objects.get(pk=sopot.pk).agreement_number == "FEPM.05.15-IZ.00-0009/24"
