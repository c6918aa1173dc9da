"""Which languages somebody speaks: the five of the product in one tap, any other by its name."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES
from beneficiaries.rules.languages import own_name, read_language

LONGEST_OTHERS = 200
_PARTS = re.compile(r"[,;\n]")


class SpokenForm(forms.Form):
    """A form that asks for languages; ``spoken`` are their codes."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )  # fmt: skip
    other_languages = forms.CharField(
        label=gettext_lazy("Other languages"), required=False, max_length=LONGEST_OTHERS,
        help_text=gettext_lazy("With commas between them, for example: Georgian, Arabic."),
    )  # fmt: skip

    def clean_other_languages(self) -> str:
        """Read each name, in any language of the product or in itself."""
        written = str(self.cleaned_data["other_languages"])
        self.others: list[str] = []
        for name in filter(None, (part.strip() for part in _PARTS.split(written))):
            code = read_language(name)
            if code is None:
                raise forms.ValidationError(_("No language is called “%(name)s”.") % {"name": name})
            self.others.append(code)
        return written

    @property
    def spoken(self) -> list[str]:
        """The codes of a valid form, each once."""
        return list(dict.fromkeys([*self.cleaned_data["languages"], *self.others]))

    @staticmethod
    def spoken_of(codes: Sequence[str]) -> dict[str, Any]:
        """Return the values of the fields for languages that are known already."""
        others = ", ".join(own_name(code) for code in codes if code not in LANGUAGES)
        return {"languages": [code for code in codes if code in LANGUAGES], "other_languages": others}
