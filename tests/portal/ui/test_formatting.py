"""Dates and numbers in the five languages (glossary 2.4–2.8)."""

import datetime
from decimal import Decimal

import pytest
from django.utils import formats, translation

from portal.ui import formatting

DAY = datetime.date(2026, 9, 2)


@pytest.mark.parametrize(
    ("language", "long", "short", "figure", "share"),
    [
        ("pl", "2 września 2026", "02.09.2026", "1\xa0026,5", "76%"),
        ("uk", "2 вересня 2026 року", "02.09.2026", "1\xa0026,5", "76%"),
        ("be", "2 верасня 2026 года", "02.09.2026", "1\xa0026,5", "76\xa0%"),
        ("ru", "2 сентября 2026 года", "02.09.2026", "1\xa0026,5", "76\xa0%"),
        ("en", "2 September 2026", "2 Sep 2026", "1,026.5", "76%"),
    ],
)
def test_a_day_and_a_number_are_written_as_the_language_writes_them(language, long, short, figure, share) -> None:
    with translation.override(language):
        assert formatting.long_date(DAY) == long
        assert formatting.short_date(DAY) == short
        assert formatting.number(Decimal("1026.5")) == figure
        assert formatting.percent(76) == share
        assert formats.date_format(DAY, "DATE_FORMAT") == long
        assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == short
        assert formats.number_format(Decimal("1026.5"), use_l10n=True, force_grouping=True) == figure


@pytest.mark.parametrize(
    ("language", "march", "may", "december"),
    [
        ("pl", "marca", "maja", "grudnia"),
        ("uk", "березня", "травня", "грудня"),
        ("be", "сакавіка", "мая", "снежня"),
        ("ru", "марта", "мая", "декабря"),
        ("en", "March", "May", "December"),
    ],
)
def test_months_stand_in_the_case_of_a_date(language: str, march: str, may: str, december: str) -> None:
    with translation.override(language):
        assert [formatting.long_date(datetime.date(2026, m, 2)).split()[1] for m in (3, 5, 12)] == [
            march,
            may,
            december,
        ]


@pytest.mark.parametrize("language", ["pl", "uk", "be", "ru", "en"])
def test_a_day_typed_in_the_usual_ways_is_understood(language: str) -> None:
    from django import forms

    with translation.override(language):
        assert {forms.DateField().clean(text) for text in ("2026-09-02", "02.09.2026", "2.9.2026", "02/09/2026")} == {
            DAY
        }


def test_moments_are_local_and_24_hours() -> None:
    noon = datetime.datetime(2026, 9, 2, 7, 5, tzinfo=datetime.UTC)
    with translation.override("pl"):
        assert formatting.clock(noon) == "9:05"
        assert formatting.moment(noon) == "2 września 2026, 9:05"
        assert formatting.short_date(datetime.datetime(2026, 9, 1, 23, 30, tzinfo=datetime.UTC)) == "02.09.2026"


def test_hours_lose_trailing_zeros_and_nothing_else() -> None:
    with translation.override("pl"):
        assert [formatting.hours(value) for value in ("339.00", "1.50", "0.25", "100", None)] == [
            "339",
            "1,5",
            "0,25",
            "100",
            "–",
        ]


def test_a_percentage_keeps_the_decimals_it_was_given_and_is_never_clipped() -> None:
    with translation.override("pl"):
        assert formatting.percent("4.35") == "4,35%"
        assert formatting.percent("104.35") == "104,35%"
        assert formatting.percent(None) == "–"


def test_a_length_under_an_hour_is_in_minutes() -> None:
    with translation.override("en"):
        assert formatting.duration(Decimal("0.75")) == "45 min"
        assert formatting.duration(Decimal("1.5")) == "1.5 h"


def test_nothing_is_written_as_nothing() -> None:
    assert (
        formatting.short_date(None)
        == formatting.long_date(None)
        == formatting.month_year(None)
        == formatting.clock(None)
        == ""
    )
    assert formatting.number("") == formatting.number("abc") == "–"


@pytest.mark.parametrize(
    ("language", "zloty", "euro"),
    [
        ("pl", "2 092 654,00 zł", "12,50 EUR"),
        ("uk", "2 092 654,00 PLN", "12,50 EUR"),
        ("be", "2 092 654,00 PLN", "12,50 EUR"),
        ("en", "PLN 2,092,654.00", "EUR 12.50"),
    ],
)
def test_money_is_written_with_its_currency_and_never_breaks(language, zloty, euro) -> None:
    with translation.override(language):
        assert formatting.money(Decimal("2092654.00")) == zloty.replace(" ", "\xa0")
        assert formatting.money("12.5", "EUR") == euro.replace(" ", "\xa0")
        assert formatting.money(None) == formatting.DASH
