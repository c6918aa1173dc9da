"""Words that were typed and not sent yet: they stay when another language is chosen, with or without scripts.

Where a public page asks something, the five languages are buttons of its form (``components/languages.html`` with
``typed``): they carry along whatever stands in the boxes.
"""

from typing import TypeVar

from django import forms
from django.http import HttpRequest

LANGUAGE_CHOSEN = "language"
"""Posted when another language was chosen while something was typed and not sent yet."""


class TypedForm(forms.Form):
    """A form that can show what was typed into it without weighing it: then it is not sent, so not valid either."""

    is_weighed = True

    def keep_typed(self) -> None:
        """Show what was typed without weighing it: another language was chosen meanwhile."""
        self.is_weighed = False
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}

    def is_valid(self) -> bool:
        """Tell whether it was sent and every answer fits."""
        return self.is_weighed and super().is_valid()


Kind = TypeVar("Kind", bound=TypedForm)


def typed_into(kind: type[Kind], request: HttpRequest) -> Kind:
    """Return a form with what was posted; not weighed where another language was chosen meanwhile."""
    form = kind(request.POST if request.method == "POST" else None)
    if LANGUAGE_CHOSEN in form.data:
        form.keep_typed()
    return form
