"""A task as a colleague writes it down."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.dates import DayField

LONGEST, LONGEST_NUMBER = 300, 20


class TaskForm(OnceForm):
    """What is to be done, until when, by whom; ``number`` names a person where the page does not."""

    text = forms.CharField(
        label=gettext_lazy("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": "2"})
    )
    due_on = DayField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )
    assigned_to = forms.TypedChoiceField(label=gettext_lazy("Who does it"), coerce=int)
    number = forms.CharField(
        label=gettext_lazy("Number of the person"), max_length=LONGEST_NUMBER, required=False,
        help_text=gettext_lazy("If it is about somebody: the number from the record."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[User], names_person: bool = True, **kwargs: Any) -> None:
        """Offer the colleagues who can be given the task."""
        super().__init__(*args, **kwargs)
        self._colleagues = {each.pk: each for each in colleagues}
        self.fields["assigned_to"].choices = [(each.pk, each.name) for each in colleagues]  # type: ignore[attr-defined]
        if not names_person:
            del self.fields["number"]

    def clean_due_on(self) -> Any:
        """Refuse a day that is over, unless the task had it already."""
        day = self.cleaned_data["due_on"]
        if day < today() and day != self.initial.get("due_on"):
            raise forms.ValidationError(_("This day is over. Choose today or a day to come."))
        return day

    def clean_number(self) -> str:
        """Take the number as people write it."""
        return self.cleaned_data["number"].replace(" ", "").upper()

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        typed = self.cleaned_data
        return {
            "text": typed["text"].strip(),
            "due_on": typed["due_on"],
            "assigned_to": self._colleagues[typed["assigned_to"]],
        }


class TaskChange(VersionForm, TaskForm):
    """A change of a task."""


class WhoseForm(forms.Form):
    """Whose tasks a list shows."""

    MINE, EVERYBODY = "moje", "wszyscy"
    kogo = forms.ChoiceField(label=gettext_lazy("Whose tasks"), required=False)

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        """Offer oneself, everybody, and each colleague."""
        super().__init__(*args, **kwargs)
        self._colleagues = {str(each.pk): each for each in colleagues}
        self.fields["kogo"].choices = [  # type: ignore[attr-defined]
            (self.MINE, _("My own")), (self.EVERYBODY, _("All that I may see")),
            *((key, each.name) for key, each in self._colleagues.items()),
        ]  # fmt: skip

    def whose(self, account: User) -> User | None:
        """Return the account whose tasks are asked for, ``None`` for all; what makes no sense is one's own."""
        asked = self.cleaned_data.get("kogo") if self.is_valid() else ""
        return None if asked == self.EVERYBODY else self._colleagues.get(asked or "", account)
