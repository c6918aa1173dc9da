"""An appointment as a colleague makes it: with whom, when, what for, where; and what became of it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import LANGUAGES
from portal.accounts.models import User
from portal.programmes.models import GrantProject, ServiceType
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.ui.formatting import short_date
from services.enums import Bring, PlaceKind, Purpose
from services.forms.who import WhoForm
from services.models import Appointment, Venue
from services.rules.appointments import NoSuchTime, end_of, local_moment

SHORTEST, LONGEST, USUAL = 5, 720, 60
"""Minutes that an appointment may take, and usually takes."""
LONGEST_PLACE, LONGEST_NAME, LONGEST_NOTE, LONGEST_REASON, MOST_PEOPLE = 160, 120, 2000, 300, 12
AFTER_PROJECT = datetime.timedelta(days=92)
"""So long after the project people are still met: the finding and what happened after leaving."""
NOT_ASKED = "–"
BOXES = ("needs_interpreter", "needs_childcare")


class _Planned(QuestionsForm, OnceForm):
    """When, what for, where, and who keeps it."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=pgettext_lazy("the clock", "Time"), input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "w-date"}, format="%H:%M"),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("How long, in minutes"), min_value=SHORTEST, max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"}),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=gettext_lazy("What for"))
    place_kind = forms.ChoiceField(
        label=pgettext_lazy("of an appointment", "Where"), choices=PlaceKind.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    venue = forms.ChoiceField(label=gettext_lazy("Which place"), required=False)
    place = forms.CharField(
        label=pgettext_lazy("of an appointment", "Room, address or number"), max_length=LONGEST_PLACE, required=False
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("of an appointment", "Language"), required=False,
        choices=[("", NOT_ASKED), *LANGUAGES.items()],
    )  # fmt: skip
    needs_interpreter = forms.BooleanField(label=gettext_lazy("An interpreter is needed"), required=False)
    interpreter = forms.CharField(label=gettext_lazy("Who interprets"), max_length=LONGEST_NAME, required=False)
    needs_childcare = forms.BooleanField(label=gettext_lazy("Childcare is needed"), required=False)
    in_charge = forms.ChoiceField(label=pgettext_lazy("of an appointment", "Who keeps it"))
    colleagues = forms.MultipleChoiceField(
        label=gettext_lazy("Colleagues who come, too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=pgettext_lazy("written about an appointment", "Note"), required=False, max_length=LONGEST_NOTE,
        help_text=gettext_lazy("Only what is needed to prepare. Nothing about health, religion or criminal matters."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    bring = forms.MultipleChoiceField(
        label=gettext_lazy("What the person should bring"), required=False, choices=Bring.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        help_text=gettext_lazy("The person reads it on their own page, in their language."),
    )  # fmt: skip
    bring_words = forms.CharField(
        label=gettext_lazy("Something else to bring, in the person’s words"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=gettext_lazy("The person and everybody who comes with them read this."),
    )

    def __init__(
        self, *args: Any, project: GrantProject, colleagues: Sequence[User], venues: Sequence[Venue] = (), **kwargs: Any
    ) -> None:
        """Offer the kinds of support and the places of the project, and the colleagues within reach."""
        super().__init__(*args, **kwargs)
        self.project = project
        kinds = list(project.service_types.all())
        self._first, self._last = project.starts_on, project.ends_on + AFTER_PROJECT
        self._kinds = {each.code: each for each in kinds}
        self._colleagues = {str(each.pk): each for each in colleagues}
        self._venues = {str(each.pk): each for each in venues}
        names = [(key, each.name) for key, each in self._colleagues.items()]
        places = [(key, each.name) for key, each in self._venues.items()]
        purposes = [(_code(each.code), each.short_name or each.name) for each in kinds]
        own = [(str(each), each.label) for each in (Purpose.DIAGNOSIS, Purpose.OTHER)]
        self.fields["purpose"].choices = [("", NOT_ASKED), own[0], *purposes, own[1]]  # type: ignore[attr-defined]
        self.fields["in_charge"].choices = names  # type: ignore[attr-defined]
        self.fields["colleagues"].choices = names  # type: ignore[attr-defined]
        self.fields["venue"].choices = [("", NOT_ASKED), *places]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse days far from the project and a time that the clocks leave out; a place outside needs to be said."""
        data = self.cleaned_data
        if data.get("day") and not self._first <= data["day"] <= self._last:
            days = {"first": short_date(self._first), "last": short_date(self._last)}
            self.add_error("day", _("Choose a day from %(first)s to %(last)s.") % days)
        if data.get("day") and data.get("time"):
            try:
                data["starts_at"] = local_moment(data["day"], data["time"], timezone.get_default_timezone())
            except NoSuchTime:
                self.add_error("time", _("This time does not exist that day: the clocks go forward. Choose another."))
        named = data.get("place") or data.get("venue") or {"place", "venue"} & self.errors.keys()
        if data.get("place_kind") == PlaceKind.OUTSIDE and not named:
            self.add_error("place", _("Write where you meet."))

    @property
    def span(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Begin and end of a valid form."""
        return self.cleaned_data["starts_at"], end_of(self.cleaned_data["starts_at"], self.cleaned_data["minutes"])

    @property
    def staff(self) -> list[User]:
        """Everybody of the staff at the appointment, who is in charge first; of a valid form."""
        keys = dict.fromkeys([self.cleaned_data["in_charge"], *self.cleaned_data["colleagues"]])
        return [self._colleagues[key] for key in keys]

    @property
    def kind(self) -> ServiceType | None:
        """The kind of support that it is for; none for a talk about needs or anything else. Of a valid form."""
        return self._kinds.get(self.cleaned_data["purpose"].removeprefix(_code("")))

    @property
    def at(self) -> Venue | None:
        """The place of the project where people meet; none by phone and online. Of a valid form."""
        meets = self.cleaned_data["place_kind"] in (PlaceKind.OFFICE, PlaceKind.OUTSIDE)
        return self._venues.get(self.cleaned_data["venue"]) if meets else None

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as the appointment names it; ``colleagues`` apart."""
        data, (starts_at, ends_at) = self.cleaned_data, self.span
        same = ("place_kind", "language", "place", *BOXES, "note", "bring_words")
        return {
            **{name: data[name] for name in same},
            "starts_at": starts_at,
            "ends_at": ends_at,
            "venue": self.at,
            "bring": " ".join(data["bring"]),
            "purpose": Purpose.SUPPORT if self.kind else data["purpose"],
            "service_type": self.kind,
            "interpreter": data["interpreter"] if data["needs_interpreter"] else "",
            "in_charge": self._colleagues[data["in_charge"]],
        }


class AppointmentForm(WhoForm, _Planned):
    """A new appointment with one person or several; the view has looked up who they are."""

    most_people = MOST_PEOPLE

    field_order = ("who", "day", "time", "minutes")


class ChangeForm(VersionForm, _Planned):
    """Another time, place or purpose of an appointment that exists; the people stay."""


class OutcomeForm(OnceForm, VersionForm):
    """What became of an appointment; to cancel needs a reason."""

    why = forms.CharField(
        label=pgettext_lazy("of an appointment", "Reason"), max_length=LONGEST_REASON, required=False,
        help_text=gettext_lazy("Needed to cancel. Nothing about health."),
    )  # fmt: skip

    def __init__(self, *args: Any, must_say_why: bool = False, **kwargs: Any) -> None:
        """Ask for the reason where one is needed."""
        super().__init__(*args, **kwargs)
        self.fields["why"].required = must_say_why
        self.fields["why"].error_messages["required"] = _("Write the reason.")


def initial_of(appointment: Appointment) -> dict[str, Any]:
    """Return the values of the fields for an appointment that exists."""
    local = timezone.localtime(appointment.starts_at)
    kind = appointment.service_type
    same = ("place_kind", "place", "language", *BOXES, "interpreter", "note", "minutes", "version", "bring_words")
    return {
        **{name: getattr(appointment, name) for name in same},
        "day": local.date(),
        "time": local.time(),
        "purpose": _code(kind.code) if kind else appointment.purpose,
        "bring": appointment.bring.split(),
        "venue": str(appointment.venue_id or ""),  # type: ignore[attr-defined]
        "in_charge": str(appointment.in_charge_id),
        "colleagues": [str(each.pk) for each in appointment.colleagues.all()],
    }


SINGLE = ("submission", "version", "day", "time", "minutes", "purpose", "place_kind", "venue", "place", "language",
          "interpreter", "in_charge", "note", "bring_words")  # fmt: skip


def typed_of(sent: QueryDict) -> dict[str, Any]:
    """Return what was typed so far, judged by nobody, as the values of a form that is shown again."""
    single = {name: sent[name] for name in SINGLE if sent.get(name)}
    return {**single, **{name: name in sent for name in BOXES}, "colleagues": sent.getlist("colleagues"),
            "bring": sent.getlist("bring")}  # fmt: skip


def _code(kind: str) -> str:
    return f"{Purpose.SUPPORT}:{kind}"
