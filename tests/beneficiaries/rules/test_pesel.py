"""PESEL: against an independent implementation, and the forms in which spreadsheets leave it (R103–R105)."""

import datetime
import random

import pytest
from stdnum.exceptions import ValidationError
from stdnum.pl import pesel as independent

from beneficiaries.rules.pesel import InvalidPesel, masked, read_pesel, with_lost_zeros
from tests.workbooks import pesel_for

RANDOM = random.Random(1944)
LAST_DAY_THAT_THE_OTHER_KNOWS = datetime.date(2020, 1, 1)


def ours(number: str) -> tuple | None:
    try:
        found = read_pesel(number)
    except InvalidPesel:
        return None
    return found.number, found.birth_date, str(found.sex)


def theirs(number: str) -> tuple | None:
    try:
        independent.validate(number)
    except ValidationError:
        return None
    return number, independent.get_birth_date(number), {"F": "K", "M": "M"}[independent.get_gender(number)]


def test_random_valid_numbers_agree_with_an_independent_implementation():
    for serial in range(1500):
        born = datetime.date(1900, 1, 1) + datetime.timedelta(
            RANDOM.randrange((LAST_DAY_THAT_THE_OTHER_KNOWS - datetime.date(1900, 1, 1)).days)
        )
        sex = RANDOM.choice("KM")
        number = pesel_for(born, sex, serial % 1000)
        assert ours(number) == theirs(number) == (number, born, sex)


def test_random_digits_agree_with_an_independent_implementation():
    agreed = 0
    for _ in range(20_000):
        number = "".join(RANDOM.choices("0123456789", k=11))
        other = theirs(number)
        if other is None and (mine := ours(number)) is not None:
            assert mine[1] > LAST_DAY_THAT_THE_OTHER_KNOWS  # only what lies in the future may differ
        else:
            assert ours(number) == other
            agreed += other is not None
    assert agreed > 20


@pytest.mark.parametrize("place", range(11))
def test_one_wrong_digit_is_always_noticed(place):
    number = "44051401458"
    for digit in "0123456789":
        changed = number[:place] + digit + number[place + 1 :]
        assert (ours(changed) is None) == (changed != number)


@pytest.mark.parametrize(("century", "offset"), [(1800, 80), (1900, 0), (2000, 20), (2100, 40), (2200, 60)])
def test_the_month_tells_the_century(century, offset):
    digits = f"07{3 + offset:02}151234"
    check = -sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3), strict=True)) % 10
    assert ours(f"{digits}{check}")[1] == datetime.date(century + 7, 3, 15)


@pytest.mark.parametrize("written", ["440514 01458", "4405-1401-458", "44051401458\u00a0", " 44051401458 "])
def test_spaces_and_hyphens_do_not_matter(written):
    assert ours(written)[0] == "44051401458"


def test_a_masked_PESEL_hides_what_identifies():
    assert masked("44051401458") == "44•••••••58"
    assert masked("") == ""


@pytest.mark.parametrize("born", ["2000-03-15", "2007-03-15", "1900-10-05", "1909-12-31"])
def test_zeros_that_a_spreadsheet_lost_come_back_where_the_number_is_then_right(born):
    number = pesel_for(born, serial=7)
    assert with_lost_zeros(number.lstrip("0")) == with_lost_zeros(number) == number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert with_lost_zeros(wrong.lstrip("0")) == wrong.lstrip("0")


@pytest.mark.parametrize("text", ["", "12345678", "FA123456", "WS-0001", "723 151 2359", "44051401459", "٧٢٣١٥١٢٣٥٩"])  # noqa: RUF001
def test_what_is_no_number_that_lost_zeros_stays_as_it_stands(text):
    assert with_lost_zeros(text) == text
