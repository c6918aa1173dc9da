"""The fields of rolls beside the names: a row a person for one class, a grid for several; conflicts in words."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.submissions.conflicts import Difference
from services.enums import EnrolmentState
from services.forms.attendance import PaperForm, RollForm, mark_of, reason_of, seen_of
from services.models import Meeting
from services.queries.attendance import NO_ENTRY, Place, state_of
from services.tables.attendance import DOT, names_on, state_in_words


@dataclass(frozen=True)
class RollRow:
    """One person on a roll: the name and its hint, the field of the state and the one of what was seen."""

    name: str
    hint: str
    is_known: bool
    state: BoundField
    seen: BoundField
    reason: BoundField | None = None


@dataclass(frozen=True)
class Cell:
    """One person at one class: a field where nothing is marked, otherwise what is."""

    day: datetime.date
    field: BoundField | None
    words: str = ""


@dataclass(frozen=True)
class GridRow:
    """One person of the grid."""

    name: str
    cells: Sequence[Cell]


def roll_rows(form: RollForm) -> list[RollRow]:
    """Return the roll of a form, one row a person."""
    return [
        RollRow(
            name,
            _hint(place, hint),
            place.is_known,
            form[mark_of(place)],
            form[seen_of(place)],
            form[reason_of(place)] if reason_of(place) in form.fields else None,
        )
        for place, (name, hint) in zip(form.places, names_on(form.places), strict=True)
    ]


def tallies(form: RollForm) -> dict[str, int]:
    """Return how many are in each state as the form stands."""
    states = [str(form[mark_of(place)].value() or NO_ENTRY) for place in form.places]
    return {state: states.count(state) for state in ("present", "absent", "none")}


def conflicts(form: RollForm, entries: dict) -> list[Difference]:
    """Say of each person whom somebody else marked meanwhile what is in force and what was sent (L5)."""
    names = names_on(form.places)
    return [
        Difference(name, state_in_words(state_of(entries[place.enrolment.pk])), _sent(form, place))
        for place, (name, _hint) in zip(form.places, names, strict=True)
        if place.enrolment.pk in entries
    ]


def grid_of(form: PaperForm, rolls: Mapping[Meeting, Sequence[Place]]) -> list[GridRow]:
    """Return the rows of the grid; whoever is on the roll of some of the classes only has empty cells elsewhere."""
    people = {each.enrolment.pk: each for roll in rolls.values() for each in roll}
    names = names_on(list(people.values()))
    return [
        GridRow(name, [_cell(form, meeting, person) for meeting in rolls])
        for person, (name, _hint) in zip(people, names, strict=True)
    ]


def _cell(form: PaperForm, meeting: Meeting, person: object) -> Cell:
    place = form.cells.get((meeting.pk, person))  # type: ignore[arg-type]
    if place is None:
        return Cell(meeting.day, None, "–")
    if place.entry is not None:
        return Cell(meeting.day, None, state_in_words(place.state))
    return Cell(meeting.day, form[form.name_of(meeting.pk, person)])  # type: ignore[arg-type]


def _sent(form: RollForm, place: Place) -> str:
    return state_in_words(str(form[mark_of(place)].value()))


def _hint(place: Place, hint: str) -> str:
    """Return the hint of a person, with the mark of an entry that was made after the day (L25)."""
    is_late = place.entry is not None and place.entry.is_late
    came = place.enrolment.state in (EnrolmentState.GUEST, EnrolmentState.WAITING)
    return DOT.join(filter(None, (hint, _("guest of this day") if came else "", _("entered later") if is_late else "")))
