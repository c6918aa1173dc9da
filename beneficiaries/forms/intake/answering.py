"""Asking back and refusing: a ready question in the language of the person, a reason from a list (DESIGN §7)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from beneficiaries.enums import LANGUAGES, ReadyQuestion, RefusalReason
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm

LONGEST = 1000


class QuestionForm(VersionForm, OnceForm):
    """What the person is asked; they read it in their own language where it is one of the ready ones."""

    ready = forms.ChoiceField(
        label=gettext_lazy("Ready question"), required=False,
        choices=[("", gettext_lazy("none – in own words below")), *ReadyQuestion.choices],
        help_text=gettext_lazy("The person reads it in the language of the application."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("In own words"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Short and plain. Nothing about health, religion or criminal matters; no names of other people."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        """Say in which language own words are best written."""
        super().__init__(*args, **kwargs)
        self.language = language if language in LANGUAGES else "pl"

    def clean(self) -> None:
        """Ask for a question of either kind."""
        super().clean()
        if not self.errors and not self.cleaned_data.get("ready") and not self.cleaned_data.get("words"):
            self.add_error("words", _("Choose a ready question or write one."))

    def question(self) -> str:
        """Return what the person reads, of a valid form."""
        typed = self.cleaned_data
        with override(self.language):
            ready = str(ReadyQuestion(typed["ready"]).label) if typed["ready"] else ""
        return "\n\n".join(part for part in (ready, typed["words"]) if part)


class RefusalForm(VersionForm, OnceForm):
    """Why an application is refused: for the staff; the person reads a neutral sentence."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[("", gettext_lazy("choose")), *RefusalReason.choices]
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For colleagues and for a complaint. The person does not read it; it is sealed."),
    )  # fmt: skip

    def clean(self) -> None:
        """Another reason needs its words."""
        super().clean()
        if self.cleaned_data.get("reason") == RefusalReason.OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _("Write in a few words why."))


class PressForm(OnceForm):
    """Nothing to fill in: one press."""
