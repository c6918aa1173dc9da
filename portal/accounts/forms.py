"""Forms about one's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Theme


class SettingsForm(forms.Form):
    """Language, look and shortcuts; nothing else of an account can be changed here (S11)."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Look"), choices=Theme.choices, required=False, widget=forms.RadioSelect)
    single_keys = forms.BooleanField(
        label=_("Use single keys as shortcuts"), required=False,
        help_text=_("For example N records support. Turn it off if you press keys by mistake."),
    )  # fmt: skip


class KeysForm(forms.Form):
    """The switch of single keys alone."""

    single_keys = SettingsForm.base_fields["single_keys"]
