"""A reason why somebody can be away from a class."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.submissions.once import OnceForm
from portal.ui.languages import LANGUAGE_NAMES
from services.forms.translated import POLISH, TranslatedForm
from services.models import AbsenceReason

LONGEST_NAME = 60


class AbsenceReasonForm(TranslatedForm, OnceForm):
    """Its name in five languages, whether the absence is excused, whether it is still offered."""

    translated = (("name", gettext_lazy("Reason of an absence"), LONGEST_NAME, 1),)
    is_excused = forms.BooleanField(label=gettext_lazy("The absence is excused"), required=False)
    is_retired = forms.BooleanField(
        label=gettext_lazy("Not in use any more"), required=False,
        help_text=gettext_lazy("It is not offered any more; absences that were entered with it keep it."),
    )  # fmt: skip

    def __init__(self, *args: Any, taken: Collection[str] = (), **kwargs: Any) -> None:
        """Take the Polish names of the other reasons of the project."""
        super().__init__(*args, **kwargs)
        self._taken = {name.casefold() for name in taken}
        self.fields["name_pl"].help_text = _("Never about health: who is ill is excused, and no more is written.")

    def clean(self) -> None:
        """Refuse a name that another reason has."""
        super().clean()
        if self.cleaned_data.get("name_pl", "").casefold() in self._taken:
            self.add_error("name_pl", _("There is a reason with this name."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; a language without words is not kept."""
        data = self.cleaned_data
        names = {code: data[f"name_{code}"] for code in LANGUAGE_NAMES if data[f"name_{code}"]}
        return {"names": names, "is_excused": data["is_excused"], "is_retired": data["is_retired"]}

    @staticmethod
    def initial_of(reason: AbsenceReason) -> dict[str, Any]:
        """Return the values of the fields for a reason that exists."""
        names = {f"name_{code}": reason.names.get(code, "") for code in (POLISH, *LANGUAGE_NAMES)}
        return {**names, "is_excused": reason.is_excused, "is_retired": reason.is_retired}
