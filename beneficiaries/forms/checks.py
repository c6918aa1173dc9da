"""What is weighed in a value by itself, wherever it is typed: postcode, phone, PESEL (R103–R104)."""

import datetime
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from beneficiaries.rules.pesel import InvalidPesel, Pesel, read_pesel
from portal.ui.formatting import number

FEWEST_DIGITS, MOST_DIGITS = 7, 15


class TypedChecks:
    """Checks of single fields for a form that says with ``day`` which day it is."""

    day: datetime.date
    cleaned_data: dict[str, Any]
    read: Pesel | None = None

    def clean_postcode(self) -> str:
        """Accept five digits, however they are divided."""
        digits = re.sub(r"[\s\-–]", "", self.cleaned_data["postcode"])
        if digits and not re.fullmatch(r"[0-9]{5}", digits):
            raise forms.ValidationError(_("Enter five digits, as in 81-862."))
        return f"{digits[:2]}-{digits[2:]}" if digits else ""

    def clean_phone(self) -> str:
        """Accept any way of writing; say how many digits are wrong (SM EFS takes 7 to 15)."""
        typed = " ".join(self.cleaned_data["phone"].split())
        digits = re.sub(r"\D", "", typed)
        if typed and not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
            raise forms.ValidationError(_("A phone number has 7 to 15 digits; here are %(count)s.") % {
                "count": number(len(digits))
            })  # fmt: skip
        return typed

    def clean_pesel(self) -> str:
        """Refuse what is no PESEL (R103–R104)."""
        typed = self.cleaned_data["pesel"]
        if not typed.strip():
            return ""
        try:
            self.read = read_pesel(typed)
        except InvalidPesel:
            raise forms.ValidationError(_("This is no PESEL number. Check every digit with the document.")) from None
        if self.read.birth_date > self.day:
            raise forms.ValidationError(_("The PESEL number names a day of birth that has not come yet."))
        return self.read.number
