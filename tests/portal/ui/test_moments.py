"""A past moment in a form: local time without losing a day or an hour, and back into the field."""

import datetime

import pytest
from django import forms

from portal.ui.moments import MomentField

UTC = datetime.UTC


class Form(forms.Form):
    on = MomentField(required=False)


def read(text: str) -> datetime.datetime | None:
    form = Form({"on": text})
    assert form.is_valid(), form.errors
    found = form.cleaned_data["on"]
    return found and found.astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-31", datetime.datetime(2026, 3, 31, 21, 59, 59, 999999, UTC)),
        ("2026-01-31", datetime.datetime(2026, 1, 31, 22, 59, 59, 999999, UTC)),
        ("2026-03-31T00:30", datetime.datetime(2026, 3, 30, 22, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime.datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # shown twice: the later one
        ("2026-03-29T02:30", datetime.datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # left out: the one after
        ("2026-03-31T12:00:31.123456+02:00", datetime.datetime(2026, 3, 31, 10, 0, 31, 123456, UTC)),
    ],
)
def test_is_read_as_time_in_poland(text, moment):
    assert read(text) == moment


@pytest.mark.parametrize(
    "text", ["x", "2026-02-30", "2026-13-01T10:00", "2026-03-31T12:00 02:00", "0001-01-01", "9999-12-31"]
)
def test_what_cannot_be_is_said_and_kept(text):
    form = Form({"on": text})
    assert not form.is_valid()
    assert text in str(form["on"]) or text.startswith(("0001", "9999"))


def test_nothing_means_now():
    assert read("") is None
    assert read("  ") is None


def test_what_the_field_shows_leads_to_no_earlier_moment():
    text = "2026-03-31T12:00:31.123456+02:00"
    shown = Form({"on": text})["on"].field.widget.format_value(text)
    assert shown == "2026-03-31T12:00:31.124"
    assert read(shown) >= read(text)
    assert Form({"on": "x"})["on"].field.widget.format_value("2026-03-31T12:00+02:00") == "2026-03-31T12:00"
