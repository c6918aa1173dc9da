"""What a person sends from their own pages: a photo of a document, a request about their data, a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import RightKind, SentAs
from portal.submissions.once import OnceForm
from portal.uploads.forms import UploadForm

LONGEST_WORDS = 2000
KINDS = {
    RightKind.RECTIFICATION: gettext_lazy("Something is wrong: correct it"),
    RightKind.ACCESS: gettext_lazy("I want a copy of everything you have about me"),
    RightKind.ERASURE: gettext_lazy("Erase my data"),
    RightKind.RESTRICTION: gettext_lazy("Do not use my data for a time"),
    RightKind.OBJECTION: gettext_lazy("I object to the use of my data"),
}
"""The rights in words that need no lawyer."""


class SendForm(UploadForm, OnceForm):
    """Photos of one document."""

    shows = forms.ChoiceField(
        label=gettext_lazy("What is on the photo"), choices=SentAs.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": gettext_lazy("Choose what is on the photo.")},
    )  # fmt: skip

    def clean(self) -> None:
        """Ask for at least one file."""
        super().clean()
        if not self.clean_uploads and not {"photo", "chosen"} & set(self.errors):
            self.add_error("chosen", _("Take a photo or choose a file."))


class AskForm(OnceForm):
    """A request about one's own data."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want"), choices=list(KINDS.items()),
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": gettext_lazy("Choose what you want.")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What is wrong, and what is right"), max_length=LONGEST_WORDS, required=False,
        help_text=gettext_lazy("You may write in your language."), widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean(self) -> None:
        """Without words nobody knows what to correct."""
        super().clean()
        wanted: dict[str, Any] = self.cleaned_data
        if wanted.get("kind") == RightKind.RECTIFICATION and not wanted.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what should be corrected."))
