"""What becomes of a file that a person sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import PersonDocument
from portal.submissions.once import OnceForm

REMOVE = "remove"


class SentFileForm(OnceForm):
    """Put it to one of the documents that were noted, or remove it."""

    goal = forms.ChoiceField(label=gettext_lazy("What to do with it"))

    def __init__(self, *args: Any, documents: Sequence[PersonDocument], **kwargs: Any) -> None:
        """Offer the documents in use."""
        super().__init__(*args, **kwargs)
        self._documents = {str(each.fact_id): each for each in documents}
        put = [
            (key, _("put to: %(document)s") % {"document": each.get_kind_display()})  # type: ignore[attr-defined]
            for key, each in self._documents.items()
        ]
        self.fields["goal"].choices = [("", _("choose")), *put, (REMOVE, _("remove it for good"))]  # type: ignore[attr-defined]

    @property
    def document(self) -> PersonDocument | None:
        """The document of a valid form; nothing to remove the file."""
        return self._documents.get(self.cleaned_data["goal"])
