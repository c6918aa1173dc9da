"""The queue: who waits longest first, quarantine apart, nobody learns of what is not theirs (S6, S23, S26, S31)."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.domain.rights_decisions import lift, restrict
from beneficiaries.enums import RegistrationState
from beneficiaries.queries import intake
from portal.audit.models import AuditEvent
from portal.clock import now
from tests.factories.beneficiaries import make_participant
from tests.factories.registrations import DAUGHTER, FAMILY, MOTHER, make_registration

LIST = "/zgloszenia/"


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def ago(days: int) -> datetime.datetime:
    return now() - datetime.timedelta(days=days)


def names_on(page) -> list[str]:
    return [row.reference for row in page.context["rows"]]


def test_who_waits_longest_stands_first_and_says_how_long(client, sopot):
    make_registration(sopot, reference="second", sent_at=ago(1))
    make_registration(sopot, *FAMILY, reference="first", sent_at=ago(12))
    page = client.get(LIST)
    assert names_on(page) == ["first", "second"]
    first = page.context["rows"][0]
    assert (first.left.figure, first.left.tone, first.language) == ("12", "over", "українська")
    assert "4" in first.family and "2" in first.family
    assert names_on(client.get(LIST, {"kolejnosc": "najnowsze"})) == ["second", "first"]


def test_waiting_is_counted_by_the_day_of_the_try_out(client, sopot, settings):
    settings.PORTAL_TODAY = "2027-02-15"
    make_registration(sopot, reference="first", sent_at=now() - datetime.timedelta(days=3))
    assert client.get(LIST).context["rows"][0].left.figure == "3"


def test_drafts_and_decided_ones_do_not_wait(client, sopot, caseworker_city):
    make_registration(sopot, state=RegistrationState.DRAFT, sent_at=None)
    make_registration(sopot, state=RegistrationState.REFUSED, reference="done", decided_by=caseworker_city)
    assert names_on(client.get(LIST)) == []
    assert names_on(client.get(LIST, {"stan": "decided"})) == ["done"]


def test_quarantine_stands_apart(client, sopot):
    make_registration(sopot, is_quarantined=True, doubts="fast honeypot", reference="robot")
    assert names_on(client.get(LIST)) == []
    assert intake.count_waiting(client.get(LIST).wsgi_request.user) == 0
    page = client.get(LIST, {"stan": "quarantine"})
    assert names_on(page) == ["robot"]
    assert next(chip for chip in page.context["chips"] if chip.current).count == 1


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({"jezyk": "be"}, ["be"]),
        ({"czyje": "moje"}, ["mine"]),
        ({"stan": "asked"}, ["asked"]),
        ({"stan": "answered"}, ["answered"]),
        ({"stan": "new"}, ["be", "mine"]),
        ({"stan": "no-such", "jezyk": "xx", "po": "no-key"}, ["be", "mine", "asked", "answered"]),
    ],
)
def test_filters(client, sopot, caseworker_city, chosen, shown):
    make_registration(sopot, reference="be", language="be", sent_at=ago(9))
    make_registration(sopot, reference="mine", handled_by=caseworker_city, sent_at=ago(8))
    make_registration(sopot, reference="asked", state=RegistrationState.ASKED, asked_at=ago(2), sent_at=ago(7))
    make_registration(sopot, reference="answered", asked_at=ago(2), replied_at=ago(1), sent_at=ago(6))
    assert names_on(client.get(LIST, chosen)) == shown


@pytest.mark.parametrize("order", ["", "najnowsze"])
def test_pages_lead_through_everything_once_and_back(client, sopot, monkeypatch, order):
    monkeypatch.setattr(intake, "PAGE_SIZE", 2)
    moment = ago(3)
    made = {make_registration(sopot, sent_at=moment).reference for _each in range(5)}  # of one moment: the key decides
    page = client.get(LIST, {"kolejnosc": order})
    seen = names_on(page)
    while page.context["older"]:
        page = client.get(page.context["older"])
        seen += names_on(page)
    assert (len(seen), set(seen)) == (5, made)
    back = client.get(page.context["newer"])
    assert names_on(back) == seen[2:4]


def test_cost_is_the_same_for_one_and_for_three(client, sopot, django_assert_max_num_queries):
    make_registration(sopot)
    client.get(LIST)
    with django_assert_max_num_queries(12) as few:
        client.get(LIST)
    asked = len(few)
    for _each in range(2):
        make_registration(sopot, *FAMILY)
    client.get(LIST)  # the number in the menu is kept
    with django_assert_max_num_queries(asked):
        client.get(LIST)


@pytest.mark.parametrize("role", ["caseworker_foundation", "coordinator_foundation", "instructor", "auditor", "dpo"])
def test_others_find_no_queue_and_no_card(client_of, request, sopot, role):
    registration = make_registration(sopot, reference="hidden-one")
    client = client_of(request.getfixturevalue(role))
    assert client.get(LIST).status_code == 404
    assert client.get(reverse("intake_registration", args=[registration.pk])).status_code == 404
    assert "hidden-one" not in client.get("/", follow=True).content.decode()


def test_card_of_my_day_names_whom_the_queue_names_and_leaves_the_same_mark(client, sopot, caseworker_city):
    registration = make_registration(sopot, MOTHER, DAUGHTER, reference="REF-1", sent_at=ago(4))
    (name,) = [row.name for row in client.get(LIST).context["rows"]]
    page = client.get(reverse("my_day")).content.decode()
    assert "Bondarenko" in name
    assert name in page
    read = AuditEvent.objects.filter(actor=caseworker_city, action="list").order_by("at").last()
    assert read.detail == {"page": "my-day", "shown": [str(registration.pk)]}


def test_card_of_my_day_names_nobody_hidden(client, city, sopot, caseworker_city):
    known = make_participant(city, sopot)
    make_registration(sopot, MOTHER).people.update(person=known.person)
    known.person.denied_to.add(caseworker_city)
    assert "Bondarenko" not in client.get(reverse("my_day")).content.decode()


@pytest.mark.parametrize("where", [LIST, "/praca/"])
def test_menu_says_how_many_wait_without_asking_again(client, sopot, where, django_assert_num_queries):
    waiting = make_registration(sopot)
    make_registration(sopot, is_quarantined=True)
    people = reverse("person_list")
    client.get(people)
    with CaptureQueriesContext(connection) as before:
        client.get(people)
    asked = len(before)
    client.get(where)
    with django_assert_num_queries(asked):
        page = client.get(people)
    assert count_in_menu(page) == 1
    waiting.delete()
    client.get(where)
    assert count_in_menu(client.get(people)) == 0


def count_in_menu(page) -> int:
    frame = page.context["frame"]
    places = [*frame.places, *frame.further_places]
    return next(each for each in places if each.url == LIST).count


def test_looking_leaves_a_mark(client, sopot, caseworker_city):
    registration = make_registration(sopot)
    client.get(LIST)
    client.get(reverse("intake_registration", args=[registration.pk]))
    listed, opened = AuditEvent.objects.filter(actor=caseworker_city, action__in=["list", "view"]).order_by("at")[:2]
    assert str(registration.pk) in listed.detail["shown"]
    assert (opened.object_type, opened.object_id) == ("registration", str(registration.pk))


class TestConfidential:
    """An application of somebody hidden is hidden whole, and nobody hidden is ever proposed (S26, S27)."""

    def test_application_of_a_confidential_person(self, client, city, sopot):
        known = make_participant(city, sopot)
        known.person.is_confidential = True
        known.person.save()
        registration = make_registration(sopot, reference="hidden-one")
        registration.people.update(person=known.person)
        assert names_on(client.get(LIST)) == []
        assert client.get(reverse("intake_registration", args=[registration.pk])).status_code == 404

    def test_application_of_a_restricted_record_until_the_restriction_is_lifted(
        self, client, city, sopot, caseworker_city
    ):
        """It holds the name, the phone and the address of a record that nobody finds (S69)."""
        known = make_participant(city, sopot)
        registration = make_registration(
            sopot, *FAMILY, reference="frozen-one", state=RegistrationState.ACCEPTED, decided_by=caseworker_city
        )
        registration.people.filter(position=2).update(person=known.person)
        path = reverse("intake_registration", args=[registration.pk])
        assert client.get(path).status_code == 200
        restriction = restrict(known.person, by=caseworker_city)
        assert names_on(client.get(LIST, {"stan": "decided"})) == []
        assert client.get(path).status_code == 404
        lift(restriction, known, by=caseworker_city)
        assert names_on(client.get(LIST, {"stan": "decided"})) == ["frozen-one"]

    def test_confidential_person_is_not_proposed(self, client, city, sopot):
        known = make_participant(city, sopot, given_names="Oksana", surname="Bondarenko", birth_date=MOTHER.birth_date)
        registration = make_registration(sopot)
        path = reverse("intake_registration", args=[registration.pk])
        assert known.number in client.get(path).content.decode()
        known.person.is_confidential = True
        known.person.save()
        assert known.number not in client.get(path).content.decode()
        chosen = client.get(reverse("link_registered", args=[registration.pk, 0]), {"osoba": known.number})
        assert "lines" not in chosen.context
