"""For whom something is: people are found by name or number, and the view has looked up who they are."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_SEARCH = 100


class WhoForm(forms.Form):
    """A search for people, of whom one to ``most_people`` are chosen; what is searched for is not kept."""

    most_people = 1
    who = forms.CharField(
        label=gettext_lazy("Find a person"), required=False, max_length=LONGEST_SEARCH,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "data-not-kept": ""}
        ),
        help_text=gettext_lazy("Name in any script, number, PESEL or phone."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: int = 0, unknown: Sequence[str] = (), **kwargs: Any) -> None:
        """Take how many people are chosen, and the numbers behind which there is nobody to choose."""
        super().__init__(*args, **kwargs)
        self._people, self._unknown = people, unknown

    def clean_who(self) -> str:
        """Refuse nobody, too many, and numbers of nobody; unknown and out of reach are told alike (S6)."""
        if self._unknown:
            words = _("There is no person with this number: %(numbers)s.")
            raise forms.ValidationError(words % {"numbers": ", ".join(self._unknown)})
        if not self._people:
            raise forms.ValidationError(_("Choose at least one person."))
        if self._people > self.most_people:
            raise forms.ValidationError(_("At most %(most)s people at once.") % {"most": self.most_people})
        return ""
