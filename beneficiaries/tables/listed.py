"""Fields of the sheet of people and their values in words, as stored by an import and as compared by a person."""

import datetime
import re
from typing import Any

from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES
from beneficiaries.tables.characteristics import LABELS
from beneficiaries.tables.words import in_words
from portal.records import Words
from portal.ui.formatting import DASH, short_date

FIELD_LABELS: dict[str, Words] = {
    **LABELS,
    "surname": gettext_lazy("Surname"),
    "given_names": gettext_lazy("Given names"),
    "original_name": gettext_lazy("Name in the original script"),
    "pesel": gettext_lazy("PESEL"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "contact_language": gettext_lazy("Language of contact"),
    "group": gettext_lazy("Target group"),
    "start": gettext_lazy("Start written in the list"),
    "end": gettext_lazy("End of participation"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def field_in_words(name: str, value: Any) -> tuple[Words, str]:
    """Return the label of a field and its value in words; a dash for nothing."""
    return FIELD_LABELS.get(name, name), value_in_words(name, value)


def value_in_words(name: str, value: Any) -> str:
    """Return a value of a field in words; days may come as the text of a report."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        value = datetime.date.fromisoformat(value)
    if isinstance(value, datetime.date):
        return short_date(value)
    if name == "contact_language":
        return LANGUAGES.get(value, DASH)
    return in_words(name, value)
