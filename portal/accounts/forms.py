"""Forms about one's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Theme


class SettingsForm(forms.Form):
    """Language and look; nothing else of an account can be changed here (S11)."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Look"), choices=Theme.choices, required=False, widget=forms.RadioSelect)
