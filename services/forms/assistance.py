"""Who assists somebody: a colleague, somebody by name, or another person who takes part."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.clock import today
from portal.programmes.models import ServiceType
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from services.enums import TALK_LANGUAGES, AssistanceKind
from services.forms.courses import day_field
from services.forms.work_log import HOURS, MOST_A_DAY, SHORTEST
from services.models import Assistance

MOST_HOURS = 300
NOBODY = "–"


class AssistanceForm(OnceForm):
    """A new assistant or tutor."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of assistance", "Kind"), choices=AssistanceKind.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    assistant = forms.ChoiceField(label=gettext_lazy("Colleague who assists"), required=False)
    assistant_name = forms.CharField(
        label=gettext_lazy("Or somebody without an account"), required=False, max_length=120,
        help_text=gettext_lazy("Name of a volunteer or of somebody from outside."),
    )  # fmt: skip
    tutor_number = forms.CharField(
        label=gettext_lazy("Or a participant who learns with them, by number"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=pgettext_lazy("of assistance", "Language"), required=False,
        choices=[("", NOBODY), *TALK_LANGUAGES.items()],
    )  # fmt: skip
    monthly_hours = forms.DecimalField(
        label=gettext_lazy("Hours a month"), required=False, localize=True, min_value=0, max_value=MOST_HOURS,
        decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-xs"}),
    )  # fmt: skip
    starts_on = forms.DateField(
        label=pgettext_lazy("of assistance", "From"),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=pgettext_lazy("of assistance", "Last day"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        """Offer the colleagues within reach."""
        super().__init__(*args, **kwargs)
        self._colleagues = {str(each.pk): each for each in colleagues}
        self.fields["assistant"].choices = [  # type: ignore[attr-defined]
            ("", NOBODY), *((key, each.name) for key, each in self._colleagues.items())
        ]  # fmt: skip

    def clean(self) -> None:
        """Ask for exactly one who assists; a tutor is a peer or a volunteer; the last day comes after the first."""
        data = self.cleaned_data
        who = [data.get(name) for name in ("assistant", "assistant_name", "tutor_number")]
        if sum(bool(each) for each in who) != 1:
            self.add_error("assistant", _("Say who assists: one of the three."))
        elif data.get("tutor_number") and data.get("kind") not in (AssistanceKind.TUTOR, None):
            self.add_error("tutor_number", _("Another participant can only be a peer tutor."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))

    def values(self, tutor: Participation | None) -> dict[str, Any]:
        """Return what a valid form says, as the model names it."""
        same = ("kind", "assistant_name", "language", "monthly_hours", "starts_on", "ends_on")
        given = {name: self.cleaned_data[name] for name in same}
        return {**given, "assistant": self._colleagues.get(self.cleaned_data["assistant"]), "tutor": tutor}


class AssistanceChangeForm(VersionForm, AssistanceForm):
    """The same of what exists."""


class AssistanceHoursForm(OnceForm):
    """Hours of an assistance or a pair on one day."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of support"))
    day = day_field(gettext_lazy("Day"))
    hours = forms.DecimalField(
        label=pgettext_lazy("of work", "Hours"), localize=True, min_value=SHORTEST, max_value=MOST_A_DAY,
        decimal_places=2, widget=forms.TextInput(attrs=HOURS),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[ServiceType], **kwargs: Any) -> None:
        """Offer the kinds of support of the project."""
        super().__init__(*args, **kwargs)
        self._kinds = {each.code: each for each in kinds}
        self.fields["kind"].choices = [(each.code, each.name) for each in kinds]  # type: ignore[attr-defined]

    def clean_day(self) -> datetime.date:
        """Refuse a day that has not come yet."""
        day: datetime.date = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    @property
    def chosen(self) -> ServiceType:
        """The kind of support of a valid form."""
        return self._kinds[self.cleaned_data["kind"]]


def initial_of(found: Assistance) -> dict[str, Any]:
    """Return the values of the fields for what exists."""
    same = ("version", "kind", "assistant_name", "language", "monthly_hours", "starts_on", "ends_on")
    tutor = found.tutor.number if found.tutor else ""
    return {
        **{name: getattr(found, name) for name in same},
        "assistant": str(found.assistant_id or ""),
        "tutor_number": tutor,
    }
