"""From the first step to the last, as somebody does it without scripts."""

import datetime
import re

import pytest
from django.test import Client
from django.utils.translation import override

from beneficiaries.models import ConsentKind, Notice, RegisteredPerson, Registration
from beneficiaries.rules.registration import MOST_PEOPLE
from portal.clock import today
from portal.programmes.models import GrantProject
from portal.ui.formatting import long_date
from portal.ui.languages import LANGUAGE_NAMES
from tests.factories.texts import make_kind, make_notice, republish, text_of
from tests.registering import ANSWERS, CHILD, Registrant, hidden, problems, take_time


def only_texts_of(project):
    """End the questions and notices that ship with the project; return one of each."""
    for texts in (ConsentKind, Notice):
        texts.objects.update(ended_on=datetime.date(2025, 1, 1))
    return make_kind(project, "photos"), make_notice(project)


every_language = pytest.mark.parametrize("language", LANGUAGE_NAMES)


def test_a_family_of_four_goes_through_and_stands_sealed_in_one_registration(sopot):
    asked, told = only_texts_of(sopot)
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    assert who.say("rodzina", more="yes")["Location"].endswith("/uk/rejestracja/osoba-1/")
    for place, name in enumerate(["Данило", "Софія"], start=1):
        who.add(place, given_names=name)
    who.add(3, given_names="Тарас", relation="partner", birth_date_2="1985")
    who.say("rodzina")
    assert who.say("pomoc")["Location"].endswith("/sprawdz/")
    take_time()
    assert who.send()["Location"].endswith("/wyslane/")
    row = Registration.objects.get()
    said = row.application
    assert (row.state, row.language, row.is_quarantined, row.doubts) == ("sent", "uk", False, "")
    assert [each.given_names for each in said.people] == ["Оксана", "Данило", "Софія", "Тарас"]
    assert said.people[2].latin_name == "Sofiia Kovalenko"
    assert said.people[1].citizenships == ("UA",)
    assert said.registrant.birth_date == datetime.date(1988, 3, 27)
    assert (said.contact_way, said.contact_safety, said.phone) == ("message", "Tylko rano", "+48 512 334 218")
    assert said.address == "Haffnera 7/3, 81-717 Sopot"
    assert RegisteredPerson.objects.filter(registration=row, person=None).count() == 4
    assert "Оксана".encode() not in bytes(row.__dict__["answers"])
    assert said.decisions == {str(text_of(asked, "uk").pk): False}
    assert said.notices == (str(text_of(told, "uk").pk),)


def test_what_is_known_is_not_asked_again_for_a_child(sopot):
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    page = who.see("osoba-1").content.decode()
    assert 'name="surname" value="Коваленко"' in page
    assert 'name="citizenships" value="Україна"' in page


def test_a_member_is_changed_and_removed_in_its_place(sopot):
    who = Registrant()
    who.answer_all(until="rodzina")
    for place, name in enumerate(["Anna", "Maria", "Ewa"], start=1):
        who.add(place, given_names=name)
    who.add(2, given_names="Marta")
    who.say("rodzina", remove="1")
    assert [each.given_names for each in Registration.objects.get().application.family] == ["Marta", "Ewa"]
    assert "rodzina" not in Registration.objects.get().application.done


def test_two_tabs_add_two_children_and_one_page_sent_again_is_one_child(sopot):
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    first, second = hidden(who.see("osoba-1")), hidden(who.see("osoba-1"))

    def sent(page, name):
        return who.client.post(who.at("osoba-1"), {**CHILD, **page, "given_names": name})

    for page, name in ((first, "Данило"), (second, "Софія"), (first, "Данилко"), (second, "Софія")):
        assert sent(page, name).status_code == 302
    assert [each.given_names for each in Registration.objects.get().application.family] == ["Данилко", "Софія"]


def test_who_is_removed_by_two_presses_is_one_person(sopot):
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    for place, name in enumerate(["Данило", "Софія", "Тарас"], start=1):
        who.add(place, given_names=name)
    pressed = re.findall(r'name="remove" value="(\w+)"', who.see("rodzina").content.decode())[0]
    for _press in range(2):
        assert who.client.post(who.at("rodzina"), {"remove": pressed})["Location"].endswith("/rodzina/")
    assert [each.given_names for each in Registration.objects.get().application.family] == ["Софія", "Тарас"]


def test_another_tab_adds_nobody_beyond_the_last_place(sopot):
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    late = hidden(who.see("osoba-1"))
    for place in range(1, MOST_PEOPLE):
        who.add(place)
    answer = who.client.post(who.at("osoba-1"), {**CHILD, **late, "given_names": "Софія"})
    assert answer["Location"].endswith("/rodzina/")
    assert {each.given_names for each in Registration.objects.get().application.family} == {"Данило"}


@pytest.mark.parametrize(
    ("given_names", "surname", "latin"),
    [
        ("Сухарто", "", "Sukharto"),
        ("", "ქეთევან", "Ketevan"),
        ("Thị Hương", "Nguyễn", "Thị Hương Nguyễn"),
        ("محمد", "الأحمد", "Mhmd Lhmd"),
        ("Дар'я-Анна", "О’Ніл", "Daria-Anna Onil"),
        ("Ж" * 100, "", "Zh" * 100),
    ],
)
def test_a_name_of_any_script_passes_and_its_latin_form_is_shown_at_once(sopot, given_names, surname, latin):
    who = Registrant("uk")
    who.answer_all(until="imie")
    answer = who.say("imie", given_names=given_names, surname=surname)
    said = Registration.objects.get().application
    assert said.registrant.name == f"{given_names} {surname}".strip()
    assert said.registrant.latin_name.casefold() == latin.casefold()
    is_latin = said.registrant.original_name == ""
    assert answer["Location"].endswith("/urodzenie/" if is_latin else "/zapis/")
    if not is_latin:
        assert said.registrant.latin_given_names in who.see("zapis").content.decode()


def test_a_corrected_spelling_stays_until_the_name_itself_changes(sopot):
    who = Registrant("uk")
    who.answer_all(until="zapis")
    who.say("zapis", latin_given_names="Oxana")
    assert Registration.objects.get().application.registrant.latin_name == "Oxana Kovalenko"
    who.say("imie", preferred_name="Оксанка", latin_given_names="Oxana", latin_surname="Kovalenko")
    assert Registration.objects.get().application.registrant.latin_name == "Oxana Kovalenko"
    assert "zapis" in Registration.objects.get().application.done
    answer = who.say("imie", given_names="Олена", latin_given_names="Oxana", latin_surname="Kovalenko")
    assert Registration.objects.get().application.registrant.latin_name == "Olena Kovalenko"
    assert answer["Location"].endswith("/zapis/")


def test_with_scripts_the_spelling_is_seen_on_the_page_of_the_name(sopot):
    who = Registrant("uk")
    who.answer_all(until="imie")
    shown = who.say("imie", preview="yes").json()
    assert shown == {"given_names": "Oksana", "surname": "Kovalenko"}
    assert Registration.objects.get().application.registrant.name == ""
    assert who.say("imie", spelling_seen="yes")["Location"].endswith("/urodzenie/")


@every_language
def test_another_language_keeps_step_and_answers(sopot, language):
    who = Registrant("uk")
    who.answer_all(until="urodzenie")
    other = Registrant(language, who.client)
    page = other.see("imie")
    text = page.content.decode()
    assert f'<html lang="{language}"' in text
    assert 'value="Оксана"' in text
    for code in LANGUAGE_NAMES:
        assert f'formaction="/{code}/rejestracja/imie/" name="language" value="{code}"' in text
    assert other.say("urodzenie")["Location"] == f"/{language}/rejestracja/obywatelstwo/"
    assert Registration.objects.get().language == language


def test_another_language_with_something_typed_shows_it_unweighed(sopot):
    who = Registrant("uk")
    who.answer_all(until="urodzenie")
    other = Registrant("be", who.client)
    answer = other.say("urodzenie", birth_date_0="41", phone="12", language="be", stranger="x" * 100)
    assert answer["Location"] == "/be/rejestracja/urodzenie/"
    page = other.see("urodzenie")
    text = page.content.decode()
    assert problems(page) == []
    assert 'value="41"' in text
    assert 'value="12"' in text
    said = Registration.objects.get().application
    assert "urodzenie" not in said.done
    assert "stranger" not in said.typed["urodzenie"]


def test_back_keeps_words_that_were_not_sent(sopot):
    who = Registrant("uk")
    who.answer_all(until="urodzenie")
    page = who.see("urodzenie").content.decode()
    assert re.search(r'<button class="back"[^>]* form="answers" name="back"', page)
    answer = who.say("urodzenie", birth_date_0="41", phone="12", back="yes")
    assert answer["Location"] == "/uk/rejestracja/zapis/"
    page = who.see("urodzenie")
    assert problems(page) == []
    assert 'value="41"' in page.content.decode() and 'value="12"' in page.content.decode()
    assert "urodzenie" not in Registration.objects.get().application.done


def test_back_from_a_blank_page_does_not_answer_it(sopot):
    who = Registrant()
    who.answer_all(until="kontakt")
    assert who.say("kontakt", email="", back="yes")["Location"].endswith("/jezyk/")
    assert "kontakt" not in Registration.objects.get().application.done
    assert who.say("jezyk")["Location"].endswith("/kontakt/")


def test_back_from_an_answered_page_keeps_the_change(sopot):
    who = Registrant()
    who.answer_all()
    assert who.say("adres", street="Polna 2", back="yes")["Location"].endswith("/pobyt/")
    said = Registration.objects.get().application
    assert (said.street, said.typed) == ("Polna 2", {})
    assert who.say("adres", postcode="1", back="yes")["Location"].endswith("/pobyt/")
    assert 'value="1"' in who.see("adres").content.decode()
    assert Registration.objects.get().application.postcode == "81-717"


def test_back_works_from_the_first_question_the_family_and_the_last_page(sopot):
    who = Registrant()
    who.answer_all()
    who.add(1)
    for step, before in (("jezyk", ""), ("rodzina", "adres/"), ("osoba-1", "rodzina/"), ("sprawdz", "pomoc/")):
        answer = who.client.post(who.at(step), {**hidden(who.see(step)), "back": "yes"})
        assert answer["Location"] == f"/pl/rejestracja/{before}", step
    assert who.say("osoba-2", given_names="Марко", relation="child", back="yes")["Location"].endswith("/rodzina/")
    assert 'value="Марко"' in who.see("osoba-2").content.decode()
    said = Registration.objects.get().application
    assert len(said.people) == 2


def test_words_not_sent_stay_until_their_own_page_is_sent(sopot):
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    who.say("osoba-1", given_names="Данило", relation="child", language="be")
    who.say("adres", street="Haffnera 9", language="be")
    assert 'value="Данило"' in who.see("osoba-1").content.decode()
    who.say("adres", street="Haffnera 8")
    assert 'value="Haffnera 8"' in who.see("adres").content.decode()
    who.add(1, given_names="Марко")
    who.say("rodzina")
    said = Registration.objects.get().application
    assert [each.given_names for each in said.people] == ["Оксана", "Марко"]
    assert said.typed == {}


def test_a_decision_that_was_marked_goes_along_to_the_same_question_in_another_language(sopot):
    asked, _told = only_texts_of(sopot)
    who = Registrant("uk")
    who.answer_all()
    other = Registrant("pl", who.client)
    field = f"consent-{text_of(asked, 'uk').pk}"
    for odd in ("yes' or 1", ""):
        other.client.post(other.at("sprawdz"), {"language": "pl", "consent-x": "yes", field: odd})
        assert 'value="no" checked' not in other.see("sprawdz").content.decode()
    answer = other.client.post(other.at("sprawdz"), {"language": "pl", field: "no"})
    assert answer["Location"] == "/pl/rejestracja/sprawdz/"
    page = re.sub(r"\s+", " ", other.see("sprawdz").content.decode())
    assert re.search(rf'name="consent-{text_of(asked, "pl").pk}" value="no"[^>]* checked', page)
    assert Registration.objects.get().state == "draft"


@pytest.mark.parametrize(("step", "field"), [("wroc", "code"), ("przerwij", "send-address")])
def test_forms_around_the_questions_keep_their_words_too(sopot, step, field):
    who = Registrant("uk")
    who.answer_all(until="imie")
    page = Registrant("be", who.client)
    answer = page.client.post(page.at(step), {field: "zzz 12", "language": "be"})
    assert problems(answer) == []
    assert 'value="zzz 12"' in answer.content.decode()


def test_nobody_skips_a_step(sopot):
    who = Registrant()
    assert who.see("imie")["Location"] == "/pl/rejestracja/"
    who.answer_all(until="imie")
    assert who.see("pomoc")["Location"].endswith("/imie/")
    assert who.see("osoba-3")["Location"].endswith("/imie/")
    assert who.see("wyslane")["Location"].endswith("/imie/")
    assert who.send().status_code == 302
    assert Registration.objects.get().state == "draft"


def test_after_a_change_from_the_check_page_one_is_back_on_it(sopot):
    who = Registrant()
    who.answer_all()
    for step in ("jezyk", "adres", "rodzina"):
        assert who.say(step)["Location"].endswith("/sprawdz/")


def test_an_answer_sent_twice_is_sent_once(sopot):
    who = Registrant()
    who.answer_all()
    sent = who.see("sprawdz")
    take_time()
    who.send()
    reference = Registration.objects.get().reference
    again = who.client.post(who.at("sprawdz"), {"told": ""})
    assert again["Location"].endswith("/wyslane/")
    assert sent.status_code == 200
    assert Registration.objects.get().reference == reference
    assert reference in who.see("wyslane").content.decode()
    assert who.say("imie", given_names="Ktoś")["Location"].endswith("/wyslane/")


@every_language
def test_closed_registration_says_so_with_a_way_to_us(sopot, language):
    who = Registrant(language)
    GrantProject.objects.update(status="finished")
    for page in (who.client.get(f"/{language}/rejestracja/"), who.see("jezyk")):
        assert page.status_code == 200
        assert f'href="/{language}/#contact"' in page.content.decode()
    assert who.client.post(who.at("jezyk"), {"contact_language": "pl", "needs_interpreter": "no"}).status_code == 200
    assert not Registration.objects.exists()


def test_an_unlikely_age_is_a_question_not_an_error(sopot):
    who = Registrant()
    who.answer_all(until="urodzenie")
    page = who.say("urodzenie", birth_date_2="1915")
    assert problems(page)
    sure = {**ANSWERS["urodzenie"], **hidden(page), "birth_date_2": "1915"}
    assert who.client.post(who.at("urodzenie"), sure).status_code == 302


def test_who_does_not_want_to_be_called_needs_no_phone(sopot):
    who = Registrant()
    who.answer_all(until="urodzenie")
    assert problems(who.say("urodzenie", phone=""))
    assert who.say("urodzenie", phone="", contact_way="never").status_code == 302


def test_no_address_is_an_answer(sopot):
    who = Registrant()
    who.answer_all(until="adres")
    assert who.say("adres", lives_here="none", street="x", postcode="").status_code == 302
    assert Registration.objects.get().application.address == ""


def test_each_decision_is_made_nothing_is_preselected_and_information_is_read_anew_when_it_changes(sopot):
    asked, told = only_texts_of(sopot)
    who = Registrant()
    who.answer_all()
    page = who.see("sprawdz")
    text = page.content.decode()
    assert "checked" not in text
    assert text.count('type="radio"') == 2
    question = f"consent-{text_of(asked).pk}"
    assert len(problems(who.client.post(who.at("sprawdz"), hidden(page)))) == 1
    republish(told, "Who we are now")
    again = who.client.post(who.at("sprawdz"), {**hidden(page), question: "yes"})
    assert len(problems(again)) == 1
    assert "Who we are now" in again.content.decode()
    assert who.client.post(who.at("sprawdz"), {**hidden(again), question: "yes"}).status_code == 302
    assert Registration.objects.get().application.decisions == {question.removeprefix("consent-"): True}


def recruited_until(days: int, **values) -> datetime.date:
    """Let recruitment have ended, or end, so many days from today; return that day."""
    last = today() + datetime.timedelta(days=days)
    values.setdefault("keeps_reserve_list", False)
    GrantProject.objects.update(recruits_until=last, ends_on=last + datetime.timedelta(days=60), **values)
    return last


@every_language
def test_after_the_last_day_of_recruitment_the_page_says_since_when(sopot, language):
    last = recruited_until(-1)
    who = Registrant(language)
    for page in (who.client.get(f"/{language}/rejestracja/"), who.see("jezyk")):
        with override(language):
            assert long_date(last) in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    who.client.post(who.at("jezyk"), {"contact_language": "pl", "needs_interpreter": "no"})
    assert not Registration.objects.exists()


def test_what_was_begun_in_time_may_be_finished_in_the_days_of_grace_and_not_after(sopot):
    recruited_until(0)
    who = Registrant("uk")
    who.answer_all(until="adres")
    last = recruited_until(-14, registration_grace_days=14)
    with override("uk"):
        assert long_date(last + datetime.timedelta(days=14)) in who.see("adres").content.decode()
    assert who.say("adres").status_code == 302
    recruited_until(-15, registration_grace_days=14)
    assert who.say("rodzina").status_code == 200
    assert "rodzina" not in Registration.objects.get().application.done
    assert str(Registration.objects.get().code) in who.see("przerwij").content.decode()


def test_who_registers_for_the_reserve_list_is_told_so_and_staff_see_it(sopot, coordinator):
    recruited_until(-1, keeps_reserve_list=True)
    who = Registrant("en")
    assert "reserve list" in who.client.get("/en/rejestracja/").content.decode()
    who.answer_all()
    take_time()
    who.send()
    assert Registration.objects.get().is_reserve
    assert "reserve list" in who.see("wyslane").content.decode()
    staff = Client()
    staff.force_login(coordinator)
    assert "lista rezerwowa" in staff.get("/zgloszenia/").content.decode()


def test_who_began_in_time_is_not_on_the_reserve_list(sopot):
    recruited_until(0, keeps_reserve_list=True)
    who = Registrant("en")
    who.answer_all()
    recruited_until(-3, keeps_reserve_list=True)
    take_time()
    who.send()
    assert not Registration.objects.get().is_reserve


@pytest.mark.parametrize(
    ("step", "typed"), [("adres", {"street": "Haffnera 9"}), ("osoba-1", {"given_names": "Данило"}), ("imie", {"surname": "Ков"})]
)  # fmt: skip
def test_who_stops_in_the_middle_of_a_page_finds_what_stood_there(sopot, step, typed):
    who = Registrant("uk")
    who.answer_all(until="rodzina")
    assert who.say(step, pause="yes", **typed)["Location"] == "/uk/rejestracja/przerwij/"
    code = str(Registration.objects.get().code)
    other = Registrant("uk")
    other.say("wroc", code=code)
    (value,) = typed.values()
    assert f'value="{value}"' in other.see(step).content.decode()
    assert Registration.objects.get().application.typed.keys() == {step}


def test_nothing_is_said_to_be_saved_beside_an_answer_that_was_not(sopot):
    who = Registrant("en")
    who.answer_all(until="adres")
    assert "Answers saved" in who.see("adres").content.decode()
    assert "Answers saved" not in who.say("adres", postcode="1").content.decode()
    said = problems(who.say("urodzenie", contact_way=""))
    assert said and not [each for each in said if "?:" in each]


def test_without_scripts_nothing_is_said_of_latin_letters_before_there_are_any(sopot):
    who = Registrant("uk")
    who.answer_all(until="imie")
    who.say("imie", language="uk")
    text = who.see("imie").content.decode()
    assert re.search(r'class="latin" hidden data-latin="given_names"', text)
