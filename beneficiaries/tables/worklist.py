"""A person as a row of my day."""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.models import Participation, Person
from portal.worklist.registry import NextAct, Words, WorkRow

Tags = Sequence[tuple[Words, str]]


def name_of(participation: Participation) -> str:
    """Return the name by which pages call a person."""
    person = participation.person
    return person.full_name or person.original_name or participation.number


def care_tags(*people: Person) -> Tags:
    """Return the warning that somebody of these people is reached with care, if so (S24)."""
    return [(_("contact with care"), "danger")] if any(each.is_cautious for each in people) else []


def person_row(
    participation: Participation, act: NextAct, *, note: Words, due_on: datetime.date | None = None, tags: Tags = ()
) -> WorkRow:
    """Return a row about somebody of ``with_charge``: its name leads to the record, a tag says if nobody is."""
    name, original = name_of(participation), participation.person.original_name
    nobody: Tags = [(_("nobody in charge"), "line")] if participation.is_nobodys else []  # type: ignore[attr-defined]
    return WorkRow(
        title=name,
        url=reverse("person_record", args=[participation.number]),
        acts=[act],
        note=note,
        due_on=due_on,
        tags=[*care_tags(participation.person), *tags, *nobody],
        subject=participation.person_id,
        original=original if original != name else "",
    )
