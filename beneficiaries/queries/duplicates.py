"""Who may be the same person as one being written down, among those whom the writer may see (R109)."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from beneficiaries.models import Participation, Person
from beneficiaries.rules.names import is_same_name

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW = "view_person"
MOST = 200


def people_alike(
    user: "User", names: Sequence[str], birth_date: datetime.date, *, has_pesel: bool, but: Person | None = None
) -> list[Participation]:
    """Return participations of people with the same name and birth date, a PESEL missing on a side (two queries).

    People out of the user's reach are never among them: the coordinator finds those (design §0).
    """
    born_then = Participation.objects.visible_to(user, VIEW).filter(person__birth_date=birth_date)
    if but is not None:
        born_then = born_then.exclude(person=but)
    if has_pesel:
        born_then = born_then.filter(person__pesel_index__isnull=True)
    found = born_then.select_related("person").prefetch_related("person__aliases").order_by("number")[:MOST]
    return [each for each in found if is_same_name(names, _names_of(each.person))]


def record_of_person(user: "User", person: Person) -> Participation | None:
    """Return a participation of the person that the user may open; ``None`` when there is none."""
    return Participation.objects.visible_to(user, VIEW).filter(person=person).order_by("-created_at").first()


def _names_of(person: Person) -> list[str]:
    names = [person.list_name, person.original_name, *(alias.name for alias in person.aliases.all())]  # type: ignore[attr-defined]
    return [name for name in names if name]
