"""Citizenship, the ground of the stay, and where somebody lives (R99, design §7)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import StayGround
from beneficiaries.forms.citizenships import CitizenshipsField
from beneficiaries.forms.registration.base import AnswerForm, cards
from beneficiaries.rules.registration import Application
from portal.ui.dates import DateTrioField

HERE, ELSEWHERE, NOWHERE = "yes", "no", "none"
HOME = "Sopot"


class CitizenshipForm(AnswerForm):
    """Every citizenship that somebody has."""

    title = gettext_lazy("Your citizenship")
    lead = gettext_lazy(
        "Write the country in any of the five languages. If you have several, write each in its own box."
    )

    citizenships = CitizenshipsField(label=gettext_lazy("Citizenship"))

    def known(self) -> dict[str, Any]:
        """Return the countries of who registers."""
        return {"citizenships": " ".join(self.application.registrant.citizenships)}

    def clean_citizenships(self) -> str:
        """Ask for one; „stateless” and „undetermined” are answers."""
        if not self.cleaned_data["citizenships"]:
            raise forms.ValidationError(_("Write a country. “Stateless” and “undetermined” are answers too."))
        return self.cleaned_data["citizenships"]

    def answered(self) -> Application:
        """Keep the countries."""
        return self.application.with_registrant(citizenships=tuple(self.cleaned_data["citizenships"].split()))


class StayForm(AnswerForm):
    """On what ground, and until when."""

    title = gettext_lazy("Your stay in Poland")
    lead = gettext_lazy("You need no document now. You can bring it to the first meeting.")

    stay = forms.ChoiceField(label=gettext_lazy("On what ground do you stay in Poland?"), **cards(StayGround.choices))
    stay_until = DateTrioField(
        label=gettext_lazy("Until when is your document valid?"), required=False,
        help_text=gettext_lazy("Leave it blank if you do not know or if it has no end."),
    )  # fmt: skip


class AddressForm(AnswerForm):
    """Where somebody lives; „nowhere fixed” is an answer like the others."""

    title = gettext_lazy("Where you live")

    lives_here = forms.ChoiceField(
        label=gettext_lazy("Do you live in Sopot?"),
        **cards(
            ((HERE, gettext_lazy("Yes, in Sopot")), (ELSEWHERE, gettext_lazy("No, in another place")),
             (NOWHERE, gettext_lazy("I have no fixed address"))),
            {ELSEWHERE: gettext_lazy("The project is for people in Sopot. We say who helps near you.")},
        ),
    )  # fmt: skip
    street = forms.CharField(
        label=gettext_lazy("Street and number"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=gettext_lazy("Leave it blank if it is not safe to write it."),
    )  # fmt: skip
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"), max_length=12, required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "postal-code", "inputmode": "numeric"}),
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Place, if not Sopot"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "address-level2"}),
    )  # fmt: skip

    def clean_postcode(self) -> str:
        """Accept five digits, however they are divided."""
        digits = re.sub(r"[\s\-–]", "", self.cleaned_data["postcode"])
        if digits and not re.fullmatch(r"[0-9]{5}", digits):
            raise forms.ValidationError(_("Enter five digits, as in 81-862."))
        return f"{digits[:2]}-{digits[2:]}" if digits else ""

    def clean(self) -> dict[str, Any]:
        """Write the town for who lives here; without a fixed address there is none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("lives_here") == HERE:
            cleaned["place"] = HOME
        elif cleaned.get("lives_here") == NOWHERE:
            cleaned.update(street="", postcode="", place="")
        return cleaned
