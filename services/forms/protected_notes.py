"""A protected note as its author writes it: the text, and who else reads it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from services.models import ProtectedNote

LONGEST_NOTE = 4000


class NewNoteForm(OnceForm):
    """The first text of a note."""

    text = forms.CharField(
        label=gettext_lazy("Protected note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the note.")},
    )  # fmt: skip
    named = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who else may read it"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You and the person in charge read it anyway."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        """Offer the colleagues who may see the person."""
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [(each.pk, each.name) for each in colleagues]  # type: ignore[attr-defined]


class NoteForm(VersionForm, NewNoteForm):
    """A change of a note that exists."""


def initial_of_note(note: ProtectedNote) -> dict[str, Any]:
    """Return the values of the fields for a note that exists."""
    return {"text": note.text, "named": note.named, "version": note.pk}
