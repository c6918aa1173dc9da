"""Which record stays and which of two values counts, and the undo."""

from collections.abc import Sequence
from typing import Any

from django import forms

from beneficiaries.rules.merging import RECORD
from portal.submissions.once import OnceForm

OURS, THEIRS = "ours", "theirs"


class MergeForm(OnceForm):
    """A choice for every group of fields in which two records differ; ``seen`` marks the records as they were shown.

    ``differing`` are the groups, each with whether the value of the right record is proposed.
    """

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, differing: Sequence[tuple[str, bool]], **kwargs: Any) -> None:
        """Make the choices."""
        super().__init__(*args, **kwargs)
        self.names = [name for name, _take in differing]
        for name, take in ((RECORD, False), *differing):
            self.fields[f"take-{name}"] = forms.ChoiceField(
                choices=[(OURS, OURS), (THEIRS, THEIRS)], initial=THEIRS if take else OURS, required=False
            )

    def is_right(self, name: str) -> bool:
        """Tell whether the right one is marked in the form as it stands."""
        return self[f"take-{name}"].value() == THEIRS

    def sides(self) -> dict[str, bool]:
        """Return every choice with whether the right one is marked."""
        return {name: self.is_right(name) for name in (RECORD, *self.names)}

    @property
    def keeps_right(self) -> bool:
        """Tell whether the right record stays."""
        return self.is_right(RECORD)

    def choices(self) -> frozenset[str]:
        """Return the groups in which the value of the record that goes counts."""
        return frozenset(name for name in self.names if self.is_right(name) != self.keeps_right)
