"""What an auditor draws, notes, asks for; and what the project answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.submissions.once import OnceForm
from reporting.enums import ReviewResult, Stratum

MOST_DRAWN = 60
"""So many records at most: what one inspection can look at, and what one list can print."""


class DrawForm(OnceForm):
    """Which figure a sample is drawn from, how many records, divided by what; a seed repeats an earlier draw."""

    indicator = forms.ChoiceField(label=gettext_lazy("Figure"))
    size = forms.IntegerField(
        label=gettext_lazy("How many records"), min_value=1, max_value=MOST_DRAWN, initial=10,
        widget=forms.NumberInput(attrs={"class": "w-xs"}),
    )  # fmt: skip
    stratum = forms.ChoiceField(
        label=gettext_lazy("How to draw"), required=False, widget=forms.RadioSelect,
        choices=[("", gettext_lazy("simple: everybody with the same chance")), *Stratum.choices],
    )  # fmt: skip
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]{1,40}$", label=gettext_lazy("Seed"), required=False,
        help_text=gettext_lazy("Leave it empty, and the portal makes one. The same seed draws the same records."),
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the figures of the edition."""
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [(code, f"{name} ({code})") for code, name in indicators.items()]  # type: ignore[attr-defined]


class ReviewForm(OnceForm):
    """What an auditor says of a record: which evidence was looked at, the result, a note."""

    seen = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence that I looked at"), required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=ReviewResult.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note or question"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("The coordinators read it with a question. No names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, checks: Mapping[str, Any], **kwargs: Any) -> None:
        """Offer the conditions of the checklist."""
        super().__init__(*args, **kwargs)
        self.fields["seen"].choices = list(checks.items())  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for words when there is a question."""
        if self.cleaned_data.get("result") == ReviewResult.QUESTION and not self.cleaned_data.get("note", "").strip():
            self.add_error("note", _("Write what you ask the project."))


class AnswerForm(OnceForm):
    """What the project answers to the question of an auditor."""

    text = forms.CharField(
        label=gettext_lazy("Answer of the project"), max_length=2000, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("The auditor reads it beside the record. No names of people."),
    )  # fmt: skip


class OpenNameForm(OnceForm):
    """Why an auditor opens one name."""

    purpose = forms.CharField(
        label=gettext_lazy("What you need the name for"), min_length=10, max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=gettext_lazy("It is kept for good, and the person reads it on their own page."),
    )  # fmt: skip
