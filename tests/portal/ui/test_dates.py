"""A day in three boxes: digits of any script, months by name in every language, clear words for the rest."""

import datetime

import pytest
from django import forms

from portal.ui.dates import DateTrioField, DayField, month_number

DAY = datetime.date


class Form(forms.Form):
    born = DateTrioField(label="Born")


def read(day, month, year):
    return Form({"born_0": day, "born_1": month, "born_2": year})


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("3", 3), ("03", 3), ("marzec", 3), ("Marca", 3), ("mar.", 3), ("березень", 3), ("березня", 3), ("марта", 3),
        ("сакавік", 3), ("March", 3), ("sie", 8), ("٣", 3),
    ],
)  # fmt: skip
def test_month_is_read(written, month):
    assert month_number(written) == month


@pytest.mark.parametrize("written", ["", "13", "0", "-1", "xyz", "ma", "3.5", "99999999999"])
def test_what_is_no_month_is_not_guessed(written):
    assert month_number(written) is None


def test_day_is_put_together():
    form = read(" 29 ", "luty", "2024")
    assert form.is_valid()
    assert form.cleaned_data["born"] == DAY(2024, 2, 29)


@pytest.mark.parametrize(
    "parts", [("29", "2", "2023"), ("", "2", "2023"), ("1", "", "2023"), ("1", "2", ""), ("1", "2", "23"), ("1", "2", "0023"), ("32", "1", "2000"), ("1" * 30, "1", "2000"), ("1\0", "1", "2000")]
)  # fmt: skip
def test_what_is_no_day_is_an_error_and_stays_in_the_boxes(parts):
    form = read(*parts)
    assert list(form.errors) == ["born"]
    assert len(form.errors["born"]) == 1
    assert f'value="{parts[1]}"' in str(form["born"]) or not parts[1]


def test_every_box_has_its_label():
    drawn = str(read("1", "2", "2000")["born"])
    assert all(f'for="id_born_{place}"' in drawn and f'id="id_born_{place}"' in drawn for place in range(3))


@pytest.mark.parametrize(("typed", "is_right"), [("0026-12-15", False), ("0999-12-31", False), ("1000-01-01", True)])
def test_year_of_two_digits_in_the_control_of_a_browser_is_refused(typed, is_right):
    class Asked(forms.Form):
        day = DayField(label="Day")

    assert Asked({"day": typed}).is_valid() is is_right
