"""Applications in the hands of the staff: where each stands, who needs a guardian, what a refusal says (R86, S23)."""

import datetime
from collections.abc import Sequence
from enum import StrEnum

from beneficiaries.enums import RefusalReason, RegistrationState, Relation
from beneficiaries.rules.age import OF_AGE, completed_years
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.holidays import after_working_days

OPEN = (RegistrationState.SENT, RegistrationState.ASKED)
"""States in which something can still be decided."""
LATE_AFTER = 3
"""Working days within which the portal promises an answer (design §15)."""
DIVIDER = "\n"
SCHOOL_FROM, WORK_FROM = 7, 15


class Stage(StrEnum):
    """Where an application stands for whoever works on it."""

    NEW = "new"
    ASKED = "asked"
    ANSWERED = "answered"
    DECIDED = "decided"


def stage_of(state: str, asked_at: datetime.datetime | None) -> Stage:
    """Return where an application stands; a reply to a question puts it before the staff again."""
    if state not in OPEN:
        return Stage.DECIDED
    if state == RegistrationState.ASKED:
        return Stage.ASKED
    return Stage.NEW if asked_at is None else Stage.ANSWERED


def answer_due(sent_on: datetime.date) -> datetime.date:
    """Return the last day on which the answer comes as promised; days off by law are no working days."""
    return after_working_days(sent_on, LATE_AFTER)


def is_minor(person: AppliedPerson, day: datetime.date) -> bool:
    """Tell whether somebody of an application is under age; without a date of birth only by who they are."""
    if person.birth_date is None:
        return person.relation == Relation.CHILD
    return completed_years(person.birth_date, day) < OF_AGE


def adults_of(application: Application, day: datetime.date) -> list[int]:
    """Return the places of the people of age."""
    return [place for place, each in enumerate(application.people) if not is_minor(each, day)]


def is_alone_and_minor(application: Application, day: datetime.date) -> bool:
    """Tell whether children register and nobody of age is with them (R86): somebody must stand for them first."""
    return not adults_of(application, day)


def proposed_guardian(application: Application, place: int, day: datetime.date) -> int | None:
    """Return the place of whoever most likely stands for a child: who registers their own child."""
    adults = adults_of(application, day)
    return 0 if 0 in adults and application.people[place].relation == Relation.CHILD else None


def is_in_school(age: int) -> bool:
    """Tell whether somebody of this age usually goes to school (R55)."""
    return SCHOOL_FROM <= age < OF_AGE


def has_no_schooling_yet(age: int) -> bool:
    """Tell whether nobody of this age can have completed more than lower secondary school (R55)."""
    return age < WORK_FROM


def written_refusal(reason: str, words: str) -> str:
    """Return a refusal as it is sealed: the reason from the list, then the words of the staff."""
    return f"{RefusalReason(reason).value}{DIVIDER}{words}"


def read_refusal(text: str) -> tuple[str, str]:
    """Return the reason and the words of a sealed refusal; the reason is blank where there is none."""
    reason, _divider, words = text.partition(DIVIDER)
    return (reason, words) if reason in RefusalReason.values else ("", text)


def family_size(people: Sequence[AppliedPerson], day: datetime.date) -> tuple[int, int]:
    """Return how many people there are, and how many of them are under age."""
    return len(people), sum(1 for each in people if is_minor(each, day))
