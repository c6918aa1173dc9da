"""More about the talk: everything that may be said of support beyond kind, length and day; all of it is optional."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.dates import DayField
from services.enums import AWAY, TALK_LANGUAGES, Place, Tier
from services.models import SupportDelivery

TALK = (
    "tier", "place", "language", "interpreter", "childcare", "authority", "travel", "next_step", "next_step_on",
)  # fmt: skip
"""The fields in their order."""
PREFILLED = ("place", "language", "interpreter")
"""What the page proposes; it says nothing by itself."""
LONGEST_NAME, LONGEST_STEP, LONGEST_TRAVEL = 120, 300, 720
NOT_SAID = ("", gettext_lazy("not said"))


class TalkFields(forms.Form):
    """Tier, place, language, interpreter, childcare, authority, travel, next step."""

    tier = forms.ChoiceField(
        label=gettext_lazy("Who advised"), required=False, choices=[NOT_SAID, *Tier.choices],
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("Where"), required=False, choices=[NOT_SAID, *Place.choices])
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the talk"), required=False, choices=[NOT_SAID, *TALK_LANGUAGES.items()]
    )
    interpreter = forms.CharField(
        label=gettext_lazy("Interpreter"), required=False, max_length=LONGEST_NAME,
        help_text=gettext_lazy("Name, when somebody interpreted."),
    )  # fmt: skip
    childcare = forms.BooleanField(label=gettext_lazy("Childcare during the talk"), required=False)
    authority = forms.CharField(
        label=gettext_lazy("Which authority"), required=False, max_length=LONGEST_NAME,
        help_text=gettext_lazy("When somebody was accompanied there."),
    )  # fmt: skip
    travel = forms.IntegerField(
        label=gettext_lazy("Travel there and back, in minutes"), required=False, min_value=1, max_value=LONGEST_TRAVEL,
        widget=forms.TextInput(attrs={"class": "w-xs", "inputmode": "numeric"}),
        help_text=gettext_lazy("Kept apart: it never counts as hours of support."),
    )  # fmt: skip
    next_step = forms.CharField(label=gettext_lazy("What next"), required=False, max_length=LONGEST_STEP)
    next_step_on = DayField(
        label=gettext_lazy("By when"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def check_talk(self) -> None:
        """Refuse what contradicts itself: travel to nowhere, an authority without a visit, a day without a step."""
        given = self.cleaned_data
        place = given.get("place")
        if given.get("travel") and place not in AWAY:
            self.add_error("travel", _("Travel belongs to support outside the office: choose where it was."))
        if given.get("authority") and place != Place.AUTHORITY:
            self.add_error("authority", _("Choose the accompaniment to an authority as the place, or remove this."))
        if place == Place.AUTHORITY and not given.get("authority") and "authority" not in self.errors:
            self.add_error("authority", _("Name the authority."))
        self._check_next_step(given)

    def _check_next_step(self, given: Mapping[str, Any]) -> None:
        step_on, day = given.get("next_step_on"), given.get("day")
        if step_on and not given.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", _("Say what is to be done by then."))
        if step_on and day and step_on < day:
            self.add_error("next_step_on", _("The next step cannot be before the support."))

    def talk_values(self) -> dict[str, Any]:
        """Return what a valid form says of the talk as the facts name it."""
        given = self.cleaned_data
        return {
            "tier": given["tier"],
            "place": given["place"],
            "language": given["language"],
            "interpreter": given["interpreter"],
            "has_childcare": given["childcare"],
            "authority": given["authority"],
            "travel_minutes": given["travel"],
            "next_step": given["next_step"],
            "next_step_on": given["next_step_on"],
        }

    @property
    def talk_fields(self) -> dict[str, forms.BoundField]:
        """The fields of the talk by name."""
        return {name: self[name] for name in TALK}

    @property
    def talk_is_told(self) -> bool:
        """Tell whether something in them is filled by the writer, or wrong: then they are not folded away."""
        return any(self[name].errors or self._is_told(name) for name in TALK)

    def _is_told(self, name: str) -> bool:
        value = self[name].value()
        return value not in (None, "", False) and (name not in PREFILLED or str(value) != self.proposed.get(name, ""))

    @property
    def proposed(self) -> dict[str, str]:
        """What the page proposed for place, language and interpreter; nothing on a form that corrects."""
        return {}

    @property
    def talk_in_short(self) -> list[str]:
        """Place, language and interpreter as they stand in the form, for who has the rest folded away."""
        return [words for name in PREFILLED if (words := self._in_words(name))]

    def _in_words(self, name: str) -> str:
        value = str(self[name].value() or "")
        if name == "interpreter":
            return _("interpreter: %(name)s") % {"name": value} if value else ""
        return str(dict(self.fields[name].choices).get(value, "")) if value else ""  # type: ignore[attr-defined]


def talk_of(delivery: SupportDelivery) -> dict[str, Any]:
    """Return the values of the fields for support that exists."""
    return {
        "tier": delivery.tier,
        "place": delivery.place,
        "language": delivery.language,
        "interpreter": delivery.interpreter,
        "childcare": delivery.has_childcare,
        "authority": delivery.authority,
        "travel": delivery.travel_minutes,
        "next_step": delivery.next_step,
        "next_step_on": delivery.next_step_on,
    }
