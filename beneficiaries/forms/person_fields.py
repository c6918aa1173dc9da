"""The fields of a person; what belongs together stands together (design §7)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import LANGUAGES, YES_OR_NO, Answer, ContactWay, Education, LabourDetail, LabourStatus, Sex
from beneficiaries.forms.citizenships import CitizenshipsField
from beneficiaries.forms.contact import ReachedFields
from beneficiaries.forms.languages import LanguagesField
from portal.ui.dates import DateTrioField


def _chips(choices: Any, none: Any) -> dict[str, Any]:
    return {
        "choices": [("", none), *choices], "required": False, "widget": forms.RadioSelect(attrs={"class": "chips"}),
    }  # fmt: skip


NOT_KNOWN, NOT_ASKED = gettext_lazy("not known yet"), gettext_lazy("not asked yet")


class PersonFields(ReachedFields):
    """The fields alone. What is needed to count is not required here: it is a gap until it is known (R32)."""

    given_names = forms.CharField(label=gettext_lazy("Given name or names"), max_length=120, required=False)
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=120, required=False)
    original_name = forms.CharField(
        label=gettext_lazy("Name in the own alphabet"), max_length=250, required=False,
        help_text=gettext_lazy("In any script, as the person writes it."),
    )  # fmt: skip
    preferred_name = forms.CharField(
        label=gettext_lazy("Preferred name"), max_length=120, required=False,
        help_text=gettext_lazy("How the person wishes to be addressed."),
    )  # fmt: skip
    patronymic = forms.CharField(
        label=gettext_lazy("Patronymic"), max_length=120, required=False,
        help_text=gettext_lazy("Apart from the given names. Blank when the document has none."),
    )  # fmt: skip
    birth_date = DateTrioField(
        label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example 27 3 1988, or 27 March 1988.")
    )
    pesel = forms.CharField(
        label=gettext_lazy("PESEL number"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Leave it blank when the person has none yet; it can be added later."),
    )  # fmt: skip
    pesel_mismatch_reason = forms.CharField(
        label=gettext_lazy("Why the PESEL number is right although it disagrees"), max_length=300, required=False,
        help_text=gettext_lazy("Only when a document confirms it: say which one and who saw it."),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), **_chips(Sex.choices, NOT_KNOWN),
        help_text=gettext_lazy("Asked because the monitoring of the European Union needs it."),
    )  # fmt: skip
    citizenships = CitizenshipsField(
        label=gettext_lazy("Citizenship"),
        help_text=gettext_lazy("Every one the person has. “Stateless” and “undetermined” are answers."),
    )
    education = forms.ChoiceField(
        label=gettext_lazy("Highest completed education"), required=False,
        choices=[("", NOT_KNOWN), *Education.choices],
    )  # fmt: skip
    labour_status = forms.ChoiceField(label=gettext_lazy("Work situation"), **_chips(LabourStatus.choices, NOT_KNOWN))
    labour_detail = forms.ChoiceField(
        label=gettext_lazy("Work situation in detail"), required=False, choices=[("", "–"), *LabourDetail.choices]
    )
    labour_detail_text = forms.CharField(
        label=gettext_lazy("Work situation as written"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"list": "employers", "autocomplete": "off"}),
        help_text=gettext_lazy("For people who work: the kind of employer in the words of SM EFS."),
    )  # fmt: skip
    education_end = DateTrioField(
        label=gettext_lazy("Planned end of education"), required=False,
        help_text=gettext_lazy("For pupils and students: needed to count."),
    )  # fmt: skip
    place = forms.CharField(label=gettext_lazy("Place where the person lives"), max_length=80, required=False)
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "w-s"})
    )
    eligibility = forms.ChoiceField(
        label=gettext_lazy("Legal stay and residence"), required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        help_text=gettext_lazy("Seeing the document is enough; no copy is kept."),
    )  # fmt: skip
    seen_by = forms.CharField(label=gettext_lazy("Who saw the documents"), max_length=120, required=False)
    seen_on = DateTrioField(label=gettext_lazy("Day on which they were seen"), required=False)
    disability = forms.ChoiceField(label=gettext_lazy("Disability"), **_chips(Answer.choices, NOT_ASKED))
    homelessness = forms.ChoiceField(
        label=gettext_lazy("No home or no secure home"), **_chips(YES_OR_NO, NOT_ASKED),
        help_text=gettext_lazy("Yes or no: SM EFS takes no refusal here. Until it is answered, leave it open."),
    )  # fmt: skip
    minority = forms.ChoiceField(
        label=gettext_lazy("National or ethnic minority"), **_chips(Answer.choices, NOT_ASKED),
        help_text=gettext_lazy("Minorities of Polish law, and marginalised communities such as the Roma."),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"class": "w-m"})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=200, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=250, required=False)
    contact_language = forms.ChoiceField(
        label=gettext_lazy("Language for contact"), required=False, choices=[("", NOT_ASKED), *LANGUAGES.items()],
        help_text=gettext_lazy("Ask; the citizenship does not tell it."),
    )  # fmt: skip
    languages = LanguagesField(
        label=gettext_lazy("Spoken languages"),
        help_text=gettext_lazy("Up to three, Polish too. An interpreter is proposed when the Polish is not enough."),
    )
    needs_interpreter = forms.ChoiceField(
        label=gettext_lazy("Interpreter"), required=False, widget=forms.RadioSelect(attrs={"class": "chips"}),
        choices=[
            ("", gettext_lazy("as the languages say")), (Answer.YES, pgettext_lazy("interpreter", "needed")),
            (Answer.NO, pgettext_lazy("interpreter", "not needed")),
        ],
    )  # fmt: skip
    contact_way = forms.ChoiceField(
        label=gettext_lazy("How to reach the person"), required=False, choices=ContactWay.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    contact_safety = forms.CharField(
        label=gettext_lazy("What is safe"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Hours, who may know, whose phone it is, which address not to write to. The words are sealed."
        ),
    )  # fmt: skip
    is_cautious = forms.BooleanField(
        label=gettext_lazy("Contact with care"), required=False,
        help_text=gettext_lazy(
            "Everybody sees a red tag beside the name and reads what is safe before the phone number."
        ),
    )  # fmt: skip
    group = forms.ChoiceField(label=gettext_lazy("Target group"), required=False)
    group_reason = forms.CharField(
        label=gettext_lazy("Reason for another group"), max_length=300, required=False,
        help_text=gettext_lazy("Needed when the group is not the proposed one."),
    )  # fmt: skip
