"""Coming back: the code, where to send it, and the answer to a question of staff."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.registration.base import as_typed
from beneficiaries.forms.registration.contact import phone_of
from portal.messages.enums import Channel
from portal.ui.typed import TypedForm


class CodeForm(TypedForm):
    """The code that was shown or sent."""

    use_required_attribute = False

    code = forms.CharField(
        label=gettext_lazy("Your code"), max_length=60,
        help_text=gettext_lazy("12 letters and digits. Capitals and dashes do not matter."),
        error_messages={"required": gettext_lazy("Write the code from the page or the paper.")},
        widget=forms.TextInput(attrs={
            "class": "w-m", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
        }),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        """Take what was typed, without what nobody sees."""
        super().__init__(as_typed(data))


class SendCodeForm(TypedForm):
    """Where to send the code: a phone number or an e-mail address, of the person's own choice."""

    use_required_attribute = False
    prefix = "send"

    address = forms.CharField(
        label=gettext_lazy("Phone number or e-mail address"), max_length=200,
        help_text=gettext_lazy("Only if nobody else reads it. We send the code alone, without words about help."),
        error_messages={"required": gettext_lazy("Write a phone number or an e-mail address.")},
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        """Take what was typed, without what nobody sees."""
        super().__init__(as_typed(data))

    def clean_address(self) -> str:
        """Read it as what it looks like."""
        typed: str = self.cleaned_data["address"]
        if "@" not in typed:
            return phone_of(typed)
        try:
            validate_email(typed)
        except forms.ValidationError:
            raise forms.ValidationError(_("Check the address. It looks like this: name@example.com")) from None
        return typed

    @property
    def channel(self) -> Channel:
        """How it goes there."""
        return Channel.EMAIL if "@" in self.cleaned_data["address"] else Channel.SMS


class ReplyForm(TypedForm):
    """Words to those who asked."""

    use_required_attribute = False

    reply = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your answer.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        """Take what was typed, without what nobody sees."""
        super().__init__(as_typed(data))
