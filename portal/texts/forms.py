"""Forms of texts: a draft in five languages, and the decision to publish it."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.texts.actions import Words
from portal.texts.models import EditedText
from portal.texts.queries import LANGUAGES, draft_of
from portal.ui.languages import LANGUAGE_NAMES

MOST = 30_000
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


class TextField(forms.CharField):
    """Words without characters that nobody sees: controls, and marks that turn the direction of writing."""

    def to_python(self, value: Any) -> str:
        """Return the words as they are kept: NFC, lines that end with LF."""
        words = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", _HIDDEN.sub("", words)).strip()


class LineField(TextField):
    """One line of such words; nothing but marks that nobody sees is nothing."""

    def to_python(self, value: Any) -> str:
        """Return the words with one space between them."""
        line = " ".join(super().to_python(value).split())
        return line if any(sign.isprintable() and not sign.isspace() for sign in line) else ""


class DraftForm(OnceForm, VersionForm):
    """Title and body in each language; a draft may have gaps, so nothing is required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the fields of every language."""
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            said = {"language": LANGUAGE_NAMES[language]}
            title = TextField(label=gettext("Title, %(language)s") % said, max_length=200)
            body = TextField(label=gettext("Text, %(language)s") % said, max_length=MOST, widget=forms.Textarea)
            for field, part in ((title, "title"), (body, "body")):
                field.required, field.is_needed = False, True  # type: ignore[attr-defined]  # blank only for now
                field.widget.attrs.update({"lang": language, "spellcheck": "true"})
                self.fields[f"{part}_{language}"] = field
            body.widget.attrs["rows"] = 18

    @property
    def words(self) -> Words:
        """The draft of a valid form."""
        said = self.cleaned_data
        return {language: (said[f"title_{language}"], said[f"body_{language}"]) for language in LANGUAGES}

    @property
    def columns(self) -> list[tuple[str, str, Any, Any]]:
        """Code and name of each language, with the two fields."""
        return [(code, LANGUAGE_NAMES[code], self[f"title_{code}"], self[f"body_{code}"]) for code in LANGUAGES]


class PublishForm(OnceForm, VersionForm):
    """Whether people are asked anew by the next version."""

    asks_anew = forms.TypedChoiceField(
        label=_("What about those who answered an earlier text?"),
        choices=[
            ("no", _("Their answers stay: the meaning is the same")),
            ("yes", _("Ask them anew: their answers do not cover this text")),
        ],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        """Ask about earlier answers only where people answer and a version has been published before."""
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["asks_anew"]

    @property
    def is_asked_anew(self) -> bool:
        """The decision of a valid form."""
        return bool(self.cleaned_data.get("asks_anew"))


def initial_of(text: EditedText) -> dict[str, Any]:
    """Return the values of the fields for the draft of a text."""
    words = draft_of(text)
    return {
        "version": text.draft_of,
        **{f"title_{language}": title for language, (title, _body) in words.items()},
        **{f"body_{language}": body for language, (_title, body) in words.items()},
    }
