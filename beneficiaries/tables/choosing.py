"""A person as pages show somebody who is chosen or can be chosen."""

import datetime
from dataclasses import dataclass

from django.utils.translation import ngettext

from beneficiaries.models import Participation
from beneficiaries.rules.age import completed_years
from beneficiaries.tables.people import Status, status_of
from beneficiaries.tables.record import initials
from portal.ui.formatting import number


@dataclass(frozen=True)
class Choice:
    """Who it is: name in both scripts, number, age in words; ``status`` where the reader looked it up."""

    number: str
    name: str
    original: str
    initials: str
    age: str
    is_cautious: bool = False
    status: Status | None = None


def choice_of(participation: Participation, day: datetime.date) -> Choice:
    """Return a person as a choice; the age is that of ``day``."""
    person = participation.person
    age = completed_years(person.birth_date, day)
    name = person.full_name or person.original_name or participation.number
    return Choice(
        number=participation.number,
        name=name,
        original=person.original_name if person.original_name != name else "",
        initials=initials(participation),
        age=ngettext("%(age)s year", "%(age)s years", age) % {"age": number(age)},
        is_cautious=person.is_cautious,
        status=_status(participation, day),
    )


def _status(participation: Participation, day: datetime.date) -> Status | None:
    """Return where the participation stands on ``day``; nothing where the facts in force were not read with it."""
    version = getattr(participation, "in_force", None)
    return status_of(version.start_on, version.end_on, day) if version else None
