"""The forms of a plan: the plan itself, a talk about it, a signature, the end; and what all forms of a plan share."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import PlanEnd, Signer, StatutoryProgramme
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.texts.forms import LineField
from portal.ui.dates import DayField
from portal.ui.languages import LANGUAGE_NAMES

LONGEST_TEXT, LONGEST_LINE, LONGEST_NAME = 2000, 300, 120
FACTS_ONLY = gettext_lazy(
    "Only facts that support needs. What concerns health is read by the person in charge alone."
)  # fmt: skip


def own_words_field(widget: forms.Widget | None = None) -> forms.CharField:
    """Return a field for the same words in the language of the person: for their own page and the paper."""
    return LineField(
        label=gettext_lazy("The same in the language of the person"), max_length=LONGEST_LINE, required=False,
        widget=widget,
        help_text=gettext_lazy("The person reads this on their own page and on the print-out. Blank: the words above."),
    )  # fmt: skip


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    day = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=day, **more)


def chips() -> forms.RadioSelect:
    """Return the control for a choice of a few short options."""
    return forms.RadioSelect(attrs={"class": "chips"})


def text_area(rows: int) -> forms.Textarea:
    """Return the control for a longer text."""
    return forms.Textarea(attrs={"rows": str(rows)})


class PlanPartForm(OnceForm):
    """What the forms share: ``past`` names a day that has come, ``later`` a day after it."""

    past, later = "", ""

    def clean(self) -> None:
        """Refuse a day that has not come yet, and a next day that is not later."""
        day, then = self.cleaned_data.get(self.past), self.cleaned_data.get(self.later)
        if day and day > today():
            self.add_error(self.past, _("This day has not come yet."))
        elif day and then and then <= day:
            self.add_error(self.later, _("Choose a later day."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, without what only guards the sending."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("submission", "version")}


class PlanForm(PlanPartForm):
    """When the plan was agreed, when it is talked about, and whether there is a statutory programme (R96)."""

    past, later = "opened_on", "first_review_on"
    opened_on = day_field(gettext_lazy("Agreed on"))
    first_review_on = day_field(
        gettext_lazy("First review"), help_text=gettext_lazy("A talk about the plan each quarter is usual.")
    )
    statutory_programme = forms.ChoiceField(
        label=gettext_lazy("Does the person have an „indywidualny program integracji” elsewhere?"),
        choices=StatutoryProgramme.choices, widget=chips(),
        help_text=gettext_lazy(
            "The statutory programme for people under protection, run by PCPR or MOPS. Asked once, so that the same "
            "help is not paid for twice."
        ),
    )  # fmt: skip
    statutory_where = forms.CharField(
        label=gettext_lazy("Which office, until when, what it pays for"), max_length=LONGEST_LINE, required=False
    )

    def __init__(self, *args: Any, without_where: bool = False, **kwargs: Any) -> None:
        """Leave out which office it is, where the writer may not read what stands there."""
        super().__init__(*args, **kwargs)
        if without_where:
            del self.fields["statutory_where"]

    def clean(self) -> None:
        """Ask which office runs the statutory programme."""
        super().clean()
        has_one = self.cleaned_data.get("statutory_programme") == StatutoryProgramme.YES
        asked = "statutory_where" in self.fields
        if asked and has_one and not self.cleaned_data.get("statutory_where") and "statutory_where" not in self.errors:
            self.add_error("statutory_where", _("Write which office runs it."))


class ReviewForm(PlanPartForm):
    """A talk about the plan."""

    past, later = "held_on", "next_review_on"
    held_on = day_field(gettext_lazy("Day"))
    held_by = forms.CharField(label=gettext_lazy("Who led the talk"), max_length=LONGEST_NAME)
    agreed = forms.CharField(
        label=gettext_lazy("What was agreed"), max_length=LONGEST_TEXT, widget=text_area(5), help_text=FACTS_ONLY
    )
    next_review_on = day_field(gettext_lazy("Next review"))


class SignatureForm(PlanPartForm):
    """The signed paper: when, by whom, in which language."""

    past = "signed_on"
    signed_on = day_field(gettext_lazy("Signed on"))
    signer = forms.ChoiceField(label=gettext_lazy("Who signed"), choices=Signer.choices, widget=chips())
    signer_name = forms.CharField(
        label=gettext_lazy("Name of the parent or guardian"), max_length=LONGEST_NAME, required=False
    )
    colleague = forms.CharField(label=gettext_lazy("Colleague who signed"), max_length=LONGEST_NAME)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the print-out"), choices=list(LANGUAGE_NAMES.items()), widget=chips()
    )

    def clean(self) -> None:
        """Ask for the name of who signs for a child."""
        super().clean()
        for_child = self.cleaned_data.get("signer") == Signer.GUARDIAN
        if for_child and not self.cleaned_data.get("signer_name") and "signer_name" not in self.errors:
            self.add_error("signer_name", _("Write who signed for the child."))


class CloseForm(PlanPartForm, VersionForm):
    """The end of a plan."""

    past = "closed_on"
    closed_on = day_field(gettext_lazy("Closed on"))
    end_reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=PlanEnd.choices, widget=chips())
    closing_note = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=LONGEST_TEXT, required=False, widget=text_area(3),
        help_text=FACTS_ONLY,
    )  # fmt: skip

    def __init__(self, *args: Any, opened_on: datetime.date, **kwargs: Any) -> None:
        """Take the first day of the plan: it cannot be closed before."""
        super().__init__(*args, **kwargs)
        self._opened_on = opened_on

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        day = self.cleaned_data.get("closed_on")
        if day and day < self._opened_on:
            self.add_error("closed_on", _("The plan began later."))


class PlanChange(VersionForm, PlanForm):
    """A change of the plan itself."""


class ReviewChange(VersionForm, ReviewForm):
    """A correction of a talk."""


class SignatureChange(VersionForm, SignatureForm):
    """A correction of a signature."""
