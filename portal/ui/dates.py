"""A day that is remembered or read from a document: day, month and year in three fields (design §7)."""

import datetime
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.formatting import LONG, short_date

PARTS = (gettext_lazy("Day"), gettext_lazy("Month"), gettext_lazy("Year"))
SHORTEST_NAME, DIGITS_OF_YEAR, LONGEST_PART = 3, 4, 20
LAST_DAY, LAST_MONTH = 31, 12
FIRST_YEAR = 1000
"""The first year of four digits: a browser makes the year 26 of „26”."""


class DateTrio(forms.MultiWidget):
    """Three boxes with their own labels; drawn by ``portal.ui.controls``."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the boxes: two narrow ones and a wider one."""
        sizes = ("w-xs", "w-s", "w-s")
        modes: tuple[dict[str, str], ...] = ({"inputmode": "numeric"}, {}, {"inputmode": "numeric"})
        boxes = [
            forms.TextInput(attrs={"class": f"input {size}", "maxlength": LONGEST_PART, "autocomplete": "off", **mode})
            for size, mode in zip(sizes, modes, strict=True)
        ]
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return day, month and year of a date."""
        return [value.day, value.month, value.year] if isinstance(value, datetime.date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give every box its label."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], PARTS, strict=True):
            box["label"] = label
        return context


class DayField(forms.DateField):
    """A day near by, in the browser's own control."""

    def validate(self, value: datetime.date | None) -> None:
        """Refuse a year of one, two or three digits."""
        super().validate(value)
        if value and value.year < FIRST_YEAR:
            raise _year_refused()


class DateTrioField(forms.MultiValueField):
    """A date typed as three parts; the month also by its name in any of the product's languages."""

    widget = DateTrio

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes; all three parts or none."""
        parts = [forms.CharField(max_length=LONGEST_PART, required=False) for _part in PARTS]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> datetime.date | None:
        """Return the day; say which of its parts is wrong."""
        parts = [str(part or "").strip() for part in value or []]
        if not any(parts):
            if self.required:
                raise forms.ValidationError(_("Enter the day, the month and the year."), code="required")
            return None
        return self.compress([*parts, "", "", ""][: len(PARTS)])

    def compress(self, data_list: list[str]) -> datetime.date:
        """Join the parts; raises ``ValidationError`` for what is no day of the calendar."""
        day, month, year = data_list
        numbers = (_day(day), _month(month), _year(year))
        try:
            return datetime.date(numbers[2], numbers[1], numbers[0])
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("There is no such day in the calendar. Check day and month.")) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare days, not parts."""
        return self.in_words(initial) != self.in_words(data)

    def in_words(self, value: Any) -> str:
        """Return a day, or what was typed instead of one, as text for comparing."""
        if isinstance(value, list | tuple):
            try:
                value = self.compress([str(part or "") for part in value])
            except (forms.ValidationError, ValueError):
                return " ".join(str(part) for part in value if part)
        return short_date(value) if isinstance(value, datetime.date) else str(value or "")


def _day(text: str) -> int:
    number = _number(text)
    if number is None or not 1 <= number <= LAST_DAY:
        raise forms.ValidationError(_("Enter the day as a number from 1 to 31."))
    return number


def _month(text: str) -> int:
    number = month_number(text)
    if number is None:
        raise forms.ValidationError(_("Enter the month as a number from 1 to 12 or by its name."))
    return number


def _year(text: str) -> int:
    number = _number(text)
    if number is None or len(text) != DIGITS_OF_YEAR or number < FIRST_YEAR:
        raise _year_refused()
    return number


def _year_refused() -> forms.ValidationError:
    return forms.ValidationError(_("Enter the year with four digits."))


def _number(text: str) -> int | None:
    """Read digits of any script."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS_OF_YEAR else None


def month_number(text: str) -> int | None:
    """Read „3”, „03”, „marzec”, „marca”, „mar.”, „березня” …; ``None`` for anything else."""
    number = _number(text)
    if number is not None:
        return number if 1 <= number <= LAST_MONTH else None
    word = text.casefold().strip(" .")
    names = _month_names()
    if word in names:
        return names[word]
    fitting = {month for name, month in names.items() if len(word) >= SHORTEST_NAME and name.startswith(word)}
    return fitting.pop() if len(fitting) == 1 else None


@cache
def _month_names() -> dict[str, int]:
    """Return the names of months in the product's languages, as they stand alone and in a date."""
    return {
        name.casefold().strip("."): month
        for language in LONG
        for form in ("format", "stand-alone")
        for month, name in Locale(language).months[form]["wide"].items()
    }
