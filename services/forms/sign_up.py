"""Signing up for a class without an account: who comes, how to reach them, what they need."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.forms.registration.base import as_typed
from beneficiaries.forms.registration.contact import phone_of
from beneficiaries.rules.typed import clean_line
from portal.ui.typed import TypedForm
from services.enums import SignUpNeed
from services.models import Activity
from services.rules.catalogue import year_fits

MOST_CHILDREN, FIRST_YEAR, YEAR_DIGITS = 6, 1900, 4
ADULT = 18
ROWS = "rows"
NAME = gettext_lazy("Name and surname")
YEAR = gettext_lazy("Year of birth")


@dataclass(frozen=True)
class Comer:
    """Somebody who comes: the name as it was written, the year of birth."""

    name: str
    birth_year: int
    is_child: bool = False


class SignUpForm(TypedForm):
    """Who signs up and who comes. Every field keeps what was typed, whatever it was."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Your name and surname"), max_length=120,
        error_messages={"required": gettext_lazy("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )  # fmt: skip
    birth_year = forms.CharField(
        label=gettext_lazy("Your year of birth"), max_length=10, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs", "autocomplete": "bday-year"}),
    )  # fmt: skip
    only_children = forms.BooleanField(
        label=gettext_lazy("I sign up my children only, I do not come myself"), required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"), max_length=40, required=False,
        help_text=gettext_lazy("From any country. We send neutral messages only, without words about help."),
        widget=forms.TextInput(attrs={"type": "tel", "class": "w-m", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=200, required=False,
        help_text=gettext_lazy("A phone number or an e-mail address is enough."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": gettext_lazy("Check the address. It looks like this: name@example.com")},
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=pgettext_lazy("at a class", "What do you need?"), choices=SignUpNeed.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    needs_words = forms.CharField(
        label=pgettext_lazy("at a class", "Something else that we should know"), max_length=300, required=False,
        help_text=gettext_lazy("Only what helps us to prepare. Nothing about illnesses."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    birth_year.is_needed = True  # type: ignore[attr-defined]
    phone.is_needed = True  # type: ignore[attr-defined]

    def __init__(self, data: Any = None, *, activity: Activity, on: datetime.date, add: bool = False) -> None:
        """Ask about an activity whose first day is ``on``; ``add`` shows one more child."""
        super().__init__(as_typed(data))
        self.activity, self._on = activity, on
        self.rows = min(MOST_CHILDREN, self._shown() + add)
        for place in range(self.rows):
            self.fields[f"child_name_{place}"] = forms.CharField(
                label=NAME, max_length=120, required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )  # fmt: skip
            self.fields[f"child_year_{place}"] = forms.CharField(
                label=YEAR, max_length=10, required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs", "autocomplete": "off"}),
            )  # fmt: skip
        if not activity.has_childcare:
            offered = [each for each in SignUpNeed.choices if each[0] != SignUpNeed.CHILDCARE]
            self.fields["needs"].choices = offered  # type: ignore[attr-defined]

    @property
    def may_add(self) -> bool:
        """Tell whether there is room for another child."""
        return self.rows < MOST_CHILDREN

    @property
    def children(self) -> Sequence[tuple[Any, Any]]:
        """The fields of each child."""
        return [(self[f"child_name_{place}"], self[f"child_year_{place}"]) for place in range(self.rows)]

    def clean_name(self) -> str:
        """Return one clean line."""
        return self._line("name", _("Write your name."))

    def clean_phone(self) -> str:
        """Say how many digits are lacking or too many."""
        typed = self.cleaned_data["phone"]
        return phone_of(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Ask for somebody who comes and a way to reach who signs up; years must fit the ages of the activity."""
        data = self.cleaned_data
        comers: list[Comer] = []
        if not data.get("only_children") and (year := self._year("birth_year", must=True)):
            comers.append(Comer(data.get("name", ""), year, self._on.year - year < ADULT))
        for place in range(self.rows):
            comers += self._child(place)
        if data.get("only_children") and not comers and not self.errors:
            self.add_error("child_name_0", _("Write who comes."))
        if not data.get("phone") and not data.get("email") and not {"phone", "email"} & self.errors.keys():
            self.add_error("phone", _("Write a phone number or an e-mail address, so that we can tell you of changes."))
        data["comers"] = comers
        return data

    def _child(self, place: int) -> list[Comer]:
        name_field, year_field = f"child_name_{place}", f"child_year_{place}"
        name = clean_line(self.cleaned_data.get(name_field) or "")
        typed = self.cleaned_data.get(year_field) or ""
        if not name and not typed:
            return []
        if not name:
            self.add_error(name_field, _("Write the name of the child."))
        year = self._year(year_field, must=True)
        return [Comer(name, year, is_child=True)] if name and year else []

    def _year(self, field: str, *, must: bool) -> int | None:
        typed = (self.cleaned_data.get(field) or "").strip()
        if field in self.errors or (not typed and not must):
            return None
        if not (typed.isdecimal() and len(typed) == YEAR_DIGITS and FIRST_YEAR <= int(typed) <= self._on.year):
            self.add_error(field, _("Write the year of birth in four digits, for example 1988."))
            return None
        if not year_fits(int(typed), self.activity.age_from, self.activity.age_to, self._on.year):
            self.add_error(field, _("This class is for other ages. See for whom it is, or ask us."))
            return None
        return int(typed)

    def _line(self, field: str, missing: str) -> str:
        line = clean_line(self.cleaned_data[field])
        if not line:
            raise forms.ValidationError(missing)
        return line

    def _shown(self) -> int:
        said = self.data.get(ROWS, "") if self.is_bound else ""
        return max(1, int(said)) if said.isdecimal() and len(said) == 1 else 1
