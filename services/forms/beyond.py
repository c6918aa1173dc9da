"""Forms about what a project reaches beyond its participants: institutions, staff who were trained, products."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import Sex
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.texts.forms import LineField
from services.enums import InstitutionKind, ProductKind
from services.models import Institution, Product, TrainedPerson, Training
from services.models.beyond import LONGEST_EVIDENCE, LONGEST_NAME, LONGEST_TOWN

MOST_PIECES, MOST_HOURS, LONGEST_PERSON = 100_000, 1000, 80
OTHER = "other"
WHO = ("given_names", "surname", "sex", "institution")
Alike = Callable[[str, str, uuid.UUID | None], Sequence[TrainedPerson]]
DATE = {"type": "date", "class": "w-date"}


class FactForm(OnceForm):
    """A fact with its day."""

    said: tuple[str, ...] = ()
    day = forms.DateField(label="", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))

    def clean_day(self):  # noqa: ANN201
        """Refuse a day that has not come yet."""
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["day"]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says of the fact."""
        return {name: self.cleaned_data[name] for name in self.said}

    @property
    def shown(self) -> list[BoundField]:
        """The fields in the order of the page."""
        return [each for each in self.visible_fields() if each.name != "same" or self.fields["same"].choices]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, fact: Any) -> Mapping[str, Any]:
        """Return the values of the fields for a fact."""
        return {name: getattr(fact, name) for name in cls.said}


class InstitutionForm(FactForm):
    """An institution that takes part."""

    said = ("name", "kind", "town", "day")
    name = LineField(label=pgettext_lazy("of an institution", "Name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=pgettext_lazy("of an institution", "Kind"), choices=InstitutionKind.choices)
    town = LineField(label=gettext_lazy("Town"), max_length=LONGEST_TOWN)
    field_order = said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the day is."""
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Takes part since")


class TrainingForm(FactForm):
    """A training that somebody finished."""

    said = ("title", "day", "hours")
    title = LineField(label=gettext_lazy("Title of the training"), max_length=LONGEST_NAME)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours of the training"), required=False, localize=True, min_value=0, max_value=MOST_HOURS,
        decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-xs"}),
    )  # fmt: skip
    field_order = said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the day is."""
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Finished on")


class TrainedForm(TrainingForm):
    """A training together with who finished it; who bears a name that is known is asked about, never joined alone."""

    same = forms.ChoiceField(
        label=gettext_lazy("Somebody of this name and institution was trained before"), required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    given_names = LineField(label=gettext_lazy("Given names"), max_length=LONGEST_PERSON)
    surname = LineField(label=gettext_lazy("Surname"), max_length=LONGEST_PERSON)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    institution = forms.TypedChoiceField(
        label=gettext_lazy("Institution"), required=False, coerce=uuid.UUID, empty_value=None,
        help_text=gettext_lazy("One that takes part; add it first. Blank: none of them."),
    )  # fmt: skip
    field_order = ("same", *WHO, *TrainingForm.said)

    def __init__(self, *args: Any, institutions: Sequence[Institution], alike: Alike, **kwargs: Any) -> None:
        """Offer the institutions; ``alike`` finds who bears a name."""
        super().__init__(*args, **kwargs)
        self._alike, self.person = alike, None
        self.fields["institution"].choices = [  # type: ignore[attr-defined]
            ("", _("none of those that take part")), *((str(each.fact_id), str(each)) for each in institutions)
        ]  # fmt: skip

    def clean(self) -> None:
        """Ask whether somebody of the same name and institution is the same person."""
        said = self.cleaned_data
        if not {"given_names", "surname", "institution"} <= said.keys():
            return
        known = {str(each.pk): each for each in self._alike(said["given_names"], said["surname"], said["institution"])}
        if not known:
            return
        self.fields["same"].is_needed = True  # type: ignore[attr-defined]
        offered = [(key, _("the same: %(name)s, %(code)s") % {"name": each.name, "code": each.code})
                   for key, each in known.items()]  # fmt: skip
        self.fields["same"].choices = [*offered, (OTHER, _("somebody else of the same name"))]  # type: ignore[attr-defined]
        chosen = self.data.get(self.add_prefix("same"), "")
        self.errors.pop("same", None)
        if chosen not in {*known, OTHER}:
            self.add_error("same", _("Say whether it is the same person: one person counts once."))
        elif chosen != OTHER:
            self.person = known[chosen]
            if said.get("sex") and self.person.sex != said["sex"]:
                self.add_error(
                    "sex", _("Another sex is written down for this person. Choose the same, or somebody else.")
                )

    @property
    def is_somebody_else(self) -> bool:
        """Tell whether the writer said that it is another person of the same name."""
        return self.data.get(self.add_prefix("same")) == OTHER

    def who(self) -> dict[str, Any]:
        """Return who somebody new is."""
        return {name: self.cleaned_data[name] for name in WHO}


class ProductForm(FactForm):
    """A product."""

    said = ("title", "kind", "pieces", "day", "evidence")
    title = LineField(label=pgettext_lazy("of a product", "Title"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=pgettext_lazy("of a product", "Kind"), choices=ProductKind.choices)
    pieces = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_PIECES, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
        help_text=gettext_lazy("Pieces that count: two conferences are 2, one handbook is 1 in any number of copies."),
    )  # fmt: skip
    evidence = LineField(
        label=gettext_lazy("Where the evidence is kept"), max_length=LONGEST_EVIDENCE,
        help_text=gettext_lazy("A folder, a file number or an address, so that an inspection finds it."),
    )  # fmt: skip
    field_order = said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the day is."""
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Finished on")


class _Correcting(VersionForm):
    why = LineField(label=gettext_lazy("Why it is corrected"), max_length=300)


class InstitutionCorrection(InstitutionForm, _Correcting):
    """An institution that was written down wrongly."""

    field_order = (*InstitutionForm.said, "why")


class TrainingCorrection(TrainingForm, _Correcting):
    """A training that was written down wrongly; who finished it is taken back and written anew."""

    field_order = (*TrainingForm.said, "why")


class ProductCorrection(ProductForm, _Correcting):
    """A product that was written down wrongly."""

    field_order = (*ProductForm.said, "why")


class TakingBackForm(OnceForm, VersionForm):
    """A fact that was not one after all."""

    why = LineField(label=gettext_lazy("Reason for taking it back"), max_length=300)


CORRECTIONS: dict[type, Any] = {
    Institution: InstitutionCorrection, Training: TrainingCorrection, Product: ProductCorrection,
}  # fmt: skip
