"""Codes: what is one, and what is none."""

import uuid

import pytest

from portal.own.codes import code_of, digits_of, in_groups, is_code_of, mark_of, new_slip_code, slip_code_in


def test_code_follows_from_the_request_and_fits_no_other():
    first, second = uuid.uuid4(), uuid.uuid4()
    assert len(code_of(first)) == 6
    assert is_code_of(first, f" {code_of(first)[:3]} {code_of(first)[3:]} ")
    assert code_of(first) == code_of(first) != code_of(second)
    assert not is_code_of(first, code_of(second))
    assert not is_code_of(first, "")


def test_digits_of_other_scripts_are_read():
    assert digits_of("٤٢ abc 7\u200b") == "427"


def test_code_on_paper_finds_every_single_slip_of_the_pen():
    code = new_slip_code()
    assert slip_code_in(in_groups(code)) == code
    for place in range(16):
        wrong = code[:place] + str((int(code[place]) + 3) % 10) + code[place + 1 :]
        assert slip_code_in(wrong) == ""


@pytest.mark.parametrize("typed", ["", "1234", "x" * 1000, "\0", "½¾"])
def test_nonsense_is_no_code_on_paper(typed):
    assert slip_code_in(typed) == ""


def test_mark_of_a_code_does_not_hold_it():
    code = new_slip_code()
    assert code not in mark_of(code) and len(mark_of(code)) == 64
