"""What is said of a field that was left blank: what is to be done there, not that it is "required"."""

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS = {
    forms.ChoiceField: _("Choose one of the options."),
    forms.MultipleChoiceField: _("Choose at least one option."),
    forms.ModelMultipleChoiceField: _("Choose at least one option."),
    forms.DateField: _("Enter the day."),
    forms.TimeField: _("Enter the time."),
    forms.BooleanField: _("Tick this box."),
}
"""By kind of field; a field with words of its own keeps them, any other says those of the framework."""


def say_what_to_do() -> None:
    """Give every kind of field its words."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), "required": words}
