"""The roll of a class as it is sent: one of three states for each person; the same for several classes from paper."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.submissions.once import OnceForm
from services.domain.attendance import Mark
from services.models import AbsenceReason, Attendance, Meeting
from services.queries.attendance import ABSENT, NO_ENTRY, PRESENT, Place, state_of

STATES = (
    (PRESENT, pgettext_lazy("attendance", "here")),
    (ABSENT, pgettext_lazy("attendance", "not here")),
    (NO_ENTRY, pgettext_lazy("attendance", "no entry")),
)
SAID: dict[str, bool | None] = {PRESENT: True, ABSENT: False, NO_ENTRY: None}
LONGEST_NOTE, LONGEST_REASON, MOST_VISITORS = 600, 300, 100_000


def mark_of(place: Place) -> str:
    """Return the name of the field that says where somebody is."""
    return f"mark-{place.enrolment.pk.hex}"


def reason_of(place: Place) -> str:
    """Return the name of the field that says why somebody is not there."""
    return f"reason-{place.enrolment.pk.hex}"


def seen_of(place: Place) -> str:
    """Return the name of the field that says which entry the writer saw."""
    return f"seen-{place.enrolment.pk.hex}"


class _AboutTheClass(OnceForm):
    class_note = forms.CharField(
        label=gettext_lazy("What was done in the class"), required=False, max_length=LONGEST_NOTE,
        help_text=gettext_lazy("Topics and pages. Nothing about a person."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RollForm(_AboutTheClass):
    """The roll of one class. ``is_late``: the day is over, so that what is corrected needs a reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason of the correction"), required=False, max_length=LONGEST_REASON,
        help_text=gettext_lazy("Needed when you change what was marked on the day."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: Sequence[Place], is_late: bool, reasons: Sequence[AbsenceReason] = (), **kwargs: Any
    ) -> None:
        """Offer three states for everybody on the roll, and reasons for who is not there; none has to be given."""
        super().__init__(*args, **kwargs)
        self.places = list(places)
        self._reasons = {str(each.pk): each for each in reasons}
        listed = [("", _("no reason given")), *((key, each.name) for key, each in self._reasons.items())]
        if not is_late:
            del self.fields["why"]
        else:
            self.fields["why"].is_needed = True  # type: ignore[attr-defined]
        for place in self.places:
            state = forms.ChoiceField(choices=STATES, initial=place.state, widget=forms.RadioSelect)
            seen = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=place.entry and place.entry.pk)
            self.fields[mark_of(place)], self.fields[seen_of(place)] = state, seen
            if reasons:
                self.fields[reason_of(place)] = forms.ChoiceField(
                    choices=listed, required=False, initial=str((place.entry and place.entry.reason_id) or ""),  # type: ignore[attr-defined]
                    widget=forms.Select,
                )  # fmt: skip

    def marks(self, written: Mapping[uuid.UUID, Attendance]) -> list[Mark]:
        """Return what the writer changed against the entries they saw (``written``, by key)."""
        said = [(place, self.cleaned_data[mark_of(place)], self.cleaned_data[seen_of(place)]) for place in self.places]
        return [
            self._mark(place, state, seen)
            for place, state, seen in said
            if state != state_of(written.get(seen)) or (state == ABSENT and self._says_why(place, written.get(seen)))
        ]

    def _mark(self, place: Place, state: str, seen: uuid.UUID | None) -> Mark:
        if state != ABSENT:
            return Mark(place.enrolment, SAID[state], seen)
        return Mark.away(place.enrolment, seen, self._reasons.get(self.cleaned_data.get(reason_of(place), "")))

    def _says_why(self, place: Place, entry: Attendance | None) -> bool:
        """Tell whether another reason is given than the one that the writer saw."""
        known = str((entry and entry.reason_id) or "")  # type: ignore[attr-defined]
        return reason_of(place) in self.fields and self.cleaned_data.get(reason_of(place), "") != known

    def seen(self) -> list[uuid.UUID]:
        """Return the keys of the entries that the writer saw."""
        return [key for place in self.places if (key := self.cleaned_data[seen_of(place)])]

    def renew(self, entries: Mapping[uuid.UUID, Attendance | None]) -> None:
        """Carry the entries in force (by place), so that sending again is a decision made in sight of both."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        for place in self.places:
            if place.enrolment.pk in entries:
                entry = entries[place.enrolment.pk]
                typed[seen_of(place)] = str(entry.pk) if entry else ""
        self.data = typed

    @property
    def reason(self) -> str:
        """Why something is corrected after the day."""
        return self.cleaned_data.get("why", "")


class VisitorsForm(_AboutTheClass):
    """How many people came to an open event."""

    visitors = forms.IntegerField(
        label=gettext_lazy("Number of visitors"), min_value=0, max_value=MOST_VISITORS,
        help_text=gettext_lazy("A number without names; it never counts as participants."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
    )  # fmt: skip


class WalkInForm(OnceForm):
    """Who is there without standing on the roll: a number or a name."""

    LONGEST = 100
    who = forms.CharField(
        label=gettext_lazy("Number or name of the person"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-not-kept": ""}),
    )  # fmt: skip


class PaperForm(OnceForm):
    """Several classes of one group from their paper lists: only what has no entry yet can be filled in."""

    def __init__(self, *args: Any, rolls: Mapping[Meeting, Sequence[Place]], **kwargs: Any) -> None:
        """Offer a state for every cell without an entry."""
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *STATES[:2]]
        self.cells = {(meeting.pk, each.enrolment.pk): each for meeting, roll in rolls.items() for each in roll}
        for (meeting, person), place in self.cells.items():
            if place.entry is None:
                field = forms.ChoiceField(choices=choices, required=False, widget=forms.Select)
                self.fields[self.name_of(meeting, person)] = field

    @staticmethod
    def name_of(meeting: uuid.UUID, place: uuid.UUID) -> str:
        """Return the name of the field of one cell."""
        return f"cell-{meeting.hex}-{place.hex}"

    def clean(self) -> None:
        """Refuse a grid in which nothing is filled in."""
        if not self.errors and not any(self.marks(meeting) for meeting in {key for key, _place in self.cells}):
            raise forms.ValidationError(_("Nothing is filled in yet."))

    def marks(self, meeting: uuid.UUID) -> list[Mark]:
        """Return what is filled in of one class."""
        return [
            Mark(place.enrolment, SAID[state])
            for (at, person), place in self.cells.items()
            if at == meeting and (state := self.cleaned_data.get(self.name_of(at, person)))
        ]
