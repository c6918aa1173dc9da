"""A person who is known joins one more project: what was said before stands in the form, to be confirmed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from beneficiaries.forms.entry import PlaceOfCare
from beneficiaries.forms.person import CONTACT, DECLARED_HERE, NAMES, SPOKEN, PersonForm
from beneficiaries.models import Participation
from portal.accounts.models import Membership, Organisation

OF_THE_PERSON = (*NAMES, *CONTACT, "pesel_mismatch_reason", *SPOKEN, "languages", "birth_date", "sex")
"""What belongs to the person and is corrected on the record alone."""


class EnrolForm(PlaceOfCare, PersonForm):
    """The characteristics on joining this project, who looks after the person, and that they were asked anew."""

    asked_anew = forms.BooleanField(
        label=gettext_lazy("The person was asked again: this is so on joining this project"),
        error_messages={"required": gettext_lazy("Ask the person, correct what has changed, then tick this.")},
    )

    def __init__(
        self, *args: Any, known: Participation, bodies: Sequence[Organisation], colleagues: Sequence[Membership],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Take the name, sex and birth date of the person as they are."""
        super().__init__(*args, **kwargs)
        version = known.in_force  # type: ignore[attr-defined]
        self._own = {"birth_date": known.person.birth_date, "sex": version.sex if version else known.person.sex}
        for name in OF_THE_PERSON:
            self.fields.pop(name, None)
        self.offer_care(bodies, colleagues)

    def clean(self) -> None:
        """Weigh what was said with the birth date and sex that are known."""
        self.cleaned_data.update(self._own)
        super().clean()


def said_before(known: Participation) -> dict[str, Any]:
    """Return what was said of the person in the other project; which documents were seen is asked anew."""
    version = known.in_force  # type: ignore[attr-defined]
    if version is None:
        return {}
    return {name: getattr(version, name) for name in DECLARED_HERE if name not in OF_THE_PERSON}
