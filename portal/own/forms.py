"""What is typed to sign in: a phone number or an address, the code that came, the code on paper."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.own.codes import SENT_DIGITS, digits_of, slip_code_in
from portal.ui.typed import TypedForm

LONGEST = 254


class ContactForm(TypedForm):
    """Where the code should go. Whether anybody is known there is never told (S20)."""

    contact = forms.CharField(
        label=gettext_lazy("Your phone number or e-mail"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Enter your phone number or your e-mail address.")},
    )  # fmt: skip

    def clean_contact(self) -> str:
        """Refuse what is neither, by its form alone."""
        typed: str = self.cleaned_data["contact"]
        if "@" in typed.strip("@ ") or len(digits_of(typed)) >= 7:  # noqa: PLR2004 - the shortest number
            return typed
        raise forms.ValidationError(_("Enter your phone number or your e-mail address."))


class CodeForm(TypedForm):
    """The code that came."""

    code = forms.CharField(
        label=gettext_lazy("Code from the message"), max_length=40,
        help_text=gettext_lazy("Six digits."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-s", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Enter the six digits of the code.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        """Refuse what cannot be one by its length alone."""
        if len(digits_of(self.cleaned_data["code"])) != SENT_DIGITS:
            raise forms.ValidationError(_("Enter the six digits of the code."))
        return self.cleaned_data["code"]


class SlipForm(TypedForm):
    """The code on paper."""

    slip = forms.CharField(
        label=gettext_lazy("Code from the paper"), max_length=60,
        help_text=gettext_lazy("Sixteen digits. It works once."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the sixteen digits from the paper.")},
    )  # fmt: skip

    def clean_slip(self) -> str:
        """Refuse a wrong length or a slip of the pen at once: nobody is looked up for that."""
        code = slip_code_in(self.cleaned_data["slip"])
        if not code:
            raise forms.ValidationError(_("Check the sixteen digits: one of them does not fit."))
        return code
