"""Which assessments are compared or printed, and in which language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Choices = Sequence[tuple[str, str]]


class ComparisonForm(forms.Form):
    """Two assessments, any of them."""

    before = forms.ChoiceField(label=gettext_lazy("Earlier assessment"))
    after = forms.ChoiceField(label=gettext_lazy("Later assessment"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        """Offer the assessments of one person."""
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for two different ones."""
        if self.cleaned_data.get("before") and self.cleaned_data.get("before") == self.cleaned_data.get("after"):
            self.add_error("after", _("Choose two different assessments."))


class PrintForm(forms.Form):
    """One assessment or two, in a language, with health only for those who may read it and say so."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the printout"), choices=settings.LANGUAGES)
    assessment = forms.ChoiceField(label=gettext_lazy("Assessment"))
    earlier = forms.ChoiceField(label=gettext_lazy("Beside an earlier one"), required=False)
    with_health = forms.BooleanField(label=gettext_lazy("Also the area of health"), required=False)

    def __init__(self, *args: Any, choices: Choices, may_see_health: bool, **kwargs: Any) -> None:
        """Offer the assessments of one person."""
        super().__init__(*args, **kwargs)
        self.fields["assessment"].choices = choices  # type: ignore[attr-defined]
        self.fields["earlier"].choices = [("", _("none")), *choices]  # type: ignore[attr-defined]
        if not may_see_health:
            del self.fields["with_health"]

    def clean(self) -> None:
        """Ask for two different ones."""
        if self.cleaned_data.get("earlier") and self.cleaned_data["earlier"] == self.cleaned_data.get("assessment"):
            self.add_error("earlier", _("Choose two different assessments."))
