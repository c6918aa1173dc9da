"""Emergency access: what is asked of who asks, and of who reviews (S28)."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.breakglass import Asking
from beneficiaries.enums import GlassCategory, GlassOutcome
from beneficiaries.forms.number import NumberField
from beneficiaries.rules.breakglass import SHORTEST_REASON
from portal.submissions.once import OnceForm

TOO_SHORT = _("Write at least 20 characters: what happened, and what you must do now.")


class AskForm(OnceForm):
    """One number, why it cannot wait, and the reason in words."""

    number = NumberField()
    category = forms.ChoiceField(label=_("What it is about"), choices=GlassCategory.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MinLengthValidator(SHORTEST_REASON, TOO_SHORT)],
        help_text=_("What happened, and what you must do now. Those who review the access read it."),
    )  # fmt: skip

    @property
    def asking(self) -> Asking:
        """What a valid form asks for."""
        typed = self.cleaned_data
        return Asking(typed["number"], GlassCategory(typed["category"]), typed["reason"])


class GlassReviewForm(OnceForm):
    """What came of the review."""

    access = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=GlassOutcome.choices, widget=forms.RadioSelect(attrs={"class": "chips"})
    )
    note = forms.CharField(
        label=_("What was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whom you asked, and what follows."),
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form says."""
        return {"outcome": GlassOutcome(self.cleaned_data["outcome"]), "note": self.cleaned_data["note"]}


class CloseForm(OnceForm):
    """End an emergency access now."""

    access = forms.UUIDField(widget=forms.HiddenInput)
