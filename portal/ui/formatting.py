"""Dates and numbers as each of the five languages writes them (glossary 2.4–2.8).

Month and weekday names come from CLDR through Babel, because the framework's Belarusian catalogue uses
another orthography; separators are the product's own, because CLDR leaves four-digit numbers in Polish ungrouped.
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.dates import format_date, get_day_names
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\N{NO-BREAK SPACE}"
ZLOTY = "zł"
DASH = "\N{EN DASH}"
LONG = {
    "pl": "d MMMM y",
    "uk": "d MMMM y 'року'",
    "be": "d MMMM y 'года'",
    "ru": "d MMMM y 'года'",
    "en": "d MMMM y",
}
"""The year is a whole word: the full stop of „р.” and „г.” would stand twice where a sentence ends with the day."""
SHORT = {"en": "d MMM y"}
WITH_WEEKDAY = {language: f"EEEE, {pattern}" for language, pattern in LONG.items()}
ONE_LETTER = re.compile(r"(?<!\w)([aiouwzавикосуяіўзйє]) ", re.IGNORECASE)
SPACED_PERCENT = frozenset({"be", "ru"})


def current_language() -> str:
    """One of the five codes; Polish where the active language is none of them."""
    code = (get_language() or "pl").split("-")[0]
    return code if code in LONG else "pl"


def keep_short_words(text: str) -> str:
    """Keep one-letter words of the Slavic languages with the word after them."""
    return ONE_LETTER.sub(f"\\1{NBSP}", text)


def short_date(value: date | None, language: str = "") -> str:
    """15.09.2026, in English 15 Sep 2026: for tables. Nothing for no date.

    Long lists name the language, which costs more to ask for than a day to write.
    """
    language = language or current_language()
    return _day(value, SHORT.get(language, "dd.MM.y"), language)


def long_date(value: date | None) -> str:
    """15 września 2026: for text."""
    return _day(value, LONG[current_language()])


def full_date(value: date | None) -> str:
    """wtorek, 15 września 2026: for the head of a day."""
    return _day(value, WITH_WEEKDAY[current_language()])


def weekday_name(number: int) -> str:
    """Return wtorek for 1: 0 is Monday."""
    return str(get_day_names("wide", context="stand-alone", locale=current_language())[number])


def day_month(value: date | None) -> str:
    """15.09, in English 15 Sep: for a timeline whose heading names the month and year."""
    return _day(value, "d MMM" if current_language() == "en" else "dd.MM")


def month_year(value: date | None) -> str:
    """Wrzesień 2026, as a heading."""
    text = _day(value, "LLLL y")
    return text[:1].upper() + text[1:]


def clock(value: datetime | None) -> str:
    """9:30, local time, 24 hours. Nothing for no moment."""
    if not value:
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{moment.hour}:{moment.minute:02d}"


def moment(value: datetime | None) -> str:
    """15 września 2026, 9:30: a point in time, in text."""
    return f"{long_date(value)}, {clock(value)}" if value else ""


def number(value: object, places: int | None = None) -> str:
    """1 026 or 1,5; ``places`` fixes the decimals, otherwise as many as the value has. A dash for nothing."""
    parsed = _decimal(value)
    if parsed is None:
        return DASH
    text = f"{parsed:,.{places}f}" if places is not None else f"{parsed:,f}"
    if current_language() != "en":
        text = text.translate({ord(","): NBSP, ord("."): ","})
    return text.replace("-", "\N{MINUS SIGN}")


def percent(value: object, places: int | None = None) -> str:
    """76% or 4,35%; Belarusian and Russian set a space before the sign. Never clipped; a dash for nothing."""
    text = number(value, places)
    if text == DASH:
        return text
    return f"{text}{NBSP}%" if current_language() in SPACED_PERCENT else f"{text}%"


def money(value: object, currency: str = "PLN") -> str:
    """2 092 654,00 zł; outside Polish with the code of the currency, which English sets before the figure."""
    text = number(value, 2)
    language = current_language()
    if text == DASH:
        return text
    if language == "en":
        return f"{currency}{NBSP}{text}"
    return f"{text}{NBSP}{ZLOTY if language == 'pl' and currency == 'PLN' else currency}"


def hours(value: object) -> str:
    """Hours as a figure with at most two decimals and no trailing zeros: 1,5."""
    parsed = _decimal(value)
    return DASH if parsed is None else number(_trimmed(parsed))


def duration(value: object) -> str:
    """A length in hours as people say it: 45 min under an hour, otherwise 1,5 h (unit by language)."""
    parsed = _decimal(value)
    if parsed is None:
        return DASH
    if parsed < 1:
        return _("%(minutes)s min") % {"minutes": number((parsed * 60).quantize(Decimal(1)))}
    return _("%(hours)s h") % {"hours": number(_trimmed(parsed))}


def _day(value: date | None, pattern: str, language: str = "") -> str:
    if not value:
        return ""
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return _spelled(value, pattern, language or current_language())


@lru_cache(maxsize=4096)
def _spelled(value: date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=language)


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _trimmed(value: Decimal) -> Decimal:
    value = value.quantize(Decimal("0.01")).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() else value
