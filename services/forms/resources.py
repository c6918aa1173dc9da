"""An interpreter or a place of childcare as it is written down, and a booking."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.accounts.models import Organisation, User
from portal.submissions.once import OnceForm
from services.enums import ResourceKind, Tie
from services.forms.spoken import SpokenForm
from services.forms.week import WeekForm, week_of
from services.models import Resource
from services.queries.resources import Offered
from services.rules.resources import NoDays, days_in_words, parse_days

LONGEST_NAME, LONGEST_AWAY, MOST_CHILDREN, LONGEST_USE = 120, 2000, 100, 1440
NOBODY = "–"
PLAIN = ("name", "kind", "tie", "is_retired")


class ResourceForm(WeekForm, SpokenForm, OnceForm):
    """An interpreter with languages, or childcare with places; hours by weekday, days away."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of a resource", "What it is"), choices=ResourceKind.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name of the person, firm or place"), max_length=LONGEST_NAME,
        help_text=gettext_lazy("Colleagues see it; people who take part never do."),
    )  # fmt: skip
    tie = forms.ChoiceField(label=gettext_lazy("Who that is"), choices=Tie.choices, initial=Tie.OUTSIDE)
    account = forms.ChoiceField(
        label=gettext_lazy("Account of the colleague or volunteer"), required=False,
        help_text=gettext_lazy("Then the hours stand in their own statement."),
    )  # fmt: skip
    organisation = forms.ChoiceField(label=gettext_lazy("Of which organisation"), required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("For so many children at once"), required=False, min_value=1, max_value=MOST_CHILDREN,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    away = forms.CharField(
        label=gettext_lazy("Days away"), required=False, max_length=LONGEST_AWAY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One span a line, for example 24.12.2026–2.01.2027 or 6.01.2027."),
    )  # fmt: skip
    is_retired = forms.BooleanField(label=gettext_lazy("Not in use any more"), required=False)
    field_order = ("kind", "name", "tie", "account", "organisation", "languages", "other_languages", "capacity")

    def __init__(
        self, *args: Any, accounts: Sequence[User], organisations: Sequence[Organisation], **kwargs: Any
    ) -> None:
        """Offer the colleagues and organisations of the project."""
        super().__init__(*args, **kwargs)
        self._accounts = {str(each.pk): each for each in accounts}
        self._bodies = {str(each.pk): each for each in organisations}
        fields: Any = self.fields
        fields["languages"].label = _("Languages of the interpreter")
        fields["account"].choices = [("", NOBODY), *((key, each.name) for key, each in self._accounts.items())]
        fields["organisation"].choices = [("", NOBODY), *((key, each.name) for key, each in self._bodies.items())]

    def clean(self) -> None:
        """Read days away; an interpreter needs a language, childcare a number of places."""
        super().clean()
        data = self.cleaned_data
        self.days: list[tuple[datetime.date, datetime.date]] = []
        try:
            self.days = parse_days(data.get("away", ""))
        except NoDays:
            self.add_error("away", _("Write days like 24.12.2026–2.01.2027, each span in a line of its own."))
        is_known = "other_languages" in self.errors or self.spoken
        if data.get("kind") == ResourceKind.INTERPRETER and not is_known:
            self.add_error("languages", _("Choose at least one language."))
        if data.get("kind") == ResourceKind.CHILDCARE and not data.get("capacity") and "capacity" not in self.errors:
            self.add_error("capacity", _("Write for how many children."))

    @property
    def first(self) -> list[Any]:
        """The other fields, in order."""
        return [each for each in self.visible_fields() if not each.name.startswith("hours_")]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; hours and days stand in ``spans`` and ``days``."""
        data = self.cleaned_data
        is_interpreter = data["kind"] == ResourceKind.INTERPRETER
        return {
            **{name: data[name] for name in PLAIN},
            "languages": self.spoken if is_interpreter else [],
            "capacity": 1 if is_interpreter else data["capacity"],
            "account": self._accounts.get(data["account"]),
            "organisation": self._bodies.get(data["organisation"]),
        }

    @staticmethod
    def initial_of(resource: Resource) -> dict[str, Any]:
        """Return the values of the fields for a resource that exists (two queries)."""
        known: Any = resource
        return {
            **{name: getattr(resource, name) for name in (*PLAIN, "capacity")},
            **SpokenForm.spoken_of(resource.languages),
            "account": str(known.account_id or ""), "organisation": str(known.organisation_id or ""),
            "away": days_in_words((each.first_on, each.last_on) for each in known.away.all()),
            **week_of(known.hours.all()),
        }  # fmt: skip


class BookingForm(OnceForm):
    """Book one of those who are free; of childcare so many places."""

    resource = forms.ChoiceField(
        label=gettext_lazy("Who or what"), widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={
            "required": gettext_lazy("Choose who or what is booked."),
            "invalid_choice": gettext_lazy("This is not free any more. Choose another."),
        },
    )  # fmt: skip
    places = forms.IntegerField(
        label=gettext_lazy("Places, for childcare"), min_value=1, max_value=MOST_CHILDREN, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Sequence[tuple[Offered, str]], **kwargs: Any) -> None:
        """Take those who are free, each with the words of its choice."""
        super().__init__(*args, **kwargs)
        self._free = {str(each.resource.pk): each for each, _words in offered}
        self.fields["resource"].choices = [  # type: ignore[attr-defined]
            (str(each.resource.pk), words) for each, words in offered
        ]
        if all(each.resource.is_interpreter for each, _words in offered):
            self.fields["places"].required = False
            self.fields["places"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> Resource:
        """The resource of a valid form."""
        return self._free[self.cleaned_data["resource"]].resource

    @property
    def asked(self) -> int:
        """So many places of a valid form."""
        return self.cleaned_data["places"] or 1


class UsedForm(forms.Form):
    """How long somebody was really there."""

    minutes = forms.IntegerField(
        label=gettext_lazy("How long it really was, in minutes"), min_value=0, max_value=LONGEST_USE, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
        help_text=gettext_lazy("Blank: as planned."),
    )  # fmt: skip
