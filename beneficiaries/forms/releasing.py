"""What is asked about the removal of what is due of people: of which kind, and what a second person says (S65)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.retention.models import RetentionRelease
from portal.retention.people import CASE, RECORD
from portal.submissions.once import OnceForm

CONFIRM, REFUSE = "confirm", "refuse"


class AskForm(OnceForm):
    """Ask for the removal of what is due at one of the two ends."""

    rule = forms.ChoiceField(choices=((CASE, CASE), (RECORD, RECORD)), widget=forms.HiddenInput)


class DecideForm(OnceForm):
    """Confirm or refuse one release; which of the two says the button."""

    release = forms.ModelChoiceField(queryset=RetentionRelease.objects.all(), widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=((CONFIRM, CONFIRM), (REFUSE, REFUSE)), widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False,
        help_text=gettext_lazy("Needed for a refusal, and where you confirm alone. No names of people."),
    )  # fmt: skip

    @classmethod
    def of(cls, release: RetentionRelease) -> "DecideForm":
        """Return the form of one of several releases on a page."""
        return cls(initial={"release": release.pk}, auto_id=f"id_{release.pk}_%s")

    def clean(self) -> None:
        """Ask for the reason of a refusal."""
        if self.cleaned_data.get("decision") == REFUSE and not (self.cleaned_data.get("reason") or "").strip():
            self.add_error("reason", _("Say why nothing may be removed."))

    @property
    def is_confirmed(self) -> bool:
        """Tell what a valid form decides."""
        return bool(self.cleaned_data["decision"] == CONFIRM)

    def ask_why_alone(self) -> Any:
        """Mark the reason as missing where nobody else confirms."""
        self.add_error("reason", _("Say why nobody else confirms it."))
        return self
