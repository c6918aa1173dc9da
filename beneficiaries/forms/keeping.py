"""What is asked about a hold: whom it is for, why, until when."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import HoldReason
from beneficiaries.forms.number import NumberField
from beneficiaries.models import Participation, RetentionHold
from portal.clock import today
from portal.submissions.once import OnceForm

WORDS = 500


class HoldForm(OnceForm):
    """A new hold; ``found`` is the participation that the number leads to within reach."""

    number = NumberField()
    reason = forms.ChoiceField(label=gettext_lazy("Why it must stay"), choices=HoldReason.choices)
    words = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example the number of the case. No names."),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty when nobody knows yet. Then it holds until you lift it."),
    )  # fmt: skip

    def __init__(self, *args: Any, within: Any, **kwargs: Any) -> None:
        """``within``: the participations that the one who asks may find."""
        super().__init__(*args, **kwargs)
        self._within = within
        self.found: Participation | None = None

    def clean_number(self) -> str:
        """Find the person; out of reach and not there are the same."""
        number = self.cleaned_data["number"]
        self.found = self._within.filter(number=number).select_related("person__data_key", "grant_project").first()
        if self.found is None:
            raise forms.ValidationError(_("There is no such number within your reach."))
        return number

    def clean_until(self) -> datetime.date | None:
        """Refuse a day that is over."""
        day = self.cleaned_data["until"]
        if day and day < today():
            raise forms.ValidationError(_("This day is over."))
        return day


class LiftForm(OnceForm):
    """One hold to lift."""

    hold = forms.ModelChoiceField(queryset=RetentionHold.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, within: Any, **kwargs: Any) -> None:
        """``within``: the holds that the one who asks sees."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["hold"]
        field.queryset = within
