"""Forms about one's own account."""

import string
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Theme
from portal.ui.shortcuts import Shortcut

SIGNS = "/ ? . , ; ' [ ] - ="
KEYS = frozenset(string.ascii_lowercase) | frozenset(SIGNS.split())
PREFIX = "key_"


class SettingsForm(forms.Form):
    """Language, look and shortcuts; nothing else of an account can be changed here (S11)."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Look"), choices=Theme.choices, required=False, widget=forms.RadioSelect)
    single_keys = forms.BooleanField(
        label=_("Use single keys as shortcuts"), required=False,
        help_text=_("For example N records support. Turn it off if you press keys by mistake."),
    )  # fmt: skip


class StaffSettingsForm(SettingsForm):
    """What the settings of the staff ask beside: in which languages they talk with people."""

    spoken = forms.MultipleChoiceField(
        label=_("Languages you talk with people in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The coordinator sees this when choosing who takes a new person."),
    )  # fmt: skip


class KeysForm(forms.Form):
    """The switch of single keys, and a field for each key that the account may change; blank is the usual key.

    On a Cyrillic keyboard the letter in the same place is pressed, so keys are Latin letters for everybody.
    """

    single_keys = SettingsForm.base_fields["single_keys"]

    def __init__(self, *args: Any, keys: Mapping[str, Shortcut], **kwargs: Any) -> None:
        """Make a field for each of ``keys``."""
        super().__init__(*args, **kwargs)
        self.usual = {name: shortcut.keys[0].lower() for name, shortcut in keys.items()}
        for name, shortcut in keys.items():
            self.fields[PREFIX + name] = _key_field(shortcut)

    @property
    def key_fields(self) -> list[forms.BoundField]:
        """The fields of the keys alone."""
        return [self[PREFIX + name] for name in self.usual]

    @property
    def own_keys(self) -> dict[str, str]:
        """The keys that differ from the usual ones, by name."""
        chosen = {name: self.cleaned_data.get(PREFIX + name, "") for name in self.usual}
        return {name: key for name, key in chosen.items() if key not in ("", self.usual[name])}

    def clean(self) -> dict[str, Any]:
        """Refuse what is no key, and a key that does two things."""
        taken: dict[str, str] = {}
        for name, usual in self.usual.items():
            field = PREFIX + name
            if field in self.errors:
                continue
            key = self.cleaned_data[field] = self.cleaned_data[field].lower()
            if key and key not in KEYS:
                self.add_error(
                    field, _("Type one letter from a to z, or one of these signs: {signs}").format(signs=SIGNS)
                )
            elif (key or usual) in taken:
                what = self.fields[taken[key or usual]].label
                self.add_error(field, _("This key is taken: {what}").format(what=what))
            else:
                taken[key or usual] = field
        return self.cleaned_data


def _key_field(shortcut: Shortcut) -> forms.CharField:
    attributes = {"class": "w-xs", "autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(label=shortcut.says, max_length=1, required=False, widget=forms.TextInput(attrs=attributes))
