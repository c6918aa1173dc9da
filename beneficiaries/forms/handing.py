"""Who takes over: one person, or people of a colleague who is away."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.entry import InChargeForm
from beneficiaries.models import Care
from portal.accounts.models import Membership, User
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.ui.dates import DayField

LONGEST = datetime.timedelta(days=366)
"""How far ahead a substitution may end."""


class ChooseForm(OnceForm, InChargeForm):
    """Who is in charge of a person: every colleague with the reason for or against."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, care: Sequence[Care], colleagues: Sequence[Membership],
        ordered: Mapping[int, Sequence[tuple]], **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the colleagues of ``ordered`` (care → key and words) in that order."""
        super().__init__(*args, care=care, colleagues=colleagues, **kwargs)
        self.now = " ".join(f"{each.pk}:{each.caseworker_id or ''}" for each in care)  # type: ignore[attr-defined]
        self.fields["seen"].initial = self.now
        for each in care:
            field = self.fields[f"in_charge_{each.pk}"]
            offered = dict(field.choices)  # type: ignore[attr-defined]
            nobody = offered.pop("")
            words = {str(key): said for key, said in ordered.get(each.pk, ())}
            kept = [(key, words.get(key, name)) for key, name in offered.items() if key not in words]
            field.widget = forms.RadioSelect()
            field.choices = [*words.items(), *kept, ("", nobody)]  # type: ignore[attr-defined]

    @property
    def care_fields(self) -> list[forms.BoundField]:
        """The questions, one for each organisation."""
        return [self[name] for name in self.fields if name.startswith("in_charge_")]

    def clean(self) -> None:
        """Refuse when somebody else decided meanwhile."""
        super().clean()
        if self.cleaned_data.get("seen") != self.now:
            self.add_error(None, _("Somebody changed this at the same moment. Load the page again."))


class HandOverForm(QuestionsForm, OnceForm):
    """Which people of a colleague go to whom, until when, and why."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("People"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one person.")},
    )  # fmt: skip
    to = forms.MultipleChoiceField(
        label=gettext_lazy("Who takes over"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Several share the people evenly."),
        error_messages={"required": gettext_lazy("Tick at least one colleague.")},
    )  # fmt: skip
    until_on = DayField(
        label=gettext_lazy("Stands in until"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Blank: for good. On that day the coordinator is reminded; people go back by a button."),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300,
        help_text=gettext_lazy("For example leave or other duties; never what somebody is ill with."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], to: Sequence[tuple[User, str]], day: datetime.date,
        can_return: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the people and the colleagues; without a former colleague nobody can go back."""
        super().__init__(*args, **kwargs)
        self._day, self._users = day, {str(user.pk): user for user, _said in to}
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["to"].choices = [(str(user.pk), said) for user, said in to]  # type: ignore[attr-defined]
        if not can_return:
            del self.fields["until_on"]

    def clean_until_on(self) -> datetime.date | None:
        """Accept a day from today up to a year ahead."""
        until_on = self.cleaned_data["until_on"]
        if until_on and not self._day <= until_on <= self._day + LONGEST:
            raise forms.ValidationError(_("Enter today or a later day, within a year."))
        return until_on

    @property
    def takers(self) -> tuple[User, ...]:
        """Who takes over, of a valid form."""
        return tuple(self._users[key] for key in self.cleaned_data["to"])

    @property
    def cares(self) -> frozenset[int]:
        """The care records that change hands, of a valid form."""
        return frozenset(int(key) for key in self.cleaned_data["people"])


class GiveBackForm(OnceForm):
    """Which substitution ends; one press."""

    hand_over = forms.UUIDField(widget=forms.HiddenInput)
