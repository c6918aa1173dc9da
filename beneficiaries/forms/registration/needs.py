"""What somebody wants help with first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from beneficiaries.enums import Need
from beneficiaries.forms.registration.base import AnswerForm
from beneficiaries.rules.registration import Application


class NeedsForm(AnswerForm):
    """Boxes to tick and a few words; neither is needed."""

    title = gettext_lazy("What can we help with first?")
    lead = gettext_lazy("Choose everything that is important now. We talk about the rest when we meet.")

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Choose as many as you like"), choices=Need.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    needs_words = forms.CharField(
        label=gettext_lazy("In your own words"), max_length=500, required=False,
        help_text=gettext_lazy("Do not write about health, religion or courts here. We talk about that when we meet."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def known(self) -> dict[str, Any]:
        """Return what was ticked."""
        return {**super().known(), "needs": list(self.application.needs)}

    def answered(self) -> Application:
        """Keep what was ticked."""
        self.cleaned_data["needs"] = tuple(self.cleaned_data["needs"])
        return super().answered()
