"""Needs and results as a caseworker writes them down.

What a writer may not read is not on the form: it cannot be overwritten without having been seen (R84–R85).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import LEVEL_WORDS, PROTECTED, Area, Category, ExitEventKind, Outcome, Stage
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules import speaks_of_health
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm

LONGEST_TEXT, LONGEST_NAME, LONGEST_OTHER = 2000, 120, 200
SEPARATOR = ";"


def _day(label: Any) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=day)


def _chips() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "chips"})


class _FactForm(QuestionsForm, OnceForm):
    """What the three forms share: a day that has come."""

    day: str

    def clean(self) -> None:
        """Refuse a day that has not come yet."""
        day = self.cleaned_data.get(self.day)
        if day and day > today():
            self.add_error(self.day, _("This day has not come yet."))


class _Correction(VersionForm):
    """What a correction adds: the version seen, and the reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=300,
        help_text=gettext_lazy("It stays in the history beside the earlier entry."),
    )  # fmt: skip


class DiagnosisForm(_FactForm):
    """A level for each area that was talked about, and on what ground."""

    day = "taken_on"
    stage = forms.ChoiceField(label=gettext_lazy("Which assessment"), choices=Stage.choices, widget=_chips())
    taken_on = _day(gettext_lazy("Day"))
    assessor = forms.CharField(label=gettext_lazy("Assessor"), max_length=LONGEST_NAME)
    note = forms.CharField(
        label=gettext_lazy("On what ground"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy(
            "Only facts that support needs. What concerns health is read by the person in charge alone."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, with_health: bool, fact: NeedsDiagnosis | None = None, **kwargs: Any) -> None:
        """Offer the areas that the writer may read, and the note unless it is protected."""
        super().__init__(*args, **kwargs)
        self._note = fact.note if fact else ""
        levels = [("", _("not assessed")), *((str(level), f"{level} {word}") for level, word in LEVEL_WORDS.items())]
        self.areas = [area for area in Area if with_health or area not in PROTECTED]
        for area in self.areas:
            self.fields[area.value] = forms.ChoiceField(
                label=area.label, choices=levels, required=False, widget=_chips()
            )
            self.fields[area.value].is_needed = True  # type: ignore[attr-defined]
        if not with_health and speaks_of_health(self._note):
            del self.fields["note"]

    def clean(self) -> None:
        """Ask for at least one level."""
        super().clean()
        if not any(self.cleaned_data.get(area.value) for area in self.areas) and not self.errors:
            self.add_error(self.areas[0].value, _("Choose a level for at least one area."))

    @property
    def area_fields(self) -> list[forms.BoundField]:
        """The areas in their order."""
        return [self[area.value] for area in self.areas]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; an area left blank is ``None``."""
        typed = self.cleaned_data
        scores = {area.value: int(typed[area.value]) if typed[area.value] else None for area in self.areas}
        note = typed["note"].strip() if "note" in typed else self._note
        return {**{name: typed[name] for name in ("stage", "taken_on", "assessor")}, "scores": scores, "note": note}


class FindingForm(_FactForm):
    """Whether the situation improved, in what, why, and who says so (R60–R62)."""

    day = "found_on"
    outcome = forms.ChoiceField(
        label=gettext_lazy("Finding"), widget=_chips(),
        choices=[(each.value, each.label) for each in Outcome if each],
    )  # fmt: skip
    found_on = _day(gettext_lazy("Day of the finding"))
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

    def __init__(self, *args: Any, with_health: bool, fact: ExitFinding | None = None, **kwargs: Any) -> None:
        """Offer the categories that the writer may read, and the reason unless it is protected."""
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

    def clean(self) -> None:
        """Ask for a category of an improvement."""
        super().clean()
        if self.cleaned_data.get("outcome") == Outcome.IMPROVED and not self.named and "categories" not in self.errors:
            self.add_error("categories", _("Choose what improved, or write it below."))

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
        }


class EventForm(_FactForm):
    """What happened on the labour market or in education after leaving (EECR01–04)."""

    day = "occurred_on"
    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=ExitEventKind.choices, widget=_chips())
    occurred_on = _day(gettext_lazy("Day"))

    def __init__(self, *args: Any, with_health: bool, fact: ExitEvent | None = None, **kwargs: Any) -> None:
        """Take what every form of a fact takes; nothing here is protected."""
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {name: self.cleaned_data[name] for name in ("kind", "occurred_on")}


class DiagnosisCorrection(_Correction, DiagnosisForm):
    """A correction of a diagnosis."""


class FindingCorrection(_Correction, FindingForm):
    """A correction of a finding."""


class EventCorrection(_Correction, EventForm):
    """A correction of an event."""


def named_categories(categories: str) -> Sequence[str]:
    """Return the categories of a finding as they are kept, one by one."""
    return [each.strip() for each in categories.split(SEPARATOR) if each.strip()]


def initial_of(fact: Any, *, with_health: bool) -> dict[str, Any]:
    """Return the values of the fields for a diagnosis, a finding or an event, as far as the writer may read them."""
    if isinstance(fact, NeedsDiagnosis):
        levels = {area: str(level) for area, level in fact.scores.items()}
        own = {name: getattr(fact, name) for name in ("stage", "taken_on", "assessor", "note")}
        return {**own, **levels, "version": fact.pk}
    if isinstance(fact, ExitFinding):
        named = [each for each in named_categories(fact.categories) if with_health or not speaks_of_health(each)]
        listed = [each for each in named if each in Category.values]
        other = [each for each in named if each not in listed]
        own = {name: getattr(fact, name) for name in ("outcome", "found_on", "reason", "assessor")}
        return {**own, "categories": listed, "other": "; ".join(other), "version": fact.pk}
    return {"kind": fact.kind, "occurred_on": fact.occurred_on, "version": fact.pk}
