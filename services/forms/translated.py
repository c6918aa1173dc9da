"""Fields with a text for each language: Polish is needed, the others may follow."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.ui.languages import LANGUAGE_NAMES

POLISH = "pl"


class TranslatedForm(forms.Form):
    """A form whose ``translated`` fields stand once for each language: name, label, longest text, lines."""

    translated: tuple[tuple[str, Any, int, int], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the fields; only the first one is needed, and only in Polish."""
        super().__init__(*args, **kwargs)
        for place, (name, label, longest, lines) in enumerate(self.translated):
            for code, language in LANGUAGE_NAMES.items():
                said = str(label)
                if code != POLISH:
                    said = _("%(field)s (%(language)s)") % {"field": label, "language": language}
                attrs = {"lang": code, **({"rows": lines} if lines > 1 else {})}
                widget = forms.Textarea(attrs=attrs) if lines > 1 else forms.TextInput(attrs=attrs)
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=said, max_length=longest, required=place == 0 and code == POLISH, widget=widget
                )

    @property
    def words(self) -> dict[str, str]:
        """Return the texts of a valid form, by the names of the model’s fields."""
        return {name: self.cleaned_data[name] or "" for name in self._names()}

    @property
    def in_polish(self) -> list[BoundField]:
        """The fields that everybody fills in."""
        return [self[name] for name in self._names() if name.endswith(f"_{POLISH}")]

    @property
    def in_others(self) -> list[BoundField]:
        """The fields of the other languages."""
        return [self[name] for name in self._names() if not name.endswith(f"_{POLISH}")]

    @property
    def others_fail(self) -> bool:
        """Tell whether one of the folded fields has to be corrected."""
        return any(field.errors for field in self.in_others)

    @classmethod
    def _names(cls) -> Iterable[str]:
        return [f"{name}_{code}" for name, *_rest in cls.translated for code in LANGUAGE_NAMES]


def words_of(thing: Any, form: type[TranslatedForm]) -> dict[str, str]:
    """Return the texts of a thing as initial values of a form."""
    return {name: getattr(thing, name) or "" for name in form._names()}
