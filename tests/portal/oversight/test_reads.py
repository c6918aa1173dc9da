"""Whose data did somebody read, and who read somebody's data: the answer is what happened (S72)."""

import datetime
import io
import random
import time
import uuid
from collections import defaultdict

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import Role
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.oversight.reads import who_read, whose_data
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
from tests.factories.programmes import make_project
from tests.portal.audit.sealed import make_events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def client(client_of, dpo):
    return client_of(dpo)


@pytest.fixture
def people(city, sopot):
    return [make_participant(city, sopot) for _ in range(3)]


@pytest.fixture
def readings(people, caseworker_city, sopot):
    """The first person is read twice, the second once on a list, the third is only changed."""
    first, second, third = (person.person_id for person in people)
    record(Action.VIEW, by=caseworker_city, subjects=[first], grant_project=sopot, detail={"page": "timeline"})
    record(Action.LIST, by=caseworker_city, subjects=[first, second], grant_project=sopot)
    record(Action.CHANGE, by=caseworker_city, subjects=[third], grant_project=sopot)
    record(Action.REFUSE, by=caseworker_city, object_type="participation", object_id="WS-0001", grant_project=sopot)


def span(**more):
    """Return the last hour as the form sends it."""
    now = timezone.localtime()
    return {"od": f"{now - 60 * MINUTE:%Y-%m-%dT%H:%M}", "do": f"{now + MINUTE:%Y-%m-%dT%H:%M}", **more}


@pytest.mark.usefixtures("readings")
class TestPage:
    """The pages."""

    def test_people_by_number_with_count_and_kinds(self, client, people, caseworker_city):
        answer = client.get(reverse("audit_reads"), span(konto=caseworker_city.pk))
        assert [(line.who, line.count, line.kinds) for line in answer.context["lines"]] == [
            (people[0].number, 2, "list of people, record of a person"),
            (people[1].number, 1, "list of people"),
        ]
        assert (answer.context["total"], answer.context["readings"]) == (2, 3)
        assert people[0].person.surname not in answer.content.decode()

    def test_who_read_the_data_of_a_person(self, client, people, caseworker_city, dpo):
        answer = client.get(reverse("audit_person"), span(osoba=people[1].number))
        (line,) = answer.context["lines"]
        assert (line.who, line.note, line.count) == ("Marta Zielińska", caseworker_city.email, 1)
        events = client.get(line.url)
        assert [each.action for each in events.context["lines"]] == ["listed"]

    def test_asking_about_a_person_is_an_event_about_that_person(self, client, people, dpo):
        client.get(reverse("audit_person"), span(osoba=people[2].number))
        event = AuditEvent.objects.order_by("id").last()
        assert (event.actor, event.subjects, event.detail) == (
            dpo, [str(people[2].person_id)], {"page": "log-person"},
        )  # fmt: skip

    def test_workbook_holds_the_same_and_is_an_export(self, client, people, caseworker_city):
        answer = client.post(reverse("audit_reads"), span(konto=caseworker_city.pk))
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert [row[:2] for row in rows if isinstance(row[1], int)] == [(people[0].number, 2), (people[1].number, 1)]
        assert answer["Content-Disposition"] == 'attachment; filename="odczyty.xlsx"'
        event = AuditEvent.objects.order_by("id").last()
        assert event.action == "export"
        assert set(event.subjects) == {str(person.person_id) for person in people[:2]}

    def test_name_that_looks_like_a_formula_is_text(self, client, caseworker_city):
        type(caseworker_city).objects.filter(pk=caseworker_city.pk).update(name="=1+1")
        answer = client.post(reverse("audit_reads"), span(konto=caseworker_city.pk))
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert {cell.data_type for row in sheet for cell in row if cell.value} <= {"s", "n"}

    def test_confidential_person_counts_under_a_mark(self, client, people, caseworker_city):
        type(people[0].person).objects.filter(pk=people[0].person_id).update(is_confidential=True)
        for ask in (client.get, client.post):
            answer = ask(reverse("audit_reads"), span(konto=caseworker_city.pk))
            assert people[0].number.encode() not in answer.content
        answer = client.get(reverse("audit_reads"), span(konto=caseworker_city.pk))
        assert answer.context["lines"][0].who.startswith("protected person ")

    def test_time_is_bounded_and_another_project_is_out_of_reach(self, client, city, people):
        other = make_project()
        account = make_member(Role.CASEWORKER, city, other)
        record(Action.VIEW, by=account, subjects=[people[0].person_id], grant_project=other)
        assert client.get(reverse("audit_reads"), span(konto=account.pk)).context["answered"] is False
        early = {"od": "2020-01-01T00:00", "do": "2020-01-02T00:00"}
        asked = {"osoba": people[0].number, **early}
        assert client.get(reverse("audit_person"), asked).context["lines"] == []

    @pytest.mark.parametrize(
        "bad", [{"od": "x"}, {"do": "2020-01-01T00:00"}, {"konto": "0"}, {"konto": ""}, {"od": ""}]
    )
    def test_what_cannot_be_read_is_said(self, client, caseworker_city, bad):
        for ask in (client.get, client.post):
            answer = ask(reverse("audit_reads"), {**span(konto=caseworker_city.pk), **bad})
            assert (answer.status_code, answer.context["answered"]) == (200, False)
            assert answer.context["form"].errors

    def test_queries_do_not_depend_on_the_number_of_people(
        self, client, caseworker_city, city, sopot, django_assert_num_queries
    ):
        asked = span(konto=caseworker_city.pk)
        with django_assert_num_queries(7):
            client.get(reverse("audit_reads"), asked)
        more = [make_participant(city, sopot).person_id for _ in range(3)]
        record(Action.LIST, by=caseworker_city, subjects=more, grant_project=sopot)
        with django_assert_num_queries(7):
            client.get(reverse("audit_reads"), asked)


def truth(events, account, start, end):
    """Count readings by hand."""
    found = defaultdict(list)
    for event in events:
        if event.actor_id == account.pk and start <= event.at < end and event.action in ("view", "list", "search"):
            for person in event.subjects:
                found[person].append(event.at)
    return {person: (len(times), min(times), max(times)) for person, times in found.items()}


def make_random(chance, count, accounts, people, project):
    """Write events of chance: who, what, whom."""
    start, events = timezone.now() - datetime.timedelta(days=60), []
    for _ in range(count // 1000 or 1):
        actor = chance.choice(accounts)
        subjects = sorted(chance.sample(people, chance.randint(0, 25)))
        events += make_events(
            min(count, 1000), start=start + datetime.timedelta(minutes=chance.randint(0, 80_000)), actor=actor,
            subjects=subjects, action=chance.choice(["view", "list", "search", "change", "refuse"]),
            grant_project=project,
        )  # fmt: skip
    return events


def test_small_truth(dpo, caseworker_city, coordinator, sopot):
    chance, people = random.Random(72), [str(uuid.UUID(int=number)) for number in range(40)]
    events = make_random(chance, 300, [caseworker_city, coordinator], people, sopot)
    events += make_random(chance, 300, [caseworker_city], people, sopot)
    start, end = timezone.now() - datetime.timedelta(days=40), timezone.now() - datetime.timedelta(days=5)
    found = whose_data(dpo, caseworker_city, start, end)
    assert {each.key: (each.count, each.first, each.last) for each in found} == truth(
        events, caseworker_city, start, end
    )


@pytest.mark.long
def test_hundred_thousand_events_give_the_truth_within_a_minute(dpo, caseworker_city, coordinator, sopot):
    chance, people = random.Random(5150), [str(uuid.UUID(int=number)) for number in range(2000)]
    events = make_random(chance, 100_000, [caseworker_city, coordinator], people, sopot)
    start, end = timezone.now() - datetime.timedelta(days=40), timezone.now() - datetime.timedelta(days=5)
    begun = time.monotonic()
    found = whose_data(dpo, caseworker_city, start, end)
    took = time.monotonic() - begun
    assert {each.key: (each.count, each.first, each.last) for each in found} == truth(
        events, caseworker_city, start, end
    )
    person = found[0].key
    begun = time.monotonic()
    who = who_read(dpo, uuid.UUID(person), start, end)
    took_back = time.monotonic() - begun
    assert {each.key: each.count for each in who}[caseworker_city.pk] == found[0].count
    assert max(took, took_back) < 60
