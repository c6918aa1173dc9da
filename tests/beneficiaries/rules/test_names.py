"""The same name across scripts and spellings, and names that must stay apart (R107–R110)."""

import itertools

import pytest

from beneficiaries.rules.latin import latin
from beneficiaries.rules.names import is_same_name, name_keys, search_key, sort_key
from beneficiaries.rules.sounds import words_of

SPELLINGS = [
    ("Ivanova Volha", "Iwanowa Olga", "Іванова Вольга", "Иванова Ольга", "IVANOVA OLHA"),
    ("Hryshchuk Khrystyna", "Грищук Христина", "Hryszczuk Krystyna", "Grischuk Kristina"),
    ("Al-Sayed Mohammad", "Al Sayed Muhammad", "Mohamed Al-Sayed"), ("Schmidt Anna", "Szmidt Hanna", "Шмидт Анна"),
    ("Shevchenko Mychajło", "Szewczenko Mykhailo", "Шевченко Михайло", "SHEVCHENKO Mykhajlo"),
    ("Shevchenko Oleksandr", "Szewczenko Aleksander", "Шевченко Олександр", "Шевченко Александр", "Ševčenko Oleksandr"),
    ("Shcherbyna Kateryna", "Щербина Катерина", "Szczerbyna Katarzyna", "Shcherbina Ekaterina"),
    ("Dubrouski Uladzimir", "Дуброўскі Уладзімір", "Dubrowski Włodzimierz", "Дубровский Владимир"),
    ("Khomenko Yevhen", "Хоменко Євген", "Chomenko Eugeniusz", "Хоменко Евгений"),
    ("Tsymbal Yurii", "Цимбал Юрій", "Cymbal Jurij", "Цымбал Юрий"),
    ("Zhuk Andrii", "Жук Андрій", "Żuk Andrzej", "Zhuk Andrei"),
    ("Kovalenko Mykola", "Коваленко Микола", "Kowalenko Mikołaj", "Коваленко Николай"),
    ("Al-Hassan Amira", "Al Hassan Amira", "AL HASSAN AMIRA", "Amira Al-Hassan"),
    ("O’Brien Anna", "O'Brien Hanna", "OBrien Ганна"),
    ("Nguyễn Văn An", "Nguyen Van An", "An Nguyen Van"),
    ("Łukaszenko Michał", "Lukaszenko Mykhailo", "Лукашенко Михайло"),
    ("Stepaniuk Zoriana", "Степанюк Зоряна", "Степанюк  Зоряна "),
    ("Hnatiuk Solomiia", "Гнатюк Соломія", "Hnatjuk Solomija"),
]  # fmt: skip
DIFFERENT = [
    ("Hnatiuk Daryna", "Hnatiuk Maryna"), ("Kovalenko Anna", "Kovalenko Alina"), ("Bondar Ivan", "Bondar Yevhen"),
    ("Petrenko Olena", "Petrenko Oksana"), ("Moroz Serhii", "Moroz Andrii"), ("Tkachuk Taras", "Tkachenko Taras"),
    ("Nguyen An", "Nguyen Anh Minh"), ("Savchenko Mariia", "Savchuk Mariia"), ("Zhuk Ivan", "Zhukov Ivan"),
    ("Klymenko Oleksandr", "Klymenko Oleksandra"), ("Lysenko Yevhen", "Lysenko Yevheniia"), ("Rudenko Roman", "Rudenko Zakhar"),
    ("Ali Hassan", "Ali Hussein"), ("Melnyk Artem", "Melnyk Maksym"), ("Beridze Nino", "Beridze Nana"),
]  # fmt: skip


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_meet(spellings):
    for left, right in itertools.combinations(spellings, 2):
        assert is_same_name([left], [right]), (left, right, name_keys(left), name_keys(right))


@pytest.mark.parametrize("sign", "'’ʼ`´ʹʺ′″‘ʻ＇“”\"*")
def test_an_apostrophe_is_none_however_it_is_typed(sign):
    for name in (f"Лук{sign}яненко Дар{sign}я", f"Luk{sign}yanenko Dar{sign}ya"):
        assert is_same_name([name], ["Lukianenko Daria"])
        assert search_key(name) == search_key(name.replace(sign, ""))
        assert words_of(name) == words_of(name.replace(sign, ""))
    assert latin(f"Лук{sign}яненко", language="uk") == "Lukianenko"


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_names_do_not_meet(left, right):
    assert not is_same_name([left], [right])


def test_no_two_people_of_the_examples_meet():
    for left, right in itertools.combinations(SPELLINGS, 2):
        assert not name_keys(*left) & name_keys(*right), (left, right)


def test_any_written_form_may_meet_any_other():
    assert is_same_name(["Nowak Anna", "Шевченко Олена"], ["Shevchenko Olena"])
    assert not is_same_name([], ["Shevchenko Olena"])
    assert not is_same_name([""], [""])


@pytest.mark.parametrize("typed", ["шевч", "SHEVCH", "szewcz", "Ševč"])
def test_a_search_finds_the_beginning_of_a_name_in_any_script(typed):
    key = search_key("Oleksandr Shevchenko", "Шевченко Олександр")
    assert any(f" {word}" in key for word in search_key(typed).split())


def test_names_sort_by_the_Polish_alphabet():
    names = ["Adamek", "Ąckowski", "Bąk", "Ćwik", "Cwik", "Łoś", "Los", "Żuk", "Zuk", "Źrebiec"]
    assert sorted(names, key=lambda name: sort_key(name, "Anna")) == [
        "Adamek", "Ąckowski", "Bąk", "Cwik", "Ćwik", "Los", "Łoś", "Zuk", "Źrebiec", "Żuk",
    ]  # fmt: skip
    assert sort_key("Zuk", "Anna") < sort_key("Zuk", "Barbara") < sort_key("Zukowa", "Anna")
