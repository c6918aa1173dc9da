"""Another spelling or a former name of a person, as a colleague adds it (R107)."""

import unicodedata

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import AliasKind
from portal.submissions.once import OnceForm

LONGEST = 250


class AliasForm(OnceForm):
    """A name by which the person is found too; it never becomes the official one."""

    name = forms.CharField(
        label=gettext_lazy("Surname and given name"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("In any script, as it stands on a document, a list or a diploma."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=AliasKind.choices, initial=AliasKind.OTHER_SPELLING,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip

    def clean_name(self) -> str:
        """Write it in one way; what is no word at all is no name."""
        name = unicodedata.normalize("NFC", " ".join(self.cleaned_data["name"].split()))
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Enter a name."))
        return name
