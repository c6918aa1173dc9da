"""Dictionaries: data that a coordinator changes from a day on, and words that an export writes byte for byte."""

import datetime

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.programmes.dictionaries import EDUCATION, LANGUAGES, STATUS_DETAIL, TITLES, load_dictionaries
from portal.programmes.entries import entries_on, official
from portal.programmes.models import DictionaryEntry
from tests.forms import again, fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english", "sopot")]
DAY = datetime.date


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def path(code="ukr", dictionary=TITLES):
    return reverse("change_entry", args=[dictionary, code])


def test_official_words_are_those_of_the_fund_byte_for_byte():
    assert official(EDUCATION, "isced-0-2", today()) == "Średnie I stopnia lub niższe (ISCED 0–2)"
    assert official("smefs-citizenship", "third-country", today()) == (
        "Brak polskiego obywatelstwa lub UE – obywatel kraju spoza UE/ bezpaństwowiec"
    )
    assert official(STATUS_DETAIL, "inactive-in-education", today()) == "Osoba ucząca się/odbywająca kształcenie"
    assert official("smefs-answer", "refused", today()) == "Odmowa podania informacji"
    assert official(EDUCATION, "no-code", today()) == ""


def test_every_shipped_entry_has_a_name_in_every_language_and_loading_again_adds_nothing():
    assert not [
        (each.dictionary, each.code)
        for each in DictionaryEntry.objects.all()
        if not all(getattr(each, f"name_{language}") for language in LANGUAGES)
    ]
    assert load_dictionaries() == 0


def test_change_of_the_law_is_a_version_from_a_day_on(client, coordinator):
    fill(client, path(), since="2027-02-01", prolonged_until="2028-03-04", legal_basis="art. 1")
    before, after = DictionaryEntry.objects.filter(dictionary=TITLES, code="ukr").order_by("valid_from")
    assert (before.prolonged_until, before.valid_to) == (DAY(2027, 3, 4), DAY(2027, 1, 31))
    assert (after.prolonged_until, after.valid_from, after.valid_to) == (DAY(2028, 3, 4), DAY(2027, 2, 1), None)
    assert after.changed_by == coordinator
    assert len([each for each in entries_on(TITLES, DAY(2027, 1, 31)) if each.code == "ukr"]) == 1
    assert AuditEvent.objects.filter(detail__code="ukr", action="change").count() == 1
    page = client.get(path()).content.decode()
    assert "art. 1" in page


def test_on_its_first_day_a_change_is_a_correction(client):
    fill(client, path("cukr"), since="1900-01-01", name_pl="Karta CUKR")
    entry = DictionaryEntry.objects.get(dictionary=TITLES, code="cukr")
    assert (entry.name_pl, entry.valid_to) == ("Karta CUKR", None)


def test_second_of_two_is_told(client):
    page = client.get(path())
    fill(client, path(), since="1900-01-01", name_en="First")
    answer = again(client, path(), page, since="1900-01-01", name_en="Second")
    assert answer.context["form"].non_field_errors()
    assert DictionaryEntry.objects.get(dictionary=TITLES, code="ukr").name_en == "First"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"since": "1800-01-01"}, "since"), ({"valid_to": "2026-01-01", "since": "2026-02-01"}, "valid_to"),
     ({"prolonged_until": "", "prolonged_from": "2026-01-01"}, "prolonged_until"), ({"name_be": ""}, "name_be"),
     ({"legal_basis": "x\0"}, "legal_basis"), ({"name_uk": "x" * 201}, "name_uk")],
)  # fmt: skip
def test_mistake_is_said_beside_the_field(client, typed, field):
    assert field in fill(client, path(), **typed).context["form"].errors


def test_new_entry_is_offered_and_its_code_is_taken_once(client):
    url = reverse("new_entry", args=[TITLES])
    names = {f"name_{language}": "Nowy tytuł" for language in LANGUAGES}
    fill(client, url, code="nowy", **names)
    assert DictionaryEntry.objects.get(dictionary=TITLES, code="nowy").name_uk == "Nowy tytuł"
    assert "code" in fill(client, url, code="nowy", **names).context["form"].errors
    assert "code" in fill(client, url, code="Zła nazwa", **names).context["form"].errors
    assert "Nowy tytuł" in client.get(reverse("dictionary", args=[TITLES])).content.decode()


def test_only_the_coordinator_of_the_leading_body_changes_dictionaries(
    client_of, caseworker_city, coordinator_foundation, auditor
):
    for account in (caseworker_city, coordinator_foundation, auditor):
        assert client_of(account).get(reverse("dictionaries")).status_code == 404


def test_what_is_not_there_is_not_found(client):
    for url in (path("no-code"), path("x", "no-dictionary"), reverse("dictionary", args=["no-dictionary"])):
        assert client.get(url).status_code == 404
