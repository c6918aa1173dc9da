"""A case of legalisation and its checklist, as a caseworker fills them in."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.enums import Decision, DocumentState
from cases.models import LegalisationCase
from cases.queries.legalisation import OTHER, ChecklistItem, Dictionary, is_valid
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.dates import DayField
from portal.ui.formatting import number, short_date

LONGEST_NAME, LONGEST_REASON, LONGEST_NUMBER = 160, 300, 60
FIELDS = ("office", "case_number", "filed_on", "deadline", "deadline_for", "decision", "decided_on")


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, required=False, **more)


class _CaseFields(OnceForm):
    """Where a case stands."""

    office = forms.CharField(label=gettext_lazy("Office"), required=False, max_length=LONGEST_NAME)
    case_number = forms.CharField(
        label=gettext_lazy("Case number"), required=False, max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )  # fmt: skip
    filed_on = _day(gettext_lazy("Filed on"))
    entered_on = _day(
        gettext_lazy("Day of entry to Poland"),
        help_text=gettext_lazy(
            "Law may give so many days from it to apply: then the deadline follows and names this day."
        ),
    )
    deadline = _day(
        gettext_lazy("Deadline"),
        help_text=gettext_lazy("As the office or the law says; a month before it the record reminds."),
    )
    deadline_for = forms.CharField(label=gettext_lazy("What is due by then"), required=False, max_length=LONGEST_NAME)
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), required=False, choices=[("", gettext_lazy("none yet")), *Decision.choices]
    )
    decided_on = _day(gettext_lazy("Day of the decision"))

    def clean(self) -> None:
        """Refuse days that have not come yet, and a day of a decision without one."""
        given = self.cleaned_data
        for name in ("entered_on", "filed_on", "decided_on"):
            if given.get(name) and given[name] > today():
                self.add_error(name, _("This day has not come yet."))
        if given.get("decided_on") and not given.get("decision"):
            self.add_error("decision", _("Say what was decided."))
        filed, decided = given.get("filed_on"), given.get("decided_on")
        if filed and decided and decided < filed:
            self.add_error("decided_on", _("The decision cannot be before the filing."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says as the facts name it, with the deadline that follows from the entry (R101)."""
        said = {name: self.cleaned_data[name] for name in FIELDS}
        entered = self.cleaned_data.get("entered_on")
        if entered and self.days and not said["filed_on"] and not said["deadline"]:
            said["deadline"] = entered + datetime.timedelta(days=self.days)
            said["deadline_for"] = said["deadline_for"] or self._why(entered)
        return said

    @property
    def days(self) -> int | None:
        """How many days law gives from the entry for what is applied for."""
        raise NotImplementedError

    def _why(self, entered: datetime.date) -> str:
        words = {"days": number(self.days or 0), "day": short_date(entered)}
        sentence = ngettext(
            "application: %(days)s day from entry on %(day)s", "application: %(days)s days from entry on %(day)s",
            self.days or 0,
        )  # fmt: skip
        return sentence % words


class NewCaseForm(_CaseFields):
    """A new case; a blank office is that of the dictionary."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is applied for"), widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": gettext_lazy("Choose what is applied for.")},
    )  # fmt: skip
    other_name = forms.CharField(
        label=gettext_lazy("What else"), required=False, max_length=LONGEST_NAME,
        help_text=gettext_lazy("When it is something else: its name, in Polish."),
    )  # fmt: skip

    field_order = ("kind", "other_name", "entered_on", *FIELDS)

    def __init__(self, *args: Any, words: Dictionary, **kwargs: Any) -> None:
        """Offer what can be applied for today, and anything else."""
        super().__init__(*args, **kwargs)
        self._offices, self._kinds = words.offices, words.kinds
        self.fields["office"].help_text = _("Left blank it is the one of the list.")
        offered = [(code, each.name) for code, each in words.kinds.items() if is_valid(each, today())]
        self.fields["kind"].choices = [*offered, (OTHER, _("something else"))]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for the name of something else."""
        super().clean()
        given = self.cleaned_data
        if given.get("kind") == OTHER and not given.get("other_name") and "other_name" not in self.errors:
            self.add_error("other_name", _("Name what is applied for."))

    @property
    def days(self) -> int | None:
        """How many days law gives from the entry for what is chosen."""
        kind = self._kinds.get(self.cleaned_data["kind"])
        return kind.apply_days if kind else None

    @property
    def has_more(self) -> bool:
        """Tell whether anything of the filing is filled or wrong: then it is not folded away."""
        return any(self[name].value() or self[name].errors for name in FIELDS if name != "office")

    def values(self) -> dict[str, Any]:
        """Return what a valid form says as the facts name it."""
        given = self.cleaned_data
        office = given["office"] or self._offices.get(given["kind"], "")
        other = given["other_name"] if given["kind"] == OTHER else ""
        return {**super().values(), "kind": given["kind"], "other_name": other, "office": office}


class CaseForm(VersionForm, _CaseFields):
    """Where a case stands now; without the days that law gives from the entry, nothing is asked about it."""

    def __init__(self, *args: Any, days: int | None = None, **kwargs: Any) -> None:
        """Take how many days law gives from the entry for what is applied for."""
        super().__init__(*args, **kwargs)
        self._days = days
        if days is None:
            del self.fields["entered_on"]

    @property
    def days(self) -> int | None:
        """How many days law gives from the entry for this kind."""
        return self._days


class DocumentForm(OnceForm):
    """A line that the dictionary does not have."""

    name = forms.CharField(
        label=gettext_lazy("Another document"), max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Name the document.")},
    )  # fmt: skip


class ChecklistForm(OnceForm):
    """Three fields for each line, and what its writer saw of it: collected, on which day, or why it is not needed."""

    def __init__(self, *args: Any, items: Sequence[ChecklistItem], **kwargs: Any) -> None:
        """Make the fields of the lines, with what is in force."""
        self._items = items
        super().__init__(*args, **kwargs, initial=_in_force(items))
        for item in items:
            self.fields.update(_fields_of(item))

    @property
    def lines(
        self,
    ) -> list[tuple[ChecklistItem, forms.BoundField, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The lines with their fields: box, day, reason, and the hidden version."""
        return [(item, *(self[f"{part}_{item.key}"] for part in ("got", "on", "why", "seen"))) for item in self._items]  # type: ignore[misc]

    def clean(self) -> None:
        """Refuse a line that is both, a day without a tick, and a day that has not come yet."""
        for item in self._items:
            got, on, why = (self.cleaned_data.get(f"{part}_{item.key}") for part in ("got", "on", "why"))
            if got and why:
                self.add_error(f"why_{item.key}", _("Either collected or not needed: not both."))
            if on and on > today():
                self.add_error(f"on_{item.key}", _("This day has not come yet."))
            elif on and not got and on != _collected_on(item):
                self.add_error(f"got_{item.key}", _("Tick the document that was collected on this day."))

    def ticks(self) -> list[tuple[ChecklistItem, dict[str, Any]]]:
        """Return every line with what a valid form says of it; a tick without a day is of today."""
        return [(item, self._tick(item)) for item in self._items]

    def is_seen(self) -> bool:
        """Tell whether every line that the writer changed is still the one that was shown (L5)."""
        return all(
            self.data.get(f"seen_{item.key}", "") == _seen(item)
            for item, values in self.ticks()
            if values != _values_of(item)
        )

    def renew(self) -> None:
        """Carry the lines in force, so that sending again is a decision made in sight of both."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        for item in self._items:
            typed[f"seen_{item.key}"] = _seen(item)
        self.data = typed

    def _tick(self, item: ChecklistItem) -> dict[str, Any]:
        got, on, why = (self.cleaned_data[f"{part}_{item.key}"] for part in ("got", "on", "why"))
        state = DocumentState.NOT_NEEDED if why else DocumentState.COLLECTED if got else ""
        return {"state": str(state), "collected_on": (on or today()) if got else None, "reason": why}


def _fields_of(item: ChecklistItem) -> dict[str, forms.Field]:
    name = {"document": item.name}
    day = _day(_("%(document)s: day") % name)
    return {
        f"got_{item.key}": forms.BooleanField(label=item.name, required=False),
        f"on_{item.key}": day,
        f"why_{item.key}": forms.CharField(
            label=_("%(document)s: not needed because") % name, required=False, max_length=LONGEST_REASON
        ),
        f"seen_{item.key}": forms.CharField(required=False, widget=forms.HiddenInput),
    }


def _in_force(items: Sequence[ChecklistItem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        values = _values_of(item)
        found[f"got_{item.key}"] = values["state"] == DocumentState.COLLECTED
        found[f"on_{item.key}"] = values["collected_on"]
        found[f"why_{item.key}"] = values["reason"]
        found[f"seen_{item.key}"] = _seen(item)
    return found


def _values_of(item: ChecklistItem) -> dict[str, Any]:
    record = item.record
    if record is None:
        return {"state": "", "collected_on": None, "reason": ""}
    return {"state": record.state, "collected_on": record.collected_on, "reason": record.reason}


def _seen(item: ChecklistItem) -> str:
    return str(item.record.pk) if item.record else ""


def _collected_on(item: ChecklistItem) -> datetime.date | None:
    return item.record.collected_on if item.record else None


def initial_of_case(case: LegalisationCase) -> dict[str, Any]:
    """Return the values of the fields for a case that exists."""
    return {**{name: getattr(case, name) for name in FIELDS}, "version": case.pk}
