"""What somebody shows before they count: one row for each check of the project, one screen (R88, R99)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import CheckOutcome, Criterion
from beneficiaries.forms.documents import LONGEST_NOTE, LONGEST_NUMBER
from beneficiaries.models import EligibilityCheck, Participation
from beneficiaries.rules.eligibility import EVIDENCE_OF, Required
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.dates import DateTrioField, DayField

PARTS = ("outcome", "evidence", "number_end", "valid_until", "is_unlimited", "note")
WITH_LAST_DAY = frozenset({Criterion.LEGAL_STAY.value})
"""Criteria whose evidence is valid until a day."""


class EligibilityForm(VersionForm, OnceForm):
    """The checks of a project, each open, shown or not fulfilled; what was seen, on which day; for whom else."""

    seen_on = DayField(
        label=gettext_lazy("Seen on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )
    also_for = forms.MultipleChoiceField(
        label=gettext_lazy("Note the same home also for"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("People of the family who live there. Their own papers are noted on their own records."),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Reason for the change"), max_length=300, required=False,
        help_text=gettext_lazy("Needed when something changes that was noted before. It stays in the history."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        required: Sequence[Required],
        checks: Mapping[str, EligibilityCheck],
        relatives: Sequence[Participation] = (),
        **kwargs: Any,
    ) -> None:
        """Offer the checks of the project, filled with what is noted; relatives whose home nobody has seen yet."""
        self.required, self.checks = required, checks
        noted = {f"{name}_{part}": getattr(each, part) for name, each in checks.items() for part in PARTS}
        super().__init__(*args, initial={"seen_on": today(), **noted, **kwargs.pop("initial", {})}, **kwargs)
        for each in required:
            for name, field in _fields_of(each.criterion).items():
                self.fields[f"{each.criterion}_{name}"] = field
        offered = [(each.number, each.person.full_name or each.person.original_name) for each in relatives]
        self.fields["also_for"].choices = offered  # type: ignore[attr-defined]
        if not relatives:
            del self.fields["also_for"]
        if not checks:
            del self.fields["why"]

    def clean(self) -> None:
        """Weigh each check: what was seen is named, a last day is one, a change says why."""
        super().clean()
        typed = self.cleaned_data
        if typed.get("seen_on") and typed["seen_on"] > today():
            self.add_error("seen_on", _("This day has not come yet."))
        for each in self.required:
            self._weigh(each.criterion)
        if "why" in self.fields and not typed.get("why") and not self.errors and self._changes_something():
            self.add_error("why", _("Say why this changes."))

    def is_changed_meanwhile(self) -> bool:
        """Tell whether a colleague noted something since the writer opened the form (L5); mistakes come second."""
        self.full_clean()
        return self.cleaned_data.get("version") not in (None, self.initial["version"])

    def rows(self) -> list[tuple[Required, str, list[BoundField]]]:
        """Return for each check its name and its fields, for the template."""
        return [(each, str(Criterion(each.criterion).label), self._fields_of(each.criterion)) for each in self.required]

    def noted(self) -> dict[str, dict[str, Any] | None]:
        """Return what a valid form says, by criterion; ``None`` for what is open."""
        return {each.criterion: self._said(each.criterion) for each in self.required}

    def _fields_of(self, criterion: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{criterion}_")]

    def _said(self, criterion: str) -> dict[str, Any] | None:
        typed = self.cleaned_data
        if not typed.get(f"{criterion}_outcome"):
            return None
        blank = {"valid_until": None, "is_unlimited": False}
        said = {part: typed.get(f"{criterion}_{part}", blank.get(part, "")) for part in PARTS}
        return said | {"seen_on": self._seen_on(criterion)}

    def _seen_on(self, criterion: str) -> Any:
        """Return the day that stands: an untouched check keeps the day on which it was seen."""
        known = self.checks.get(criterion)
        touched = any(f"{criterion}_{part}" in self.changed_data for part in PARTS)
        return known.seen_on if known and not touched else self.cleaned_data["seen_on"]

    def _changes_something(self) -> bool:
        return any(f"{name}_{part}" in self.changed_data for name in self.checks for part in PARTS)

    def _weigh(self, criterion: str) -> None:
        typed = self.cleaned_data
        outcome, evidence = typed.get(f"{criterion}_outcome"), f"{criterion}_evidence"
        if outcome == CheckOutcome.MET and not typed.get(evidence) and evidence not in self.errors:
            self.add_error(evidence, _("Choose what you saw."))
        if outcome == CheckOutcome.NOT_MET and not typed.get(f"{criterion}_note"):
            self.add_error(f"{criterion}_note", _("Write in a few words why."))
        if typed.get(f"{criterion}_is_unlimited") and typed.get(f"{criterion}_valid_until"):
            self.add_error(f"{criterion}_is_unlimited", _("Either a last day or no time limit."))


def _fields_of(criterion: str) -> dict[str, forms.Field]:
    kinds = [(each.value, each.label) for each in EVIDENCE_OF[criterion]]
    fields: dict[str, forms.Field] = {
        "outcome": forms.ChoiceField(
            label=_("What came of it"), required=False, widget=forms.RadioSelect(attrs={"class": "chips"}),
            choices=[("", _("not looked at yet")), *CheckOutcome.choices],
        ),
        "evidence": forms.ChoiceField(label=_("Seen"), required=False, choices=[("", _("choose")), *kinds]),
        "number_end": forms.CharField(
            label=_("Last characters of the number"), required=False, max_length=LONGEST_NUMBER,
            widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off", "spellcheck": "false"}),
            help_text=_("Four are enough to recognise it. Only the last four are kept."),
        ),
    }  # fmt: skip
    if criterion in WITH_LAST_DAY:
        fields["valid_until"] = DateTrioField(
            label=_("Valid until"), required=False,
            help_text=_("As printed. A day that is over is no mistake: law may prolong it."),
        )  # fmt: skip
        fields["is_unlimited"] = forms.BooleanField(label=_("Valid without a time limit"), required=False)
    if criterion == Criterion.TARGET_GROUP:
        del fields["number_end"]
    fields["note"] = forms.CharField(label=_("Remark"), required=False, max_length=LONGEST_NOTE)
    for field in fields.values():
        field.is_needed = True  # type: ignore[attr-defined]
    return fields
