"""What a project offers: places with opening hours, kinds of support, days off, what colleagues teach and speak."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.programmes.enums import Unit
from portal.programmes.models import DictionaryEntry, GrantProject, ServiceType
from portal.submissions.once import OnceForm
from services.forms.courses import OLDEST, day_field, number_field
from services.forms.spoken import SpokenForm
from services.forms.translated import TranslatedForm, words_of
from services.forms.week import WeekForm, week_of
from services.models import DayOff, StaffSkill, Venue

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_TOWN, LONGEST_ACCESS, MOST_PEOPLE = 120, 200, 80, 300, 2000
PLAIN = ("name", "address", "town", "capacity", "is_public", "is_retired")


class VenueForm(TranslatedForm, WeekForm, OnceForm):
    """A place, with its opening hours by weekday."""

    name = forms.CharField(label=gettext_lazy("Name of the place"), max_length=LONGEST_NAME)
    address = forms.CharField(label=gettext_lazy("Street and number"), max_length=LONGEST_ADDRESS, required=False)
    town = forms.CharField(label=gettext_lazy("Town"), max_length=LONGEST_TOWN, required=False)
    capacity = number_field(gettext_lazy("For so many people"), MOST_PEOPLE, least=1)
    is_public = forms.BooleanField(label=gettext_lazy("Shown to everybody"), required=False)
    is_retired = forms.BooleanField(label=gettext_lazy("Not in use any more"), required=False)
    translated = (("access", gettext_lazy("How one gets in: lift, steps, toilet"), LONGEST_ACCESS, 2),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the words about access be left out."""
        super().__init__(*args, **kwargs)
        self.fields["access_pl"].required = False

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; the hours stand in ``spans``."""
        return {**self.words, **{name: self.cleaned_data[name] for name in PLAIN}}

    @staticmethod
    def initial_of(venue: Venue) -> dict[str, Any]:
        """Return the values of the fields for a place that exists (one query)."""
        return {
            **words_of(venue, VenueForm),
            **{name: getattr(venue, name) for name in PLAIN},
            **week_of(venue.opening_hours.all()),
        }


class DayOffForm(OnceForm):
    """Days on which no class is planned."""

    name = forms.CharField(label=gettext_lazy("What it is"), max_length=LONGEST_NAME)
    first_on = day_field(gettext_lazy("First day"))
    last_on = day_field(gettext_lazy("Last day"))
    is_school = forms.BooleanField(
        label=gettext_lazy("A school break; a group of adults can have classes then"), required=False
    )
    voivodeship = forms.CharField(
        label=gettext_lazy("Only in this voivodeship"), max_length=60, required=False,
        help_text=gettext_lazy("Blank: everywhere."),
    )  # fmt: skip

    def clean(self) -> None:
        """Compare the days."""
        data = super().clean() or self.cleaned_data
        if data.get("first_on") and data.get("last_on") and data["last_on"] < data["first_on"]:
            self.add_error("last_on", _("The last day is before the first one."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {name: self.cleaned_data[name] for name in DAYS}

    @staticmethod
    def initial_of(days: DayOff) -> dict[str, Any]:
        """Return the values of the fields for days that exist."""
        return {name: getattr(days, name) for name in DAYS}


DAYS = ("name", "first_on", "last_on", "is_school", "voivodeship")
SAME = ("unit", "age_from", "age_to", "starts_participation", "smefs_kind", "smefs_detail")


class KindForm(TranslatedForm, OnceForm):
    """A kind of support: its words, its unit, who may get it, what it counts towards."""

    translated = (
        ("name", gettext_lazy("Name of the kind of support"), 160, 1),
        ("short_name", gettext_lazy("Short name"), 60, 1),
        ("public_name", gettext_lazy("Name for everybody"), 80, 1),
        ("description", gettext_lazy("What it is, in plain words"), 300, 2),
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("of a kind of support", "Unit"), choices=Unit.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    age_from = number_field(gettext_lazy("From age"), OLDEST)
    age_to = number_field(gettext_lazy("To age"), OLDEST)
    for_groups = forms.MultipleChoiceField(
        label=gettext_lazy("For which target groups"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: for all."),
    )  # fmt: skip
    starts_participation = forms.BooleanField(
        label=gettext_lazy("The first such support starts participation"), required=False
    )
    smefs_kind = forms.ChoiceField(label=gettext_lazy("Kind of support in SM EFS"), required=False)
    smefs_detail = forms.ChoiceField(label=gettext_lazy("In detail in SM EFS"), required=False)

    def __init__(
        self, *args: Any, project: GrantProject, smefs: Sequence[DictionaryEntry], details: Sequence[DictionaryEntry],
        kind: ServiceType, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the target groups of the project and the words of SM EFS."""
        super().__init__(*args, **kwargs)
        groups = [(each.code, each.name) for each in project.target_groups.all()]
        self.fields["for_groups"].choices = groups  # type: ignore[attr-defined]
        self.fields["smefs_kind"].choices = _choices(smefs, kind.smefs_kind)  # type: ignore[attr-defined]
        self.fields["smefs_detail"].choices = _choices(details, kind.smefs_detail)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Compare the ages."""
        data = super().clean() or self.cleaned_data
        if data.get("age_from") is not None and data.get("age_to") is not None and data["age_to"] < data["age_from"]:
            self.add_error("age_to", _("The second age is below the first."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {**self.words, **{name: self.cleaned_data[name] for name in (*SAME, "for_groups")}}

    @staticmethod
    def initial_of(kind: ServiceType) -> dict[str, Any]:
        """Return the values of the fields for a kind of support."""
        return {**words_of(kind, KindForm), **{name: getattr(kind, name) for name in (*SAME, "for_groups")}}


class SkillForm(SpokenForm, OnceForm):
    """What a colleague teaches and speaks."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of support"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("kinds", "languages", "other_languages")

    def __init__(self, *args: Any, kinds: Sequence[ServiceType], **kwargs: Any) -> None:
        """Offer the kinds of support of the project."""
        super().__init__(*args, **kwargs)
        self._kinds = {each.code: each for each in kinds}
        self.fields["kinds"].choices = [(each.code, each.name) for each in kinds]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[ServiceType]:
        """The kinds of a valid form."""
        return [self._kinds[code] for code in self.cleaned_data["kinds"]]

    @staticmethod
    def initial_of(skill: StaffSkill | None) -> dict[str, Any]:
        """Return the values of the fields for a colleague (one query)."""
        if skill is None:
            return {}
        return {"kinds": [each.code for each in skill.service_types.all()], **SpokenForm.spoken_of(skill.languages)}


def _choices(entries: Sequence[DictionaryEntry], current: str) -> list[tuple[str, str]]:
    """Return the wordings of a dictionary; one that is in use and not among them stays choosable."""
    values = [each.value for each in entries]
    kept = [current] if current and current not in values else []
    return [("", "–"), *((value, value) for value in (*kept, *values))]
