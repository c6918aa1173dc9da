"""The data protection officer reads who did what, and nothing of anybody's case."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import Role
from portal.audit.checking import check_trail
from portal.audit.enums import Action
from portal.audit.models import AuditEvent, AuditMark, AuditSeal
from portal.audit.sealer import seal_waiting
from portal.audit.trail import record
from portal.jobs.models import Job
from tests.factories.accounts import make_member, make_user
from tests.factories.beneficiaries import make_participant
from tests.factories.programmes import make_project
from tests.portal.audit.sealed import EVENTS, make_events, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]


@pytest.fixture
def client(client_of, dpo):
    return client_of(dpo)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def log(client, **asked):
    return client.get(reverse("audit_log"), asked)


def lines(client, **asked):
    return log(client, **asked).context["lines"]


def test_officer_starts_at_the_log(client):
    assert client.get("/").headers["Location"] == reverse("audit_log")
    assert "No other page is open" not in client.get(reverse("account_settings")).content.decode()


def test_event_says_who_did_what_about_whom_and_from_where(client, caseworker_city, person, city, sopot):
    record(
        Action.VIEW, by=caseworker_city, obj=person, subjects=[person.person_id], grant_project=sopot,
        reason="the words of a case", detail={"page": "timeline"},
    )  # fmt: skip
    answer = log(client)
    line = answer.context["lines"][0]
    assert (line.who, line.roles, line.action, line.thing) == (
        "Marta Zielińska", "Caseworker", "opened", "record of a person",
    )  # fmt: skip
    assert (line.people, line.organisation, line.project) == (person.number, str(city), "sopot-5.15")
    assert "the words of a case" not in answer.content.decode()
    assert person.person.surname not in answer.content.decode()


def test_list_is_shown_as_a_count_and_the_portal_as_itself(client, sopot):
    record(Action.IMPORT, by=None, grant_project=sopot, subjects=["a", "b", "c"])
    record(Action.SIGN_IN_FAILED, by=None)
    failed, imported = lines(client)[:2]
    assert (imported.who, imported.people) == ("the portal itself", "3 people")
    assert failed.who == "nobody signed in"


def test_reading_the_log_is_an_event_that_names_whom_it_showed(client, dpo, person, caseworker_city, sopot):
    record(Action.VIEW, by=caseworker_city, subjects=[person.person_id], grant_project=sopot)
    before = AuditEvent.objects.count()
    log(client)
    event = AuditEvent.objects.order_by("id").last()
    assert AuditEvent.objects.count() == before + 1
    assert (event.actor, event.action, event.detail) == (dpo, "list", {"page": "log"})
    assert event.subjects == [str(person.person_id)]


def test_confidential_person_is_shown_by_a_mark_alone(client, person, caseworker_city, sopot):
    type(person.person).objects.filter(pk=person.person_id).update(is_confidential=True)
    record(Action.VIEW, by=caseworker_city, subjects=[person.person_id], grant_project=sopot)
    answer = log(client)
    assert person.number not in answer.content.decode()
    assert re.fullmatch("protected person [0-9a-f]{6}", answer.context["lines"][0].people)
    assert "There is no person with this number" in text_of(log(client, osoba=person.number))


class TestReach:
    """Whose events are whose affair."""

    @pytest.fixture
    def elsewhere(self, city):
        other = make_project()
        return other, make_member(Role.CASEWORKER, city, other, "Ola Inna")

    def test_another_project_is_not_there(self, client, elsewhere):
        project, account = elsewhere
        record(Action.VIEW, by=account, grant_project=project)
        record(Action.SIGN_IN, by=account)
        record(Action.REFUSE, by=account)
        answer = log(client)
        assert not [line for line in answer.context["lines"] if line.who == "Ola Inna"]
        assert "Ola Inna" not in answer.content.decode()

    def test_account_of_no_project_and_of_a_former_member_are(self, client, nobody, sopot, city):
        former = make_member(Role.CASEWORKER, city, sopot, "Była Osoba")
        former.memberships.update(ends_on=datetime.date(2026, 1, 1))
        record(Action.REFUSE, by=nobody)
        record(Action.REFUSE, by=former)
        assert {"Zofia Nikt", "Była Osoba"} <= {line.who for line in lines(client)}

    def test_others_do_not_find_the_log(self, client_of, coordinator, technical_admin):
        for account in (coordinator, technical_admin):
            for name in ("audit_log", "audit_reads", "audit_person"):
                assert client_of(account).get(reverse(name)).status_code == 404


class TestNarrowing:
    """Filters."""

    @pytest.fixture(autouse=True)
    def _events(self, caseworker_city, coordinator, person, sopot):
        record(Action.VIEW, by=caseworker_city, subjects=[person.person_id], grant_project=sopot)
        record(Action.EXPORT, by=coordinator, grant_project=sopot)
        record(Action.REFUSE, by=coordinator, grant_project=sopot)
        make_events(1, start=timezone.now() - datetime.timedelta(days=40), actor=caseworker_city, grant_project=sopot)

    def test_by_account_kind_refusal_and_person(self, client, coordinator, person):
        assert [line.action for line in lines(client, konto=coordinator.pk)] == ["was refused", "exported"]
        assert [line.who for line in lines(client, czynnosc="export")] == ["Joanna Nowicka"]
        assert [line.action for line in lines(client, odmowy="on")] == ["was refused"]
        assert {line.people for line in lines(client, osoba=person.number.lower(), czynnosc="view")} == {person.number}

    def test_by_days_both_included(self, client, caseworker_city):
        day = timezone.localdate(timezone.now() - datetime.timedelta(days=40))
        assert len(lines(client, konto=caseworker_city.pk, od=day, do=day)) == 1
        assert lines(client, konto=caseworker_city.pk, do=day - datetime.timedelta(days=1)) == []

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"od": "2026-13-45"}, "Enter a valid date"),
            ({"od": "2026-02-02", "do": "2026-02-01"}, "The end is before the beginning."),
            ({"osoba": "WS-9999"}, "There is no person with this number."),
            ({"konto": "999999"}, "Select a valid choice"),
            ({"czynnosc": "x' OR 1=1"}, "Select a valid choice"),
            ({"osoba": "x" * 300}, "at most 20"),
        ],
    )
    def test_what_cannot_be_read_is_said_and_stays(self, client, asked, said):
        answer = log(client, **asked)
        assert answer.status_code == 200
        assert said in text_of(answer)
        assert answer.context["lines"] == []
        assert (
            str(next(iter(asked.values())))[:20] in answer.content.decode() or "konto" in asked or "czynnosc" in asked
        )

    def test_nothing_fits(self, client):
        assert "No event fits" in text_of(log(client, czynnosc="print"))


def test_pages_lead_through_the_whole_log_and_back(client, caseworker_city, sopot):
    make_events(120, actor=caseworker_city, grant_project=sopot)
    asked, seen, pages = {"konto": caseworker_city.pk}, [], []
    answer = log(client, **asked)
    while True:
        page = answer.context["page"]
        seen += [event.pk for event in page.items]
        pages.append(page)
        if not page.older:
            break
        answer = client.get(page.older)
    assert len(seen) == len(set(seen)) == 120
    assert [len(page.items) for page in pages] == [50, 50, 20]
    assert seen == sorted(seen, reverse=True)
    back = client.get(pages[-1].newer).context["page"]
    assert [event.pk for event in back.items] == seen[50:100]


def test_queries_do_not_depend_on_the_number_of_rows(
    client, caseworker_city, person, sopot, city, django_assert_num_queries
):
    record(Action.VIEW, by=caseworker_city, subjects=[person.person_id], grant_project=sopot)
    log(client)
    with django_assert_num_queries(11):
        log(client)
    for _number in range(3):
        other = make_participant(city, sopot)
        account = make_member(Role.CASEWORKER, city, sopot)
        record(Action.VIEW, by=account, subjects=[other.person_id], grant_project=sopot, obj=other)
    with django_assert_num_queries(11):
        log(client)


class TestChain:
    """What the page says of the chain."""

    def test_not_checked_whole_and_changed(self, client, sopot):
        assert "has not been checked yet" in text_of(log(client))
        seal_waiting()
        check_trail(timezone.now())
        assert "The log was whole when it was checked" in text_of(log(client))
        run(f"UPDATE {EVENTS} SET reason = 'another'")
        check_trail(timezone.now())
        answer = text_of(log(client))
        assert "The log is not as it was written" in answer
        assert "is not as it was written" in answer

    def test_page_seals_when_the_sealer_stands_still(self, client, sopot):
        make_events(2, start=timezone.now() - datetime.timedelta(minutes=5), grant_project=sopot)
        log(client)
        assert AuditSeal.objects.count() >= 2

    def test_copy_that_stands_still_is_said(self, client):
        AuditMark.objects.create(name="copy", at=timezone.now(), note={"lost_since": timezone.now().isoformat()})
        assert "The copy of the log stands still" in text_of(log(client))

    def test_check_on_demand_is_a_job(self, client, dpo):
        answer = client.post(reverse("audit_check"))
        job = Job.objects.get(requested_by=dpo)
        assert answer.headers["Location"] == reverse("job", args=[job.pk])


def test_page_in_every_language(client, dpo, person, caseworker_city, sopot):
    record(Action.VIEW, by=caseworker_city, subjects=[person.person_id], grant_project=sopot)
    for language in ("pl", "uk", "be", "ru", "en"):
        dpo.language = language
        dpo.save()
        for name in ("audit_log", "audit_reads", "audit_person"):
            assert client.get(reverse(name)).status_code == 200


def test_account_without_a_name_to_choose_is_not_offered_of_another_project(client, city):
    make_user("Nowe Konto")
    make_member(Role.CASEWORKER, city, make_project(), "Ola Inna")
    offered = log(client).content.decode()
    assert "Nowe Konto" in offered
    assert "Ola Inna" not in offered
