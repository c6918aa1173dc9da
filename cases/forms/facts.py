"""Results as a caseworker writes them down: the finding at exit and events after leaving.

What a writer may not read is not on the form: it cannot be overwritten without having been seen (R84–R85).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Category, ConsentForm, ExitEventKind, Outcome
from cases.forms.diagnosis import diagnosis_initial
from cases.forms.shared import LONGEST_NAME, LONGEST_OTHER, LONGEST_TEXT, Correction, FactForm, chips, day_field
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules.results import speaks_of_health
from portal.clock import today

SEPARATOR = ";"
GUARDIAN = ("guardian", "guardian_how", "guardian_on")


class FindingForm(FactForm):
    """Whether the situation improved, in what, why, and who says so (R60–R62)."""

    day = "found_on"
    outcome = forms.ChoiceField(
        label=gettext_lazy("Finding"), widget=chips(),
        choices=[(each.value, each.label) for each in Outcome if each],
    )  # fmt: skip
    found_on = day_field(gettext_lazy("Day of the finding"))
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What improved"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At least one for an improvement, compared with the day of the start."),
    )  # fmt: skip
    other = forms.CharField(label=gettext_lazy("Something else"), max_length=LONGEST_OTHER, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("By what it is seen: facts, documents, the comparison with the first assessment."),
    )  # fmt: skip
    assessor = forms.CharField(label=gettext_lazy("Assessor"), max_length=LONGEST_NAME)
    guardian = forms.CharField(
        label=gettext_lazy("Parent or guardian who was heard"), max_length=LONGEST_NAME, required=False,
        help_text=gettext_lazy("For a child: who says whether something improved. It can be added later."),
    )  # fmt: skip
    guardian_how = forms.ChoiceField(
        label=gettext_lazy("How it was said"), choices=ConsentForm.choices, required=False, widget=chips()
    )
    guardian_on = day_field(gettext_lazy("Day on which it was said"))

    def __init__(
        self, *args: Any, with_health: bool, fact: ExitFinding | None = None, of_child: bool = False, **kwargs: Any
    ) -> None:
        """Offer the categories that the writer may read, the reason unless it is protected, a guardian for a child."""
        super().__init__(*args, **kwargs)
        named = named_categories(fact.categories) if fact else []
        self._kept = [] if with_health else [each for each in named if speaks_of_health(each)]
        self._reason = fact.reason if fact else ""
        offered = [each for each in Category if with_health or not speaks_of_health(each.value)]
        self.fields["categories"].is_needed = True  # type: ignore[attr-defined]
        self.fields["categories"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]
        self.is_protected = bool(self._kept) or (not with_health and speaks_of_health(self._reason))
        if self.is_protected:
            del self.fields["reason"]
        self.fields["guardian_on"].required = False
        if not of_child and not (fact and fact.guardian):
            for name in GUARDIAN:
                del self.fields[name]

    def clean(self) -> None:
        """Ask for a category of an improvement."""
        super().clean()
        if self.cleaned_data.get("outcome") == Outcome.IMPROVED and not self.named and "categories" not in self.errors:
            self.add_error("categories", _("Choose what improved, or write it below."))
        self._clean_guardian()

    def _clean_guardian(self) -> None:
        """Ask for all of a guardian’s statement or nothing of it; its day has come."""
        typed = {name: self.cleaned_data.get(name) for name in GUARDIAN if name in self.fields}
        for name, value in typed.items():
            if not value and any(typed.values()) and name not in self.errors:
                self.add_error(name, _("Say who was heard, how and on which day, or leave all three empty."))
        if typed.get("guardian_on") and typed["guardian_on"] > today():
            self.add_error("guardian_on", _("This day has not come yet."))

    @property
    def named(self) -> list[str]:
        """All categories: chosen, written, and those kept unseen."""
        chosen = [*self.cleaned_data.get("categories", []), *self.cleaned_data.get("other", "").split(SEPARATOR)]
        return [*filter(None, (each.strip() for each in chosen)), *self._kept]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        typed = self.cleaned_data
        return {
            **{name: typed[name] for name in ("found_on", "outcome", "assessor")},
            "categories": self.named,
            "reason": self._reason if self.is_protected else typed["reason"],
            **{name: typed[name] for name in GUARDIAN if name in self.fields},
        }


class EventForm(FactForm):
    """What happened on the labour market or in education after leaving (EECR01–04)."""

    day = "occurred_on"
    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=ExitEventKind.choices, widget=chips())
    occurred_on = day_field(gettext_lazy("Day"))

    def __init__(self, *args: Any, with_health: bool, fact: ExitEvent | None = None, **kwargs: Any) -> None:
        """Take what every form of a fact takes; nothing here is protected."""
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {name: self.cleaned_data[name] for name in ("kind", "occurred_on")}


class FindingCorrection(Correction, FindingForm):
    """A correction of a finding."""


class EventCorrection(Correction, EventForm):
    """A correction of an event."""


def named_categories(categories: str) -> Sequence[str]:
    """Return the categories of a finding as they are kept, one by one."""
    return [each.strip() for each in categories.split(SEPARATOR) if each.strip()]


def initial_of(fact: Any, *, with_health: bool) -> dict[str, Any]:
    """Return the values of the fields for a diagnosis, a finding or an event, as far as the writer may read them."""
    if isinstance(fact, NeedsDiagnosis):
        return diagnosis_initial(fact)
    if isinstance(fact, ExitFinding):
        named = [each for each in named_categories(fact.categories) if with_health or not speaks_of_health(each)]
        listed = [each for each in named if each in Category.values]
        other = [each for each in named if each not in listed]
        own = {name: getattr(fact, name) for name in ("outcome", "found_on", "reason", "assessor", *GUARDIAN)}
        return {**own, "categories": listed, "other": "; ".join(other), "version": fact.pk}
    return {"kind": fact.kind, "occurred_on": fact.occurred_on, "version": fact.pk}
