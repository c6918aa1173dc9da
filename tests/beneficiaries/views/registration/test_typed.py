"""What strangers type: never a failure, always kept, and answered in their language (S53)."""

import pytest

from beneficiaries.models import Registration
from tests.registering import ANSWERS, Registrant, hidden, problems

ODD = {
    "nul": "a\0b",
    "long": "Щ" * 150_000,
    "bidi": "\u202eabc\u2066",
    "zero width": "\u200b\u200b",
    "marks": "Z" + "\u0301" * 400,
    "control": "\x01\x1b[31m",
    "emoji": "👩‍👩‍👧‍👦" * 50,
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}",
    "figures": "٣٤٥",
}
ERRORS = {
    "pl": ["Wpisz dzień liczbą od 1 do 31", "brakuje"],
    "uk": ["від 1 до 31"],
    "be": ["ад 1 да 31"],
    "ru": ["от 1 до 31"],
    "en": ["1 to 31", "One digit is missing"],
}


@pytest.fixture
def midway(sopot):
    who = Registrant("uk")
    who.answer_all()
    who.add(1)
    return who


@pytest.mark.parametrize("kind", ODD)
def test_no_input_is_ever_a_failure(midway, kind):
    for step in [*ANSWERS, "osoba-1", "osoba-2", "wroc"]:
        page = midway.see(step)
        names = {
            **ANSWERS.get(step, {}),
            **dict.fromkeys(("relation", "given_names", "birth_date_0", "code", "remove"), ""),
        }
        answer = midway.client.post(midway.at(step), {**hidden(page), **dict.fromkeys(names, ODD[kind])})
        assert answer.status_code in (200, 302), step
        assert len(answer.content) < 150_000, step
        assert "\u202e" not in answer.content.decode()
    midway.see("sprawdz")


def test_bytes_of_no_encoding_are_no_failure(midway):
    body = b"given_names=%ff%fe%ed%a0%80&surname=%00&latin_given_names=%c3%28"
    answer = midway.client.generic("POST", midway.at("imie"), body, "application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)


def test_invisible_characters_are_gone_and_names_are_composed(midway):
    midway.say("imie", given_names="О\u200bкса\u202eна ", surname="Kowale\u0301")
    who = Registration.objects.get().application.registrant
    assert (who.given_names, who.surname) == ("Оксана", "Kowalé")


@pytest.mark.parametrize("language", ERRORS)
def test_errors_say_what_to_do_in_the_language_of_the_page_and_typed_values_stay(midway, language):
    page = Registrant(language, midway.client).say("urodzenie", birth_date_0="41", phone="+48 512 334 21")
    text = page.content.decode()
    assert len(problems(page)) == 2
    for part in ERRORS[language]:
        assert part in text
    assert 'value="41"' in text
    assert 'value="+48 512 334 21"' in text
    assert 'href="#id_birth_date_0"' in text
    assert 'href="#id_phone"' in text


def test_a_name_is_needed_but_either_will_do(midway):
    assert len(problems(midway.say("imie", given_names="", surname=" \u200b "))) == 1
