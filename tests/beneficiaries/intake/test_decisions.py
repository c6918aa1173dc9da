"""Ask back, refuse, let out of quarantine, join to a known person; what the person is told says nothing (S24, S68)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain import registration as registering
from beneficiaries.enums import DuplicateReason, RegistrationState
from beneficiaries.models import Participation, Person, Registration
from beneficiaries.queries.intake import count_waiting
from portal.messages.models import OutgoingMessage
from tests.counting import figures
from tests.factories.beneficiaries import make_participant
from tests.factories.registrations import FAMILY, MOTHER, make_registration
from tests.forms import fill, sent_of


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def registration(sopot):
    return make_registration(sopot)


def to(name: str, registration, *more) -> str:
    return reverse(name, args=[registration.pk, *more])


def test_question_is_read_in_the_language_of_the_person_and_the_answer_comes_back(
    client, registration, caseworker_city
):
    answer = fill(client, to("ask_registration", registration), ready="visit", words="Pokój 12.")
    assert answer.status_code == 302
    registration.refresh_from_db()
    assert (registration.state, registration.handled_by) == (RegistrationState.ASKED, caseworker_city)
    assert registration.question.endswith("\n\nPokój 12.")
    assert count_waiting(caseworker_city) == 0
    registering.reply(registration, "У вівторок о 10")
    assert count_waiting(caseworker_city) == 1
    page = client.get(to("intake_registration", registration)).content.decode()
    assert "У вівторок о 10" in page


def test_second_question_keeps_the_first_with_its_answer(client, registration):
    fill(client, to("ask_registration", registration), words="First?")
    registration.refresh_from_db()
    registering.reply(registration, "One.")
    fill(client, to("ask_registration", registration), words="Second?")
    registration.refresh_from_db()
    assert (registration.question, registration.reply) == ("Second?", "")
    page = client.get(to("intake_registration", registration)).content.decode()
    assert page.index("First?") < page.index("One.") < page.index("Second?")


@pytest.mark.parametrize("act", ["ask_registration", "refuse_registration"])
def test_message_says_only_that_there_is_news(client, registration, act):
    typed = {"words": "secret words", "reason": "other"}
    fill(client, to(act, registration), **typed)
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient_kind) == ("registration-news", "registrant")
    assert message.payload == "{}"


def test_nobody_is_written_to_from_quarantine(client, sopot):
    robot = make_registration(sopot, is_quarantined=True)
    fill(client, to("refuse_registration", robot), reason="no-application")
    assert not OutgoingMessage.objects.exists()


def test_refused_never_counts_and_the_reason_is_sealed(client, sopot, registration, caseworker_city):
    before = figures(sopot)
    fill(client, to("refuse_registration", registration), reason="elsewhere", words="lives in Gdynia")
    registration.refresh_from_db()
    assert (registration.state, registration.decided_by) == (RegistrationState.REFUSED, caseworker_city)
    assert not Person.objects.exists()
    assert figures(sopot) == before
    assert "lives in Gdynia" in client.get(to("intake_registration", registration)).content.decode()
    stored = Registration.objects.values_list("decision_reason", flat=True).get()
    assert b"Gdynia" not in bytes(stored)


def test_another_reason_needs_words(client, registration):
    assert fill(client, to("refuse_registration", registration), reason="other").context["form"].errors
    assert fill(client, to("refuse_registration", registration), reason="").context["form"].errors


@pytest.mark.parametrize("act", ["ask_registration", "refuse_registration", "accept_registration"])
def test_nothing_is_decided_twice(client, registration, act):
    page = client.get(to(act, registration))
    fill(client, to("refuse_registration", registration), reason="silent")
    sent = sent_of(page.context["form"]) | {"words": "late", "reason": "stay"}
    answer = client.post(to(act, registration), sent)
    assert answer.status_code == 409
    registration.refresh_from_db()
    assert registration.decision_reason == "silent\n"


def test_out_of_quarantine_into_the_queue(client, sopot, caseworker_city):
    robot = make_registration(sopot, is_quarantined=True, doubts="fast")
    page = client.get(to("intake_registration", robot))
    token = {"submission": str(page.context["press"]["submission"].value())}
    for _twice in range(2):
        assert client.post(to("release_registration", robot), token).status_code == 302
    assert count_waiting(caseworker_city) == 1


def test_taking_in_hand_and_giving_back(client, registration, caseworker_city):
    client.post(to("take_registration", registration))
    registration.refresh_from_db()
    assert registration.handled_by == caseworker_city
    client.post(to("take_registration", registration))
    registration.refresh_from_db()
    assert registration.handled_by is None


class TestJoining:
    @pytest.fixture
    def known(self, city, sopot, caseworker_city):
        return make_participant(
            city, sopot, caseworker=caseworker_city, given_names="Oxana", surname="Bondarenko",
            birth_date=MOTHER.birth_date, phone="+48 600 000 000",
        )  # fmt: skip

    @pytest.fixture
    def path(self, registration, known):
        return f"{to('link_registered', registration, 0)}?osoba={known.number}"

    def test_known_person_is_proposed_by_another_spelling(self, client, registration, known):
        page = client.get(to("intake_registration", registration))
        assert [each.number for each, _why in page.context["members"][0].alike] == [known.number]

    def test_page_says_why_somebody_may_be_known(self, client, city, sopot, registration):
        make_participant(
            city, sopot, given_names="Oksana", surname="Bondarenko", birth_date=MOTHER.birth_date,
            phone="+48 501 234 567",
        )  # fmt: skip
        page = client.get(to("intake_registration", registration))
        _known, why = page.context["members"][0].alike[0]
        assert str(DuplicateReason.SAME_PHONE.label) in why

    def test_nothing_is_overwritten_that_nobody_marked(self, client, registration, known, path):
        fill(client, path)
        person = Person.objects.get(pk=known.person_id)
        assert (person.given_names, person.phone) == ("Oxana", "+48 600 000 000")
        assert person.contact_language == "uk"  # the record lacked it, and it was shown and marked
        assert person.original_name == "Оксана Бондаренко"
        assert registration.people.get().person == person

    def test_marked_value_is_taken_over_with_its_history(self, client, registration, known, path, caseworker_city):
        fill(client, path, **{"take-phone": "theirs", "take-given_names": "theirs"})
        person = Person.objects.get(pk=known.person_id)
        assert (person.given_names, person.phone) == ("Oksana", "+48 501 234 567")
        assert person.history.first().history_user == caseworker_city

    def test_joined_and_accepted_there_is_one_participation(self, client, registration, known, path):
        fill(client, path)
        page = client.get(to("accept_registration", registration))
        sent = sent_of(page.context["form"]) | {"p0-is_taken": "on"}
        assert client.post(to("accept_registration", registration), sent).status_code == 302
        assert Participation.objects.get() == known
        registration.refresh_from_db()
        assert registration.state == RegistrationState.LINKED

    def test_record_that_changed_meanwhile_is_looked_at_again(self, client, registration, known, path):
        sent = sent_of(client.get(path).context["form"])
        Person.objects.filter(pk=known.person_id).update(version=9)
        assert client.post(path, sent).status_code == 200
        assert registration.people.get().person is None

    def test_not_this_person_after_all(self, client, registration, known, path):
        fill(client, path)
        page = client.get(to("intake_registration", registration))
        token = {"submission": str(page.context["press"]["submission"].value())}
        client.post(to("unlink_registered", registration, 0), token)
        assert registration.people.get().person is None

    def test_nobody_registers_as_two_people_of_one_application(self, client, sopot, known):
        family = make_registration(sopot, *FAMILY)
        places = [f"{to('link_registered', family, position)}?osoba={known.number}" for position in (0, 1)]
        assert fill(client, places[0]).status_code == 302
        refused = fill(client, places[1])
        assert (refused.status_code, len(refused.context["form"].non_field_errors())) == (200, 1)
        assert list(family.people.exclude(person=None).values_list("position", flat=True)) == [0]
        assert fill(client, places[0]).status_code == 302

    @pytest.mark.parametrize("number", ["WS-9999", "x" * 300, "", "\u202e"])
    def test_number_of_nobody(self, client, registration, number):
        answer = client.get(to("link_registered", registration, 0), {"osoba": number})
        assert (answer.status_code, "lines" in answer.context) == (200, False)

    def test_place_that_is_none(self, client, registration):
        assert client.get(to("link_registered", registration, 7)).status_code == 404


def test_page_costs_the_same_whatever_the_family(client, sopot, django_assert_max_num_queries):
    one, four = make_registration(sopot), make_registration(sopot, *FAMILY)
    client.get(to("intake_registration", one))
    with django_assert_max_num_queries(20) as few:
        client.get(to("intake_registration", one))
    with django_assert_max_num_queries(len(few)):
        client.get(to("intake_registration", four))


def test_what_was_asked_for_stands_on_the_record(client, city, sopot, caseworker_city, registration):
    known = make_participant(city, sopot, caseworker=caseworker_city)
    registration.people.update(person=known.person)
    registration.state, registration.decided_at = RegistrationState.LINKED, timezone.now()
    registration.save()
    page = client.get(reverse("person_record", args=[known.number])).content.decode()
    assert "Потрібен курс польської ввечері" in page
    assert to("intake_registration", registration) in page
