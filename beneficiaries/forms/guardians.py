"""Who stands for a child, as a colleague writes it down (S30, R86)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.domain.guardians import CHANGEABLE
from beneficiaries.enums import GuardianKind
from beneficiaries.forms.households import PastDayField, day_widget
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.taking_back import TakeBackForm

BY_NUMBER, OUTSIDE = "number", "outside"
LONGEST_NAME, LONGEST_PHONE, LONGEST_WORDS, LONGEST_NUMBER = 120, 40, 1000, 20


class YesField(forms.BooleanField):
    """A box that says in words whether it is ticked."""

    def __init__(self, **kwargs: Any) -> None:
        """It may stay empty."""
        super().__init__(required=False, **kwargs)

    def in_words(self, value: Any) -> str:
        """Return yes or no."""
        return _("yes") if value else _("no")


class GuardianForm(OnceForm):
    """Who stands for the child, by what right, what may reach them, between which days.

    Nothing is allowed until somebody ticks it.
    """

    guardian = forms.ChoiceField(label=gettext_lazy("Who stands for the child"), widget=forms.RadioSelect)
    number = forms.CharField(label=gettext_lazy("Number of the person"), max_length=LONGEST_NUMBER, required=False)
    outside_name = forms.CharField(label=gettext_lazy("Name of the guardian"), max_length=LONGEST_NAME, required=False)
    outside_phone = forms.CharField(label=gettext_lazy("Phone"), max_length=LONGEST_PHONE, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("By what right"), choices=GuardianKind.choices)
    contact_allowed = YesField(label=gettext_lazy("The child may be reached through this person."))
    information_allowed = YesField(label=gettext_lazy("This person may be told about the child."))
    court_restriction = YesField(
        label=gettext_lazy("A court has restricted parental rights or contact."),
        help_text=gettext_lazy("With this ticked nothing goes to this person, whatever else is ticked."),
    )
    restriction_words = forms.CharField(
        label=gettext_lazy("What the court decided"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=gettext_lazy("File number, what is restricted, until when."),
    )  # fmt: skip
    valid_from = PastDayField(label=gettext_lazy("Since"))
    valid_until = forms.DateField(label=gettext_lazy("Last day, if there is one"), required=False, widget=day_widget())

    def __init__(self, *args: Any, relatives: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the adults of the family, by number."""
        super().__init__(*args, **kwargs)
        if "guardian" in self.fields:
            self.fields["guardian"].choices = [  # type: ignore[attr-defined]
                *relatives, (BY_NUMBER, _("somebody else who has a record here")),
                (OUTSIDE, _("somebody without a record here")),
            ]  # fmt: skip

    def clean_number(self) -> str:
        """Take the number as people write it."""
        return self.cleaned_data["number"].replace(" ", "").upper()

    def clean(self) -> None:
        """Ask for what belongs to the answers given."""
        typed = self.cleaned_data
        if typed.get("guardian") == BY_NUMBER and not typed.get("number") and "number" not in self.errors:
            self.add_error("number", _("Write the number of the person."))
        is_outside = typed.get("guardian", OUTSIDE) == OUTSIDE and "outside_name" in self.fields
        if is_outside and not typed.get("outside_name") and "outside_name" not in self.errors:
            self.add_error("outside_name", _("Write the name of the guardian."))
        words_missing = not typed.get("restriction_words") and "restriction_words" not in self.errors
        if typed.get("court_restriction") and words_missing:
            self.add_error("restriction_words", _("Write what the court decided."))
        first, last = typed.get("valid_from"), typed.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day is before the first."))

    @property
    def asked_number(self) -> str:
        """The number of the guardian; blank for somebody without a record."""
        chosen = self.cleaned_data["guardian"]
        if chosen == OUTSIDE:
            return ""
        return self.cleaned_data["number"] if chosen == BY_NUMBER else chosen

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as the model names it."""
        given = {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.cleaned_data}
        if self.cleaned_data.get("guardian", OUTSIDE) != OUTSIDE:
            given = {name: value for name, value in given.items() if not name.startswith("outside")}
        return given


class GuardianChange(VersionForm, GuardianForm):
    """A change of what is known; who it is stays."""

    def __init__(self, *args: Any, is_outside: bool, **kwargs: Any) -> None:
        """Leave out who it is; name and phone only of somebody without a record."""
        super().__init__(*args, **kwargs)
        for name in ("guardian", "number", *(() if is_outside else ("outside_name", "outside_phone"))):
            del self.fields[name]


class GuardianEnd(TakeBackForm):
    """Until when somebody stood for the child, and why that ends."""

    until = PastDayField(label=gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
