"""What Django and allauth say, in the words of this portal (``locale/framework``)."""

import datetime
import re
from pathlib import Path

import allauth
import polib
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext, override

from tests.catalogues import FRAMEWORK, LANGUAGES, catalogue

NBSP = "\u00a0"
REQUIRED = {
    "pl": "Wypełnij to pole.",
    "uk": "Заповніть це поле.",
    "be": "Запоўніце гэтае поле.",
    "ru": "Заполните это поле.",
    "en": "This field is required.",
}
LOGIN_ERROR = {
    "pl": "Adres e-mail lub hasło nie pasuje. Sprawdź i spróbuj jeszcze raz.".replace(" i ", f" i{NBSP}"),
    "uk": "Не підходить адреса електронної пошти або пароль. Перевірте й спробуйте ще раз.",
    "be": "Не падыходзіць адрас электроннай пошты або пароль. Праверце і паспрабуйце яшчэ раз.",
    "ru": "Не подходит адрес электронной почты или пароль. Проверьте и попробуйте ещё раз.",
    "en": "The email address and/or password you specified are not correct.",
}
OF_MONTHS = {
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
MONTHS = {
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "be": "студзень люты сакавік красавік май чэрвень ліпень жнівень верасень кастрычнік лістапад снежань",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "en": "January February March April May June July August September October November December",
}
WEEKDAYS = {
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "uk": "понеділок вівторок середа четвер п’ятниця субота неділя",
    "be": "панядзелак аўторак серада чацвер пятніца субота нядзеля",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
SHORT_WEEKDAYS = {
    "pl": "pn wt śr czw pt sob nd",
    "uk": "пн вт ср чт пт сб нд",
    "be": "пн аў ср чц пт сб нд",
    "ru": "пн вт ср чт пт сб вс",
    "en": "Mon Tue Wed Thu Fri Sat Sun",
}
DAYS = {  # 1, 2, 5, 6
    "pl": "dzień dni dni dni",
    "uk": "день дні днів днів",
    "be": "дзень дні дзён дзён",
    "ru": "день дня дней дней",
    "en": "day days days days",
}
YEARS = {  # 1, 2, 5, 11, 21, 22, 25, 111
    "pl": "rok lata lat lat lat lata lat lat",
    "uk": "рік роки років років рік роки років років",
    "be": "год гады гадоў гадоў год гады гадоў гадоў",
    "ru": "год года лет лет год года лет лет",
    "en": "year years years years years years years years",
}
SENTENCES = {
    "Yes": ("Tak", "Так", "Так", "Да", "Yes"),
    "No": ("Nie", "Ні", "Не", "Нет", "No"),
    "today": ("dzisiaj", "сьогодні", "сёння", "сегодня", "today"),
    "Change": ("Zmień", "Змінити", "Змяніць", "Изменить", "Change"),
    "Sign In": ("Zaloguj się", "Увійти", "Увайсці", "Войти", "Sign in"),
    "Sign Out": ("Wyloguj się", "Вийти", "Выйсці", "Выйти", "Sign out"),
    "Passkey": ("Klucz dostępu", "Ключ доступу", "Ключ доступу", "Ключ доступа", "Passkey"),
    "Recovery Codes": (
        "Kody odzyskiwania", "Коди відновлення", "Коды аднаўлення", "Коды восстановления", "Recovery codes",
    ),
    "A security key has been removed.": (
        "Klucz dostępu usunięty.", "Ключ доступу видалено.", "Ключ доступу выдалены.", "Ключ доступа удалён.",
        "A passkey was removed.",
    ),
    "I have saved my recovery codes": (
        "Kody odzyskiwania są już zapisane", "Коди відновлення збережено", "Коды аднаўлення захаваны",
        "Коды восстановления сохранены", "I have saved my recovery codes",
    ),
    "Password successfully changed.": (
        "Hasło zmienione.", "Пароль змінено.", "Пароль зменены.", "Пароль изменён.", "Password successfully changed.",
    ),
    "That page contains no results": (
        "Ta strona nie zawiera wyników", "Сторінка не містить результатів", "На гэтай старонцы нічога няма",
        "Страница не содержит результатов", "That page contains no results",
    ),
}  # fmt: skip


class OneField(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_field_says_what_to_do(language):
    with override(language):
        assert OneField({}).errors["name"] == [REQUIRED[language]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_sign_in_speaks_the_language_of_the_reader(language):
    with override(language):
        assert str(DefaultAccountAdapter.error_messages["email_password_mismatch"]) == LOGIN_ERROR[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_in_text_has_the_month_in_its_case(language):
    with override(language):
        written = [format_date(datetime.date(2026, month, 2), "j E") for month in range(1, 13)]
    assert written == [f"2 {name}" for name in OF_MONTHS[language].split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_alone_is_in_the_nominative(language):
    with override(language):
        assert [format_date(datetime.date(2026, month, 1), "F") for month in range(1, 13)] == MONTHS[language].split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_weekdays_are_those_of_the_glossary(language):
    week = [datetime.date(2026, 9, day) for day in range(21, 28)]
    with override(language):
        assert [format_date(day, "l") for day in week] == WEEKDAYS[language].split()
        assert [format_date(day, "D") for day in week] == SHORT_WEEKDAYS[language].split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_that_have_passed_take_the_right_form(language):
    now = datetime.datetime(2026, 9, 22, 12, 0)
    with override(language):
        written = [timesince(now - datetime.timedelta(days=days), now) for days in (1, 2, 5, 6)]
    assert written == [f"{n}{NBSP}{word}" for n, word in zip((1, 2, 5, 6), DAYS[language].split(), strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_take_the_right_form_for_every_number(language):
    numbers = (1, 2, 5, 11, 21, 22, 25, 111)
    with override(language):
        written = [ngettext("%(num)d year", "%(num)d years", n) % {"num": n} for n in numbers]
    assert written == [f"{n} {word}" for n, word in zip(numbers, YEARS[language].split(), strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_password_names_the_length(language):
    words = {"pl": "znaków", "uk": "символів", "be": "знакаў", "ru": "знаков", "en": "characters"}
    with override(language), pytest.raises(ValidationError) as failure:
        MinimumLengthValidator(min_length=12).validate("short")
    with override(language):
        assert f"12 {words[language]}" in failure.value.messages[0]


@pytest.mark.parametrize(("position", "language"), list(enumerate(LANGUAGES)))
@pytest.mark.parametrize("message", SENTENCES)
def test_known_sentences_are_translated(message, position, language):
    with override(language):
        assert gettext(message) == SENTENCES[message][position]


@pytest.mark.parametrize("language", ["uk", "be", "ru"])
def test_everything_allauth_says_is_covered(language):
    """Polish is the language of last resort: an entry that is missing would be read in Polish."""
    covered = {(entry.msgctxt, entry.msgid) for entry in catalogue(FRAMEWORK, language)}
    elsewhere = re.compile(r"socialaccount|idp|headless|account/admin|phone")
    root = Path(allauth.__file__).parent
    missing = [
        entry.msgid
        for entry in polib.pofile(root / "locale/en/LC_MESSAGES/django.po")
        if not entry.obsolete
        and not all(elsewhere.search(place) for place, _ in entry.occurrences)
        and "phone" not in entry.msgid.lower()
        and (entry.msgctxt, entry.msgid) not in covered
    ]
    assert missing == []
