"""Citizenships as people write them: up to three boxes, names in any of the product's languages (R49)."""

from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext as _

from beneficiaries.enums import SPECIAL_CITIZENSHIPS
from beneficiaries.rules.citizenship import STATELESS, UNDETERMINED
from beneficiaries.rules.countries import country_name, is_country, read_citizenships
from portal.ui.formatting import current_language

BOXES, LONGEST = 3, 80
LIST = "countries"


class CitizenshipsWidget(forms.MultiWidget):
    """Boxes with suggestions from the list ``countries`` of the page."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the boxes."""
        box = {"class": "input w-m", "list": LIST, "maxlength": LONGEST, "autocomplete": "off"}
        super().__init__([forms.TextInput(attrs=dict(box)) for _box in range(BOXES)], attrs)

    def decompress(self, value: Any) -> list[str]:
        """Return the names of the countries; those that find no box share the last one."""
        names = [country_name(code) for code in str(value or "").split()]
        boxes = [*names[: BOXES - 1], ", ".join(names[BOXES - 1 :])]
        return [*boxes, *[""] * (BOXES - len(boxes))]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give every box its label."""
        context = super().get_context(name, value, attrs)
        for place, box in enumerate(context["widget"]["subwidgets"], start=1):
            box["label"] = _("Citizenship %(place)s") % {"place": place}
        return context


class CitizenshipsField(forms.MultiValueField):
    """The codes of the countries (ISO 3166), divided by spaces; "" when nothing is known yet."""

    widget = CitizenshipsWidget

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        boxes = [forms.CharField(max_length=LONGEST, required=False) for _box in range(BOXES)]
        super().__init__(fields=boxes, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        """Read every box; one that names no country is an error."""
        codes: list[str] = []
        for written in data_list:
            found = _read(written)
            if found is None:
                raise forms.ValidationError(_("No country is called “%(name)s”.") % {"name": written})
            codes += found
        return " ".join(dict.fromkeys(codes))

    def in_words(self, value: Any) -> str:
        """Return citizenships, or what was typed instead, as text for comparing."""
        if isinstance(value, str):
            value = self.widget.decompress(value)
        names = (str(each or "").strip() for each in value or [])
        return ", ".join(name for name in names if name)


def suggestions() -> list[str]:
    """Return names of countries in the language of the page, and what stands for no country."""
    return [*(str(SPECIAL_CITIZENSHIPS[code]) for code in (STATELESS, UNDETERMINED)), *_countries(current_language())]


@cache
def _countries(language: str) -> list[str]:
    return sorted({name for code, name in Locale(language).territories.items() if is_country(code)})


def _read(written: str) -> list[str] | None:
    special = {country_name(code).casefold(): code for code in SPECIAL_CITIZENSHIPS}
    if written.strip().casefold() in special:
        return [special[written.strip().casefold()]]
    return read_citizenships(written)
