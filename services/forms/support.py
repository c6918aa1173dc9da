"""Support as a caseworker writes it down: for whom, of what kind, when, how long."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.clock import today
from portal.programmes.models import ServiceType
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.ui.formatting import duration, number
from services.enums import Place
from services.forms.talk import TALK, TalkFields, talk_of
from services.forms.who import WhoForm
from services.models import SupportDelivery

MINUTES = (15, 30, 45, 60, 90)
OTHER = "other"
MINUTES_OF_HOUR, LONGEST_DAY, MOST_PEOPLE, LONGEST_NOTE = 60, 24, 30, 4000
SHORTEST, SMALLEST = Decimal("0.25"), Decimal("0.01")
"""The shortest support in hours, and the smallest step that is kept."""
MOST_KEYS = 9
USUAL_PLACE = Place.OFFICE.value
NOTE_HINT = gettext_lazy("Only facts that the support needs. Nothing about health, religion or criminal matters.")


class NumberedRadios(forms.RadioSelect):
    """Choices of which the first nine have a key."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say the key of the option."""
        option = super().create_option(*args, **kwargs)
        if int(option["index"]) < MOST_KEYS:
            option["attrs"]["aria-keyshortcuts"] = str(int(option["index"]) + 1)
        return option


class _Given(TalkFields):
    """Kind, day, length and note, and more about the talk."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of support"), widget=NumberedRadios(attrs={"class": "chips"}),
        error_messages={"required": gettext_lazy("Choose the kind of support.")},
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    )
    minutes = forms.ChoiceField(
        label=gettext_lazy("How long"), widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": gettext_lazy("Choose how long it took.")},
    )  # fmt: skip
    hours = forms.DecimalField(
        label=gettext_lazy("Other length, in hours"), required=False, localize=True,
        widget=forms.TextInput(attrs={"class": "w-xs", "inputmode": "decimal"}),
    )  # fmt: skip
    note = forms.CharField(
        label=pgettext_lazy("written about support", "Note"), required=False, max_length=LONGEST_NOTE,
        help_text=NOTE_HINT, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[ServiceType], **kwargs: Any) -> None:
        """Offer the kinds of the project and the usual lengths."""
        super().__init__(*args, **kwargs)
        self._kinds = {each.code: each for each in kinds}
        usual = [(str(minutes), duration(Decimal(minutes) / MINUTES_OF_HOUR)) for minutes in MINUTES]
        self.fields["kind"].choices = [(each.code, each.short_name or each.name) for each in kinds]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [*usual, (OTHER, _("other"))]  # type: ignore[attr-defined]

    def clean_hours(self) -> Decimal | None:
        """Accept a quarter of an hour to a day, with at most two decimals; say the limits in words."""
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours is None:
            return None
        if not SHORTEST <= hours <= LONGEST_DAY:
            words = _("Enter from %(least)s to %(most)s hours.")
            raise forms.ValidationError(words % {"least": number(SHORTEST), "most": number(LONGEST_DAY)})
        if hours != hours.quantize(SMALLEST):
            words = _("Enter the hours with at most two decimals, as in %(example)s.")
            raise forms.ValidationError(words % {"example": number(Decimal("1.25"))})
        return hours

    def clean(self) -> None:
        """Refuse a day that has not come yet; ask for the length when none of the usual ones is chosen."""
        day = self.cleaned_data.get("day")
        if day and day > today():
            self.add_error("day", _("This day has not come yet."))
        if (
            self.cleaned_data.get("minutes") == OTHER
            and not self.cleaned_data.get("hours")
            and "hours" not in self.errors
        ):
            self.add_error("hours", _("Enter how long it took, in hours."))
        self.check_talk()

    def values(self) -> dict[str, Any]:
        """Return kind, day, hours and note of a valid form as the facts name them; the talk: ``talk_values``."""
        minutes = self.cleaned_data["minutes"]
        hours = self.cleaned_data["hours"] if minutes == OTHER else Decimal(minutes) / MINUTES_OF_HOUR
        return {
            "service_type": self._kinds[self.cleaned_data["kind"]],
            "delivered_on": self.cleaned_data["day"],
            "hours": Decimal(hours).quantize(Decimal("0.01")),
            "note": self.cleaned_data["note"],
        }


class SupportForm(WhoForm, QuestionsForm, OnceForm, _Given):
    """New support for one person or several at once; the view has looked up who they are."""

    most_people = MOST_PEOPLE
    is_repeated = False
    """Whether all that is asked back is whether the same was given twice."""

    protected_note = forms.CharField(
        label=gettext_lazy("Protected note"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Read by you, the person in charge and those you name; each reading leaves a mark. Others see only that "
            "there is one."
        ),
    )  # fmt: skip
    proposed_language = forms.CharField(required=False, widget=forms.HiddenInput, max_length=5)

    field_order = ("who", "kind", "minutes", "hours", "day", "note", *TALK, "protected_note")

    def __init__(self, *args: Any, known: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Tell its fields from those of the page under the panel; ``known``: what an appointment says of the talk."""
        kwargs.setdefault("auto_id", "log_%s")
        super().__init__(*args, **kwargs)
        self._known = {"place": USUAL_PLACE, **(known or {})}

    @property
    def proposed(self) -> dict[str, str]:
        """The place, the language and the interpreter that the page proposed."""
        return {**self._known, "language": str(self["proposed_language"].value() or "")}

    @property
    def talk_is_told(self) -> bool:
        """Tell whether something about the talk is filled by the writer, or wrong; the protected note too."""
        note = self["protected_note"]
        return bool(note.value() or note.errors) or super().talk_is_told


class CorrectionForm(OnceForm, VersionForm, _Given):
    """A correction of support: the same fields, and the reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=300,
        help_text=gettext_lazy("It stays in the history beside the earlier entry."),
    )  # fmt: skip

    field_order = ("kind", "minutes", "hours", "day", "note", *TALK, "why")


class WithdrawalForm(OnceForm, VersionForm):
    """Support that was not given after all."""

    why = forms.CharField(label=gettext_lazy("Reason for taking it back"), max_length=300)


def initial_of(delivery: SupportDelivery) -> dict[str, Any]:
    """Return the values of the fields for support that exists."""
    minutes = None if delivery.hours is None else int(delivery.hours * MINUTES_OF_HOUR)
    usual = minutes in MINUTES
    return {
        "kind": delivery.service_type.code,
        "day": delivery.delivered_on,
        "minutes": str(minutes) if usual else OTHER,
        "hours": None if usual else delivery.hours,
        "note": delivery.note,
        **talk_of(delivery),
    }
