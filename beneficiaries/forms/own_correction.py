"""What is wrong in one's own data, field by field: only what is filled in is asked for (GDPR 16)."""

import copy
import datetime
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES, Channel, ContactWay, Education, LabourStatus, Sex
from beneficiaries.forms.checks import TypedChecks
from beneficiaries.forms.contact import ChannelsField, HoursField
from beneficiaries.forms.official import Official
from beneficiaries.forms.person_fields import PersonFields
from beneficiaries.rules.correctable import CORRECTABLE, HOURS, as_text
from portal.submissions.once import OnceForm
from portal.ui.languages import LANGUAGE_NAMES

RIGHT = gettext_lazy("it is right as it is")
FREE = ("given_names", "surname", "patronymic", "original_name", "preferred_name", "address", "place")


class CorrectionsForm(TypedChecks, OnceForm):
    """One box a field: blank means that it is right."""

    def __init__(
        self, *args: Any, day: datetime.date, present: Mapping[str, str], labels: Mapping[str, Any], **kwargs: Any
    ) -> None:  # fmt: skip
        """Take what the record says now, as text by field, and what the fields are called."""
        super().__init__(*args, **kwargs)
        self.day, self.present = day, present
        official = Official(day)
        offered = {
            "sex": Sex.choices, "education": official.education() or Education.choices,
            "labour_status": official.status() or LabourStatus.choices,
            "contact_language": [(code, name) for code, name in LANGUAGES.items() if code in LANGUAGE_NAMES],
            "contact_way": [each for each in ContactWay.choices if each[0]], "preferred_channel": Channel.choices,
        }  # fmt: skip
        for name in CORRECTABLE:
            self.fields[name] = _field(name, labels[name], offered.get(name))

    def clean(self) -> None:
        """Write names as they are kept; ask for something that is really different."""
        super().clean()
        for name in FREE:
            if name in self.cleaned_data:
                self.cleaned_data[name] = unicodedata.normalize("NFC", " ".join(self.cleaned_data[name].split()))
        born = self.cleaned_data.get("birth_date")
        if born and born > self.day:
            self.add_error("birth_date", _("This day has not come yet."))
        preferred = self.cleaned_data.get("preferred_channel")
        ways = self.cleaned_data.get("contact_channels") or self.present["contact_channels"]
        if preferred and ways and preferred not in ways.split():
            self.add_error("preferred_channel", _("This way is not among the allowed ones."))
        if not self.errors and not self.corrections():
            self.add_error(None, _("Write in at least one place how it should be."))

    def corrections(self) -> list[tuple[str, str, str]]:
        """Return field, present and wanted value of what is different, of a valid form."""
        wanted = {name: as_text(self.cleaned_data.get(name)) for name in CORRECTABLE}
        return [
            (name, self.present[name], text) for name, text in wanted.items() if text and text != self.present[name]
        ]


def _field(name: str, label: Any, offered: Any) -> forms.Field:
    if name == HOURS:
        return HoursField(label=label, help_text=gettext_lazy("From 0:00 until 23:59 means any hour."))
    if name == "contact_channels":
        return ChannelsField(label=label, help_text=gettext_lazy("Choose every way that is safe for you."))
    if offered:
        return forms.ChoiceField(label=label, required=False, choices=[("", RIGHT), *offered])
    field: Any = copy.deepcopy(PersonFields.base_fields[name])
    field.label, field.help_text, field.required = label, "", False
    return field
