"""Families as a colleague writes them down."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import FamilyRole
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm

LONGEST_SEARCH, LONGEST_NAME, LONGEST_ADDRESS = 100, 120, 300
NOBODY = ""
Choices = Sequence[tuple[str, str]]


def day_widget() -> forms.DateInput:
    """Return the field of a day."""
    return forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")


class PastDayField(forms.DateField):
    """A day that has come."""

    def __init__(self, **kwargs: Any) -> None:
        """Draw a day."""
        super().__init__(widget=day_widget(), **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse a day to come."""
        day = super().clean(value)
        if day and day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class JoinForm(OnceForm):
    """Who comes into a family, as what, and since when; ``chosen`` is one of the people who were found."""

    who = forms.CharField(
        label=gettext_lazy("Name, number, phone or PESEL"), max_length=LONGEST_SEARCH, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    chosen = forms.ChoiceField(
        label=gettext_lazy("With whom"), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("You see no person with this number. Search again.")},
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("In the family"), choices=FamilyRole.choices)
    since = PastDayField(label=gettext_lazy("Lives there since"))

    def __init__(self, *args: Any, people: Choices, may_be_alone: bool, **kwargs: Any) -> None:
        """Offer the people found; ``may_be_alone``: a new family can begin with one person."""
        super().__init__(*args, **kwargs)
        alone = [(NOBODY, _("nobody yet: a new family"))] if may_be_alone else []
        self.fields["chosen"].choices = [*alone, *people]  # type: ignore[attr-defined]
        self.fields["chosen"].required = not may_be_alone
        self.fields["chosen"].is_needed = True  # type: ignore[attr-defined]
        if not may_be_alone:
            self.fields["chosen"].label = pgettext_lazy("into a family", "Who joins")


class LeaveForm(OnceForm):
    """Since when somebody does not live with the family any more, and why it is written down."""

    until = PastDayField(label=gettext_lazy("Last day with the family"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class DescribeForm(OnceForm, VersionForm):
    """Name and shared address; the address only where nobody in the family is protected (S25)."""

    name = forms.CharField(
        label=gettext_lazy("Name of the family"), max_length=LONGEST_NAME, required=False,
        help_text=gettext_lazy("Only if the surnames do not say it."),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Shared address"), max_length=LONGEST_ADDRESS, required=False,
        help_text=gettext_lazy("It stands on this page only, never on the record of a person."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_address: bool, **kwargs: Any) -> None:
        """Leave the address out where it is not shown."""
        super().__init__(*args, **kwargs)
        if not has_address:
            del self.fields["address"]

    def words(self, name: str, readable: bool) -> str | None:
        """Return what is to be written; ``None`` leaves it: blank in a field that was not shown says nothing."""
        if name not in self.fields:
            return None
        typed = " ".join(self.cleaned_data[name].split())
        return typed if typed or readable else None
