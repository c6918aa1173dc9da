"""Joining somebody of an application to a known person: which of the differing values are taken over (S68)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm

OURS, THEIRS = "ours", "theirs"


class LinkForm(VersionForm, OnceForm):
    """For each value that differs, whose counts; nothing is taken over that nobody marked."""

    person_version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, differing: Iterable[tuple[str, bool]], **kwargs: Any) -> None:
        """Offer the fields that differ; ``True`` marks what is proposed to be taken over."""
        super().__init__(*args, **kwargs)
        self.differing = dict(differing)
        for name, take in self.differing.items():
            self.fields[f"take-{name}"] = forms.ChoiceField(
                choices=[(OURS, OURS), (THEIRS, THEIRS)], initial=THEIRS if take else OURS, required=False
            )

    def is_taken(self, name: str) -> bool:
        """Tell whether the value of the application is marked."""
        return bool(self[f"take-{name}"].value() == THEIRS)

    def chosen(self) -> list[str]:
        """Return the fields to take over, of a valid form."""
        return [name for name in self.differing if self.cleaned_data[f"take-{name}"] == THEIRS]


class NumberForm(forms.Form):
    """The number of a known person."""

    osoba = forms.CharField(label=_("Number of the person"), max_length=20)
