"""An entry of a dictionary as a coordinator changes it: names in five languages, days, what law prolongs (R102)."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.administration.forms import day_field
from portal.clock import today
from portal.programmes.dictionaries import KINDS, OF_LAW, POLISH, TITLES
from portal.programmes.editing import CHANGEABLE, NAMES
from portal.programmes.models import DictionaryEntry
from portal.submissions.once import OnceForm

LONGEST, LONGEST_CODE = 200, 50
ASKED_OF = {
    TITLES: {"prolonged_from", "prolonged_until", "confirm_by", "abroad_days", "legal_basis"},
    KINDS: {"apply_days", "legal_basis"},
}
"""What law says, by the dictionary that it is asked of."""
LONGEST_SPAN = 366
LIKE_A_CODE = RegexValidator(
    r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small Latin letters, digits and hyphens, as in “pobyt-czasowy”.")
)


class EntryForm(OnceForm):
    """What holds from a day on."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    since = day_field(
        gettext_lazy("Holds from"), help_text=gettext_lazy("What held before stays for the days before this one.")
    )
    value = forms.CharField(
        label=gettext_lazy("Wording for the export"), max_length=LONGEST, required=False, strip=False,
        help_text=gettext_lazy("Exactly as the funder writes it, with every dash and space."),
    )  # fmt: skip
    valid_to = day_field(gettext_lazy("Last day, if there is one"), required=False)
    prolonged_until = day_field(
        gettext_lazy("Prolonged by law until"), required=False,
        help_text=gettext_lazy("Until this day a printed date that is over needs no action. Check it in the act."),
    )  # fmt: skip
    prolonged_from = day_field(
        gettext_lazy("For documents printed until this day or later"), required=False,
        help_text=gettext_lazy("Documents that were over before it are not prolonged. Blank: all are."),
    )  # fmt: skip
    confirm_by = day_field(
        gettext_lazy("To be confirmed until"), required=False,
        help_text=gettext_lazy("For titles that were given without a valid travel document. After this day they end."),
    )  # fmt: skip
    abroad_days = forms.IntegerField(
        label=gettext_lazy("Days abroad in a row that law allows"), required=False, min_value=1, max_value=LONGEST_SPAN,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        help_text=gettext_lazy("After more days the title may be lost. Blank: law counts none."),
    )  # fmt: skip
    apply_days = forms.IntegerField(
        label=gettext_lazy("Days to apply after entry to Poland"), required=False, min_value=1, max_value=LONGEST_SPAN,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        help_text=gettext_lazy("The deadline of a case follows from the day of entry. Blank: law names none."),
    )  # fmt: skip
    legal_basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=LONGEST, required=False)

    def __init__(self, *args: Any, dictionary: str, **kwargs: Any) -> None:
        """Ask for every language; what law says only of residence titles and of what people apply for."""
        super().__init__(*args, **kwargs)
        for code, label in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": label}, max_length=LONGEST,
                widget=forms.TextInput(attrs={"lang": code}),
            )  # fmt: skip
        for name in set(OF_LAW) - ASKED_OF.get(dictionary, set()):
            del self.fields[name]
        if not dictionary.startswith("smefs"):
            del self.fields["value"]

    def clean(self) -> None:
        """Compare the days."""
        super().clean()
        typed = self.cleaned_data
        if typed.get("valid_to") and typed.get("since") and typed["valid_to"] < typed["since"]:
            self.add_error("valid_to", _("The last day is before the first one."))
        if typed.get("prolonged_from") and not typed.get("prolonged_until") and "prolonged_until" not in self.errors:
            self.add_error("prolonged_until", _("Enter until which day law prolongs."))

    def values(self, before: DictionaryEntry | None = None) -> dict[str, Any]:
        """Return what a valid form says; what it does not ask stays as it was ``before``."""
        typed, blank = self.cleaned_data, {"value": typed_name(self), "legal_basis": ""}
        return {
            name: typed[name] if name in typed else getattr(before, name) if before else blank.get(name)
            for name in CHANGEABLE
        }

    @property
    def names(self) -> list[Any]:
        """The fields of the names, in the order of the languages."""
        return [self[name] for name in NAMES]


class NewEntryForm(EntryForm):
    """An entry that is not there yet."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=LONGEST_CODE, validators=[LIKE_A_CODE],
        help_text=gettext_lazy("By it the entry is known for ever; people do not see it."),
    )  # fmt: skip


def typed_name(form: EntryForm) -> str:
    """Return the Polish name of a valid form: an entry without a wording of its own is written by it."""
    return str(form.cleaned_data[f"name_{POLISH}"])


def initial_of(entry: DictionaryEntry) -> dict[str, Any]:
    """Return the values of the fields: a change holds from today on, unless another day is written."""
    return {
        **{name: getattr(entry, name) for name in CHANGEABLE},
        "since": max(today(), entry.valid_from),
        "seen": entry.changed_at.isoformat(),
    }
