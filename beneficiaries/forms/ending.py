"""The end of participation as a caseworker records it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.rules.ending import (
    EMPLOYED_BEFORE,
    NOT_EMPLOYED_BEFORE,
    NOT_INACTIVE_BEFORE,
    PUPIL_BEFORE,
    WINDOW_OVER,
)
from portal.programmes.models import DictionaryEntry
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.submissions.taking_back import TakeBackForm

PLANNED = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
NOT_LONGER = MaxLengthValidator(100)
"""A wording of the dictionary may be longer than what a version keeps."""
WHY_UNLIKELY = {
    NOT_EMPLOYED_BEFORE: gettext_lazy("The person did not work at the start, so nothing continues."),
    EMPLOYED_BEFORE: gettext_lazy("The person worked at the start already, so work has not begun."),
    NOT_INACTIVE_BEFORE: gettext_lazy("Only somebody who was inactive at the start begins to look for work."),
    PUPIL_BEFORE: gettext_lazy("The person learned at the start already, so learning has not begun."),
    WINDOW_OVER: gettext_lazy("The days for the result are over, so nothing is being monitored any more."),
}
"""Why a situation hardly follows the state at the start (R42): asked about for one person, refused for several."""


def choices_of(situations: Sequence[DictionaryEntry], known: str = "") -> list[tuple[str, str]]:
    """Return the situations that can be chosen, in the words of the fund; an older wording of this person too."""
    found = [("", _("not known yet")), *((each.value, each.name) for each in situations)]
    return found if known in dict(found) else [*found, (known, known)]


class EndForm(QuestionsForm, OnceForm, VersionForm):
    """When and how participation ended; a correction says why."""

    end_on = forms.DateField(
        label=gettext_lazy("Day of the end"),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day of the last planned support, or of leaving earlier."),
    )  # fmt: skip
    path_completed = forms.ChoiceField(
        label=gettext_lazy("Left as planned"), choices=PLANNED, widget=forms.RadioSelect(attrs={"class": "chips"})
    )
    exit_situation = forms.ChoiceField(
        label=gettext_lazy("Situation after leaving"), required=False, validators=[NOT_LONGER],
        help_text=gettext_lazy("SM EFS needs it within the days for the result; it can be added later."),
    )  # fmt: skip
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(
        self, *args: Any, is_correction: bool, situations: Sequence[DictionaryEntry], known: str, **kwargs: Any
    ) -> None:
        """Ask for the reason of a correction; of a first end only when it was not planned.

        ``known`` is the situation as it was written down; it can stay also where no entry says so.
        """
        super().__init__(*args, **kwargs)
        self.situations = situations
        self.fields["exit_situation"].choices = choices_of(situations, known)  # type: ignore[attr-defined]
        self.fields["exit_situation"].is_needed = True  # type: ignore[attr-defined]
        self.fields["why"].required = is_correction
        self.fields["why"].help_text = (
            _("Why the end is corrected. It stays in the history.")
            if is_correction
            else _("Needed when the person left earlier than planned.")
        )

    def clean(self) -> None:
        """Ask for the reason where one is needed."""
        early = self.cleaned_data.get("path_completed") == "no"
        if early and not self.cleaned_data.get("why") and "why" not in self.errors:
            self.add_error("why", _("Write the reason."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as the version names it."""
        return {
            "end_on": self.cleaned_data["end_on"],
            "path_completed": self.cleaned_data["path_completed"] == "yes",
            "exit_situation": self.cleaned_data["exit_situation"],
        }


class ReopeningForm(TakeBackForm):
    """Why participation goes on."""

    why = forms.CharField(label=gettext_lazy("Reason for reopening"), max_length=300)
