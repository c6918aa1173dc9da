"""The data map is for those who answer for it; the record of processing is Polish and can be printed (S64)."""

import pytest
from django.urls import reverse

from tests.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]


def record(user, role="", name="processing_record", organisation="sopot"):
    path = reverse(name, args=["sopot-5.15", organisation])
    return signed_in(user).get(path, {"rola": role} if role else {})


def test_map_shows_every_purpose_and_no_gap(dpo):
    answer = signed_in(dpo).get(reverse("data_map"))
    body = answer.content.decode()
    assert answer.context["mistakes"] == []
    assert "Obsługa praw osób" in body
    assert "beneficiaries.Person" in body


@pytest.mark.parametrize("who", ["caseworker_city", "auditor", "technical_admin", "coordinator_foundation"])
def test_map_is_not_for(who, request, sopot):
    assert signed_in(request.getfixturevalue(who)).get(reverse("data_map")).status_code == 404


def test_record_of_a_controller_says_what_article_30_asks(dpo):
    body = record(dpo).content.decode()
    for words in (
        "Rejestr czynności przetwarzania",
        "Podstawa prawna",
        "art. 32",
        "Gmina Miasta Sopotu",
        "administrator",
    ):
        assert words in body


def test_record_of_a_processor_is_the_shorter_one(dpo):
    body = record(dpo, "processor").content.decode()
    assert "Rejestr kategorii czynności" in body
    assert "Podstawa prawna" not in body


def test_unknown_role_is_the_usual_one(dpo):
    assert record(dpo, "x'").context["record"].capacity == "controller"
    assert record(dpo, organisation="fsb").context["record"].capacity == "joint"


def test_record_as_a_file(dpo):
    answer = record(dpo, name="processing_record_file")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_organisation_that_is_not_there(dpo):
    assert record(dpo, organisation="nobody").status_code == 404
