"""The forms of a goal and of a step towards it.

What a writer may not read is not on offer: goals of the protected area are set by the person in charge (R84–R85).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.enums import StepOwner, StepState
from cases.forms.plan import (
    FACTS_ONLY,
    LONGEST_LINE,
    LONGEST_NAME,
    PlanPartForm,
    chips,
    day_field,
    own_words_field,
    text_area,
)
from cases.models import PlanStep
from cases.queries.areas import AreaName
from portal.accounts.models import User
from portal.programmes.models import ServiceType
from portal.submissions.conflicts import VersionForm

SERVICE, OTHER, COLLEAGUE = "service:", "other", "colleague:"


class GoalForm(PlanPartForm):
    """What the person wants to reach, in one area."""

    area = forms.ChoiceField(label=gettext_lazy("Area"), widget=chips())
    text = forms.CharField(
        label=gettext_lazy("What the person wants to reach"), max_length=LONGEST_LINE, widget=text_area(3),
        help_text=FACTS_ONLY,
    )  # fmt: skip
    own_words = own_words_field(text_area(3))

    def __init__(self, *args: Any, areas: Iterable[AreaName], **kwargs: Any) -> None:
        """Offer the areas that the writer may read."""
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(area.code, area.name) for area in areas]  # type: ignore[attr-defined]


class StepForm(PlanPartForm):
    """One step: what, with which help, who does it, until when, how far it is."""

    what = forms.CharField(label=gettext_lazy("What will be done"), max_length=LONGEST_LINE)
    own_words = own_words_field()
    help_by = forms.ChoiceField(label=gettext_lazy("With which help"), required=False)
    other_help = forms.CharField(
        label=gettext_lazy("Help of another organisation"), max_length=LONGEST_LINE, required=False
    )
    owner_by = forms.ChoiceField(label=gettext_lazy("Who does it"))
    owner_name = forms.CharField(label=gettext_lazy("Which organisation"), max_length=LONGEST_NAME, required=False)
    due_on = day_field(pgettext_lazy("a last day", "Until"))
    state = forms.ChoiceField(
        label=gettext_lazy("How far it is"), choices=StepState.choices, widget=chips(), initial=StepState.PLANNED
    )
    drop_reason = forms.CharField(label=gettext_lazy("Why it was dropped"), max_length=LONGEST_LINE, required=False)

    def __init__(self, *args: Any, services: Sequence[ServiceType], colleagues: Sequence[User], **kwargs: Any) -> None:
        """Offer the kinds of support of the project and the colleagues who look after the person."""
        super().__init__(*args, **kwargs)
        self._services = {f"{SERVICE}{each.code}": each for each in services}
        self._colleagues = {f"{COLLEAGUE}{each.pk}": each for each in colleagues}
        self.fields["help_by"].choices = [  # type: ignore[attr-defined]
            ("", _("no help needed")),
            *((code, each.name) for code, each in self._services.items()),
            (OTHER, _("help of another organisation")),
        ]
        self.fields["owner_by"].choices = [  # type: ignore[attr-defined]
            (StepOwner.PERSON.value, StepOwner.PERSON.label),
            *((code, each.name) for code, each in self._colleagues.items()),
            (StepOwner.ORGANISATION.value, StepOwner.ORGANISATION.label),
        ]

    def clean(self) -> None:
        """Ask for the words that a choice needs."""
        super().clean()
        self._needs("help_by", OTHER, "other_help", _("Write whose help it is."))
        self._needs("owner_by", StepOwner.ORGANISATION, "owner_name", _("Write which organisation does it."))
        self._needs("state", StepState.DROPPED, "drop_reason", _("Write why it was dropped."))

    def values(self) -> dict[str, Any]:
        """Return the step as it is kept; words of a choice that was not made are left out."""
        typed = self.cleaned_data
        colleague = self._colleagues.get(typed["owner_by"])
        return {
            **{name: typed[name] for name in ("what", "own_words", "due_on", "state")},
            "service_type": self._services.get(typed["help_by"]),
            "other_help": typed["other_help"] if typed["help_by"] == OTHER else "",
            "owner_kind": StepOwner.COLLEAGUE.value if colleague else typed["owner_by"],
            "owner": colleague,
            "owner_name": typed["owner_name"] if typed["owner_by"] == StepOwner.ORGANISATION else "",
            "drop_reason": typed["drop_reason"] if typed["state"] == StepState.DROPPED else "",
        }

    def _needs(self, choice: str, value: str, field: str, words: str) -> None:
        chosen = self.cleaned_data.get(choice) == value
        if chosen and not self.cleaned_data.get(field) and field not in self.errors:
            self.add_error(field, words)


class GoalChange(VersionForm, GoalForm):
    """A change of a goal."""


class StepChange(VersionForm, StepForm):
    """A change of a step."""


def initial_of_step(step: PlanStep) -> Mapping[str, Any]:
    """Return the values of the fields for a step."""
    help_by = f"{SERVICE}{step.service_type.code}" if step.service_type else (OTHER if step.other_help else "")
    owner_by = f"{COLLEAGUE}{step.owner_id}" if step.owner_id else step.owner_kind  # type: ignore[attr-defined]
    kept = ("what", "own_words", "other_help", "owner_name", "due_on", "state", "drop_reason")
    return {**{name: getattr(step, name) for name in kept}, "help_by": help_by, "owner_by": owner_by}
