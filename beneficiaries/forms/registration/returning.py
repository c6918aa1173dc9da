"""Coming back: the code, and the answer to a question of staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from beneficiaries.forms.registration.base import as_typed


class CodeForm(forms.Form):
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


class ReplyForm(forms.Form):
    """Words to those who asked."""

    use_required_attribute = False

    reply = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your answer.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        """Take what was typed, without what nobody sees."""
        super().__init__(as_typed(data))
