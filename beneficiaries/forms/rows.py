"""Rows of a list that wait: correct and accept, refuse, compare with a person and choose values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm

LONGEST_REASON, LONGEST_CELL, LONGEST_NUMBER = 300, 2000, 20
OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class CellField:
    """One cell of a row as a form shows it: key of its column, heading as written, what stands there, a proposal."""

    key: str
    label: str
    written: str
    hint: str = ""
    proposed: str = ""


class RowForm(OnceForm):
    """A row of a list to be corrected, and the reason why it is taken.

    ``acceptable`` are (code, words) of what stands in the way and a written reason answers.
    """

    accepted = forms.MultipleChoiceField(
        label=_("What you confirm with the reason"), required=False, widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(
        label=_("Reason, or where the correction comes from"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("For example: seen in the passport. It stays beside the row and in the history."),
    )

    def __init__(self, *args: Any, cells: Sequence[CellField], **kwargs: Any) -> None:
        """Make a field of every cell, in the order of the sheet."""
        super().__init__(*args, **kwargs)
        self.cells = {f"cell-{number}": cell for number, cell in enumerate(cells)}
        for name, cell in self.cells.items():
            self.fields[name] = forms.CharField(
                label=cell.label, required=False, max_length=LONGEST_CELL, help_text=cell.hint,
                initial=cell.written or cell.proposed,
            )  # fmt: skip

    def clean_why(self) -> str:
        """Return the reason, which no decision goes without."""
        if not self.cleaned_data["why"]:
            raise forms.ValidationError(_("Say why, or where the correction comes from."))
        return self.cleaned_data["why"]

    def offer(self, acceptable: Sequence[tuple[str, str]]) -> None:
        """Offer to accept these objections; without any there is nothing to tick."""
        self.fields["accepted"].choices = acceptable  # type: ignore[attr-defined]
        if not acceptable:
            self.fields.pop("accepted")

    @property
    def cell_fields(self) -> list[BoundField]:
        """The fields of the cells."""
        return [self[name] for name in self.cells]

    @property
    def has_accepted(self) -> bool:
        """Whether there is something to tick."""
        return "accepted" in self.fields

    def corrections(self) -> dict[str, str]:
        """Return by the key of its column what is typed otherwise than the list wrote it."""
        typed = {cell.key: (cell.written, str(self[name].value() or "").strip()) for name, cell in self.cells.items()}
        return {key: new for key, (old, new) in typed.items() if new != old}

    def object_to(self, key: str, words: str) -> None:
        """Show an objection at the cell of a column; above the form when the row has no such column."""
        self.add_error(self._name_of(key), words)

    def objects_to(self, key: str) -> bool:
        """Tell whether something stands at the cell of a column already."""
        return self._name_of(key) in self.errors

    def _name_of(self, key: str) -> str | None:
        return next((name for name, cell in self.cells.items() if cell.key == key), None)


class RefusalForm(OnceForm):
    """A row that is not taken."""

    why = forms.CharField(label=_("Reason for refusing"), max_length=LONGEST_REASON)


class RowsForm(OnceForm):
    """Several changed rows whose values are taken over at once; ``keys`` name the rows on the page."""

    rows = forms.MultipleChoiceField(label=_("Rows"), error_messages={"required": _("Tick at least one row.")})
    why = forms.CharField(label=_("Reason for taking over"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, keys: Sequence[str], **kwargs: Any) -> None:
        """Offer the rows of the page."""
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """The keys that are ticked now."""
        return list(self["rows"].value() or ())


class NumberForm(forms.Form):
    """The number of a person to compare with."""

    osoba = forms.CharField(
        label=_("Number of the person"), max_length=LONGEST_NUMBER, widget=forms.TextInput(attrs={"class": "w-s"})
    )


class ValuesForm(OnceForm, VersionForm):
    """Which of two values counts, for every field in which a row and a person differ.

    ``differing`` are (field, whether the value of the list is proposed); ``leave_out`` is the label of a box that
    leaves out rows of other sheets, "" for no box.
    """

    leave_out = forms.BooleanField(required=False)
    why = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, differing: Sequence[tuple[str, bool]], leave_out: str = "", **kwargs: Any) -> None:
        """Make a choice of every field that differs."""
        super().__init__(*args, **kwargs)
        self.names = [name for name, _take in differing]
        for name, take in differing:
            self.fields[f"take-{name}"] = forms.ChoiceField(
                choices=[(OURS, OURS), (THEIRS, THEIRS)], initial=THEIRS if take else OURS, required=False
            )
        self.fields["leave_out"].label = leave_out
        if not leave_out:
            self.fields.pop("leave_out")

    def is_taken(self, name: str) -> bool:
        """Return whether the value of the list is marked in the form as it stands."""
        return self[f"take-{name}"].value() == THEIRS

    def take(self) -> frozenset[str]:
        """Return the fields whose value of the list counts."""
        return frozenset(name for name in self.names if self.cleaned_data[f"take-{name}"] == THEIRS)
