"""Coordinators see what waits and what did not go out; nobody out of reach leaves a trace (S24, S26, L26)."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.messages.delivery import deliver
from portal.messages.looks import unsent_messages
from portal.messages.models import OutgoingMessage
from portal.messages.sending import ask_for_message
from portal.operations.doctor.registry import Broken
from tests.clients import signed_in
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.portal.messages.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]


@pytest.fixture
def person(sopot, city):
    return make(sopot, city, "Marczenko")


def make(sopot, city, surname, **values):
    person = make_person("Olena", surname, **values)
    make_care(person, city, sopot)
    make_participation(person, sopot)
    return person


def asked(person, sopot):
    with time_machine.travel(NOON):
        message = ask_for_message("rights-news", "person", person.pk, grant_project=sopot)
        deliver(message.pk, message.asked_at)
    return message


def page(user):
    with time_machine.travel(NOON):
        return signed_in(user).get(reverse("message_list"))


def test_what_did_not_go_out_is_named_with_why(person, sopot, coordinator):
    asked(person, sopot)
    answer = page(coordinator).content.decode()
    assert "Marczenko Olena" in answer
    assert "No safe address or number is known." in answer


def test_confidential_person_leaves_no_trace(person, sopot, coordinator):
    person.is_confidential = True
    person.save()
    asked(person, sopot)
    answer = page(coordinator)
    assert "Marczenko" not in answer.content.decode()
    assert answer.context["shown"].tallies == []


def test_other_projects_do_not_appear(person, sopot, coordinator):
    ask_for_message("rights-news", "person", person.pk)
    assert page(coordinator).context["shown"].lines == []


@pytest.mark.parametrize("who", ["caseworker_city", "auditor", "technical_admin"])
def test_page_is_for_coordinators(who, request, sopot):
    assert page(request.getfixturevalue(who)).status_code == 404


def test_one_row_and_three_cost_the_same(person, sopot, city, coordinator):
    asked(person, sopot)
    with CaptureQueriesContext(connection) as one:
        assert len(page(coordinator).context["shown"].lines) == 1
    for surname in ("Kowal", "Bondar"):
        asked(make(sopot, city, surname), sopot)
    with CaptureQueriesContext(connection) as three:
        assert len(page(coordinator).context["shown"].lines) == 3
    assert len(three) <= len(one)


class TestDoctor:
    """What the doctor says of the outbox."""

    def test_fine(self, person, sopot):
        assert unsent_messages()

    def test_message_that_nobody_tried(self, person, sopot):
        with time_machine.travel(NOON):
            ask_for_message("rights-news", "person", person.pk)
        with time_machine.travel(NOON + datetime.timedelta(minutes=31)), pytest.raises(Broken):
            unsent_messages()

    def test_server_that_takes_nothing(self, person, sopot):
        with time_machine.travel(NOON):
            ask_for_message("rights-news", "person", person.pk)
            OutgoingMessage.objects.update(
                reason="server", attempts=3, next_try_at=NOON + datetime.timedelta(minutes=20)
            )
            with pytest.raises(Broken):
                unsent_messages()

    def test_message_without_a_receipt(self, person, sopot):
        with time_machine.travel(NOON):
            ask_for_message("rights-news", "person", person.pk)
            OutgoingMessage.objects.update(state="unsure", reason="no-receipt", ended_at=NOON)
            with pytest.raises(Broken):
                unsent_messages()
