"""Who may be the same person as one being written down, among those whom the writer may see (R109)."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from beneficiaries.enums import DuplicateReason
from beneficiaries.models import Participation, Person
from beneficiaries.queries.candidates import WORTH_ASKING, Candidate, candidates_for
from beneficiaries.querysets import opened_in_emergency
from portal.policy.access import access_of, stand_in_for
from portal.programmes.models import GrantProject
from portal.statements import ONE, OTHER, READER, prepared

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW = "view_person"


def people_alike(
    user: "User",
    names: Sequence[str],
    birth_date: datetime.date | None,
    *,
    surname: str = "",
    contact: dict[str, str] | None = None,
    but: Person | None = None,
) -> list[tuple[Participation, Candidate]]:
    """Return participations of people who may be the same, the likeliest first, each with the reasons.

    Who has another PESEL is another person; who has the same one is found when it is saved. People out of the user's
    reach are never among them: the coordinator finds those (design §0). At most six queries.
    """
    likely = {
        each.person.pk: each
        for each in candidates_for(names, birth_date, user=user, surname=surname, contact=contact, but=but)
        if each.score >= WORTH_ASKING and DuplicateReason.SAME_PESEL not in each.reasons
    }
    if not likely:
        return []
    records = Participation.objects.visible_to(user, VIEW).filter(person__in=likely).select_related("person")
    found = [(record, likely[record.person_id]) for record in records.order_by("number")]  # type: ignore[attr-defined]
    return sorted(found, key=lambda each: -each[1].score)


def record_of_person(user: "User", person: Person) -> Participation | None:
    """Return a participation of the person that the user may open; ``None`` when there is none."""
    return Participation.objects.visible_to(user, VIEW).filter(person=person).order_by("-created_at").first()


def record_in_project(user: "User", person: Any, grant_project: GrantProject) -> Participation | None:
    """Return the person's participation in that project, if the user may open it (one query)."""
    found = Participation.objects.visible_to(user, VIEW).filter(person=person, grant_project=grant_project)
    return found.select_related("person").first()


def records_elsewhere(user: "User", participation: Participation) -> list[Participation]:
    """Return the participations of the same person in other projects that the user may open (one query)."""

    def rows(reader: "User", person: Any, here: Any) -> QuerySet[Participation]:
        found = Participation.objects.visible_to(reader, VIEW).filter(person=person).exclude(pk=here)
        return found.select_related("grant_project").order_by("created_at", "pk")

    if opened_in_emergency(user, VIEW):
        return list(rows(user, participation.person_id, participation.pk))  # type: ignore[misc]
    key = (records_elsewhere, access_of(user).key, get_language())
    statement = prepared(key, lambda: rows(stand_in_for(user), OTHER, ONE))
    return statement.read({READER: user.pk, OTHER: participation.person_id, ONE: participation.pk})  # type: ignore[misc]
