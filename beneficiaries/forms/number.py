"""The number of a person whom the one who asks may not see: checked for its form, never for whether it exists (S8)."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

FORM_OF_NUMBER = re.compile(r"^[\w-]{1,20}\Z")


class NumberField(forms.CharField):
    """One number as it stands in the portal; small letters become capitals."""

    def __init__(self, **kwargs: Any) -> None:
        """Take a short text."""
        widget = forms.TextInput(attrs={"class": "w-m", "autocomplete": "off", "spellcheck": "false"})
        wrong = _("Write the number as it stands in the portal, as in WS-0142.")
        super().__init__(
            label=_("Number of the person"), max_length=20, widget=widget,
            validators=[RegexValidator(FORM_OF_NUMBER, wrong)],
            help_text=_("As in WS-0142. One number, one person."), **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        """Return the number in capitals."""
        return super().clean(value).upper()
