"""The pure parts of a registration: its shape, its way, codes, phones, Latin forms, what is typed."""

import datetime
import itertools
import random

import pytest

from beneficiaries.rules.codes import ALPHABET, CODE, grouped, read_code, with_check
from beneficiaries.rules.latin import latin
from beneficiaries.rules.phones import WrongLength, read_phone
from beneficiaries.rules.registration import Application, AppliedPerson, from_json, to_json
from beneficiaries.rules.registration_steps import CHECK, SPELLING, STEPS, is_open, member_step, next_step, step_before
from beneficiaries.rules.typed import clean_line, clean_text


def test_an_application_comes_back_as_it_was_kept():
    said = Application(
        contact_language="uk", needs=("work",), stay_until=datetime.date(2027, 3, 4), decisions={"a": True, "b": False},
        people=(AppliedPerson(given_names="Оксана", birth_date=datetime.date(1988, 3, 27), citizenships=("UA", "PL")),),
    )  # fmt: skip
    said = said.with_member(None, AppliedPerson(relation="child", given_names="Данило"))
    assert from_json(to_json(said)) == said


def test_of_another_version_unknown_words_are_passed_over_and_missing_ones_blank():
    said = from_json('{"shape": 9, "phone": "1", "colour": "blue", "people": [{"given_names": "A", "height": 2}]}')
    assert said == Application(phone="1", people=(AppliedPerson(given_names="A"),))
    assert from_json("") == Application()


def test_members_are_added_changed_and_removed_and_who_registers_stays():
    said = Application()
    for name in "ABC":
        said = said.with_member(len(said.people), AppliedPerson(given_names=name))
    said = said.with_member(2, AppliedPerson(given_names="X")).without_member(1).without_member(0)
    assert [each.given_names for each in said.people] == ["", "X", "C"]


def test_the_way_goes_through_every_step_once_and_spelling_only_where_it_can_differ():
    for name, skipped in (("Оксана", set()), ("Anna", {SPELLING})):
        said, seen = Application().with_registrant(given_names=name), []
        while (step := next_step(said)) != CHECK:
            assert is_open(said, step)
            assert step_before(said, step) == (seen[-1] if seen else "")
            seen.append(step)
            said = Application(people=said.people, done=tuple(seen))
        assert seen == [each for each in STEPS if each != CHECK and each not in skipped]
        assert is_open(said, member_step(1))
        assert not is_open(said, member_step(2))


def test_one_wrong_character_or_two_changed_ones_are_found():
    luck = random.Random(7)
    for _time in range(20):
        code = with_check([luck.randrange(32) for _each in range(CODE)])
        assert read_code(grouped(code), CODE) == code
        for place, char in itertools.product(range(len(code)), ALPHABET):
            wrong = code[:place] + char + code[place + 1 :]
            assert read_code(wrong, CODE) == (code if wrong == code else "")
        for place in range(CODE - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert read_code(swapped, CODE) == (code if swapped == code else "")


@pytest.mark.parametrize("text", ["", "\0", "x" * 10_000, "АВС", "🤷" * 12, "--------"])
def test_what_is_no_code_is_none(text):
    assert read_code(text, CODE) == ""


def test_letters_of_a_cyrillic_keyboard_are_read():
    code = with_check([10, 11, 14, 18, 20, 21, 23, 17, 26, 29])
    cyrillic = code.translate(str.maketrans("ABEKMHPTX", "АВЕКМНРТХ"))
    assert cyrillic != code
    assert read_code(cyrillic.lower(), CODE) == code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("512 334 218", "+48 512 334 218"), ("+48512334218", "+48 512 334 218"), ("0048 (512) 334-218", "+48 512 334 218"),
        ("067 123 45 67", "+380 671 234 567"), ("8 029 123-45-67", "+375 291 234 567"), ("٥١٢٣٣٤٢١٨", "+48 512 334 218"),
        ("8 (912) 345-67-89", "+7 91 23 45 67 89"), ("+1 212 555 1234", "+12125551234"), ("", ""),
    ],
)  # fmt: skip
def test_phones_are_read_in_any_dress(typed, kept):
    assert read_phone(typed) == kept
    assert read_phone(kept) == kept


@pytest.mark.parametrize(
    ("typed", "difference"), [("+48 512 334 21", -1), ("5123342187", 1), ("+380 67 123", -4), ("1" * 30, 15)]
)
def test_a_phone_says_how_many_digits_are_wrong(typed, difference):
    with pytest.raises(WrongLength) as wrong:
        read_phone(typed)
    assert wrong.value.difference == difference


@pytest.mark.parametrize("typed", ["abc", "12a", "+", "--"])
def test_what_holds_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        read_phone(typed)


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Згурський", "pl", "Zghurskyi"), ("Юрій", "uk", "Yurii"), ("Вольга", "be", "Volha"), ("Яўген", "pl", "Yauhen"),
        ("Сергей", "ru", "Sergei"), ("Юлия", "ru", "Iuliia"), ("Мар’яна", "uk", "Mariana"), ("ДМИТРО", "uk", "DMYTRO"),
        ("Łukasz", "uk", "Łukasz"), ("O'Neil", "uk", "O'Neil"), ("ქეთევან", "en", "Ketevan"), ("", "uk", ""),
    ],
)  # fmt: skip
def test_latin_forms_follow_the_language_of_the_letters(name, language, form):
    assert latin(name, language=language) == form


def test_invisible_characters_go_and_joiners_stay_where_a_script_needs_them():
    assert clean_line(" О\u200bкса\u202eна \x00\t Ко ") == "Оксана Ко"
    assert clean_line("می\u200cخواهم a\u200cb") == "می\u200cخواهم ab"
    assert clean_line("e\u0301") == "é"
    assert clean_text("a\r\n\r\n\r\n b\x07") == "a\n\nb"
    assert len(clean_line("Z" + "\u0301" * 400)) < 8
