"""Reads of applications as the staff works on them: the queue, one of them, who of it may be known already."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet, Subquery

from beneficiaries.enums import DuplicateReason, RegistrationState
from beneficiaries.models import Participation, RegisteredPerson, Registration
from beneficiaries.queries.candidates import candidates_together, described
from beneficiaries.queries.people import in_force
from beneficiaries.rules.duplicate_reasons import Described
from beneficiaries.rules.intake import OPEN, Stage
from beneficiaries.rules.registration import Application
from portal.policy.gate import get_visible_or_404
from portal.reads import ahead

if TYPE_CHECKING:
    from portal.accounts.models import User

SEE, DECIDE, VIEW_PERSON = "view_registrations", "decide_registrations", "view_person"
PAGE_SIZE = 25
COUNTED_UP_TO = 100
QUARANTINE = "quarantine"
SAME_MARK = uuid.UUID("1c7b3b0e-6a75-4c56-8f0f-0d7f5d0f7b9e")
STAGES: dict[str, Q] = {
    "": Q(state__in=OPEN, is_quarantined=False),
    Stage.NEW: Q(state=RegistrationState.SENT, asked_at__isnull=True, is_quarantined=False),
    Stage.ANSWERED: Q(state=RegistrationState.SENT, asked_at__isnull=False, is_quarantined=False),
    Stage.ASKED: Q(state=RegistrationState.ASKED, is_quarantined=False),
    Stage.DECIDED: ~Q(state__in=OPEN),
    QUARANTINE: Q(state__in=OPEN, is_quarantined=True),
}
"""The views of the queue; what is in quarantine stands apart (S23)."""


@dataclass(frozen=True)
class Known:
    """A participation of somebody who may be a person of the application, and why."""

    participation: Participation
    reasons: Sequence[DuplicateReason]


@dataclass(frozen=True)
class Wanted:
    """Which applications: a view of the queue, a language, only those in one’s own hands, the newest first."""

    stage: str = ""
    language: str = ""
    is_mine: bool = False
    newest_first: bool = False


@dataclass(frozen=True)
class Position:
    """Where a page begins: after the application ``key``, or (``backwards``) before it; blank: at the start."""

    key: str = ""
    backwards: bool = False


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue, and whether there is more on either side."""

    rows: Sequence[Registration]
    has_newer: bool
    has_older: bool


def queue_page(user: "User", wanted: Wanted, position: Position) -> QueuePage:
    """Return one page of the queue in the order of sending (one query)."""
    rows = _wanted(user, wanted).filter(_beyond(position, user, wanted))
    rising = wanted.newest_first == position.backwards
    order = ("sent_at", "pk") if rising else ("-sent_at", "-pk")
    found = list(rows.select_related("data_key", "handled_by", "decided_by").order_by(*order)[: PAGE_SIZE + 1])
    goes_on, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if position.backwards:
        found.reverse()
    return QueuePage(
        found,
        has_newer=goes_on if position.backwards else bool(position.key),
        has_older=True if position.backwards else goes_on,
    )


def waiting(user: "User", most: int) -> tuple[list[Registration], int]:
    """Return the applications before the staff, those that wait longest first, and how many there are (two queries)."""
    rows = Registration.objects.visible_to(user, SEE).filter(STAGES[Stage.NEW] | STAGES[Stage.ANSWERED])
    return list(rows.select_related("data_key").order_by("sent_at", "pk")[:most]), rows.count()


def count_waiting(user: "User") -> int:
    """Return how many applications are before the staff, counted up to a hundred (one query)."""
    rows = Registration.objects.visible_to(user, SEE).filter(STAGES[Stage.NEW] | STAGES[Stage.ANSWERED])
    return len(rows.order_by().values_list("pk", flat=True)[:COUNTED_UP_TO])


def count_quarantined(user: "User") -> int:
    """Return how many applications wait in quarantine (one query)."""
    return Registration.objects.visible_to(user, SEE).filter(STAGES[QUARANTINE]).count()


def registration_of(user: "User", action: str, key: uuid.UUID) -> Registration:
    """Return the application that ``user`` may ``action``; hidden and absent are the same ``Refused`` (one query)."""
    source = Registration.objects.select_related("data_key", "grant_project", "handled_by", "decided_by")
    return get_visible_or_404(source, user, action, pk=key)


def registration_of_person(user: "User", participation: Participation) -> Registration | None:
    """Return the last application of a person in the project that ``user`` may see (one query)."""
    return next(iter(ahead(participation, registration_rows, user)), None)


def registration_rows(participation: Participation, user: "User") -> QuerySet[Registration]:
    """Return the row of ``registration_of_person``."""
    rows = Registration.objects.visible_to(user, SEE).filter(
        people__person=participation.person_id, grant_project=participation.grant_project_id
    )
    return rows.select_related("data_key").order_by("-sent_at", "-pk")[:1]


def places_of(registration: Registration) -> dict[int, RegisteredPerson]:
    """Return the places of an application with the people whom they became (one query)."""
    rows = RegisteredPerson.objects.filter(registration=registration).select_related("person__data_key")
    return {each.position: each for each in rows}


def mark_of(registration: Registration) -> uuid.UUID:
    """Return a mark of an application as it stands: another one as soon as anything happens to it (L5)."""
    return uuid.uuid5(SAME_MARK, f"{registration.pk} {registration.state} {registration.changed_at.isoformat()}")


def records_in(user: "User", registration: Registration, people: Sequence[Any]) -> dict[Any, Participation]:
    """Return the participations of these people in the project, as far as ``user`` sees them, by person (one query)."""
    rows = Participation.objects.visible_to(user, VIEW_PERSON).annotate(in_force=in_force())
    found = rows.filter(grant_project=registration.grant_project_id, person__in=list(people))  # type: ignore[misc]
    return {each.person_id: each for each in found.select_related("person__data_key", "grant_project", "in_force")}  # type: ignore[attr-defined]


def maybe_known(user: "User", registration: Registration) -> dict[int, list[Known]]:
    """Return by place who may be the same, likeliest first, as far as ``user`` sees them (R109).

    No more queries for a family than for one. People out of reach never appear: the coordinator finds those (S21,
    S26). Of several participations the one of this project stands for the person.
    """
    said = registration.application
    found = candidates_together([_described(said, place) for place in range(len(said.people))], user=user)
    people = {each.person.pk for candidates in found for each in candidates}
    records = _records_of(user, registration, people)
    return {
        place: [Known(records[each.person.pk], each.reasons) for each in candidates if each.person.pk in records]
        for place, candidates in enumerate(found)
    }


def _described(application: Application, place: int) -> Described:
    """Return somebody of an application in the form in which people are compared; the contact is of who registers."""
    said = application.people[place]
    contact = {"phone": application.phone, "email": application.email} if place == 0 else {}
    whole = said.latin_name or said.name
    return described([whole, said.name], said.birth_date, surname=said.latin_surname or said.surname, contact=contact)


def _records_of(user: "User", registration: Registration, people: set[Any]) -> dict[Any, Participation]:
    if not people:
        return {}
    rows = Participation.objects.visible_to(user, VIEW_PERSON).filter(person__in=people)
    rows = rows.select_related("person", "grant_project").order_by("created_at", "pk")
    found: dict[Any, Participation] = {}
    for each in rows:
        here = each.grant_project_id == registration.grant_project_id  # type: ignore[attr-defined]
        if here or each.person_id not in found:  # type: ignore[attr-defined]
            found[each.person_id] = each  # type: ignore[attr-defined]
    return found


def _wanted(user: "User", wanted: Wanted) -> QuerySet[Registration]:
    rows = Registration.objects.visible_to(user, SEE).filter(STAGES[wanted.stage])
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    return rows.filter(handled_by=user.pk) if wanted.is_mine else rows


def _beyond(position: Position, user: "User", wanted: Wanted) -> Q:
    """Return the condition of the rows beyond a place of the queue; only what the account sees marks a place (S6)."""
    if not position.key:
        return Q()
    edge = Registration.objects.visible_to(user, SEE).filter(pk=position.key)
    sent, key = (Subquery(edge.values(column)[:1]) for column in ("sent_at", "pk"))
    way = "gt" if wanted.newest_first == position.backwards else "lt"
    return Q(**{f"sent_at__{way}": sent}) | Q(sent_at=sent) & Q(**{f"pk__{way}": key})
