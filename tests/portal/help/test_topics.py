"""Every page of the staff has its screen of help, in short sentences, for those who may open the page."""

import re

import pytest
from django.urls import reverse

from portal.help.topics import topic_of, topics, topics_for
from portal.policy.access import access_of
from portal.policy.routes import Audience, routes
from tests.clients import signed_in

PAGES = [
    route.name for route in routes() if route.declaration.audience is Audience.ACTION and not route.declaration.door
]
"""The pages of the staff; the own space of people who take part explains itself."""
LONGEST_SENTENCE = 25


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_staff_has_help(page):
    assert topic_of(page) is not None


def test_no_page_has_two_topics_and_no_topic_a_page_that_is_not_there():
    named = [route for topic in topics() for route in topic.routes]
    assert len(named) == len(set(named))
    assert set(named) <= {route.name for route in routes()}


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.code)
def test_sentences_are_short(topic):
    for text in (topic.purpose, *topic.steps, *topic.notes):
        for sentence in re.split(r"(?<=[.!?:;])\s", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_help_is_about_what_the_account_may_do(caseworker_city, technical_admin):
    assert "osoby" in [topic.code for topic in topics_for(access_of(caseworker_city))]
    codes = [topic.code for topic in topics_for(access_of(technical_admin))]
    assert "konta" in codes
    assert "osoby" not in codes


def test_topic_is_told_in_polish_and_one_that_is_not_there_is_not_found(caseworker_city):
    client = signed_in(caseworker_city)
    page = client.get(reverse("help_topic", args=["osoby"])).content.decode()
    assert 'lang="pl"' in page
    assert "Jak to zrobić" in page
    assert client.get(reverse("help_topic", args=["no-topic"])).status_code == 404


def test_page_leads_to_its_help_and_a_page_without_one_to_the_list(caseworker_city):
    client = signed_in(caseworker_city)
    assert reverse("help_topic", args=["osoby"]) in client.get(reverse("person_list")).content.decode()
    assert f'"{reverse("help_index")}"' in client.get(reverse("sessions")).content.decode()
    assert "Lista osób" in client.get(reverse("help_index")).content.decode()
