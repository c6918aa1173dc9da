"""Reads about guardians: only where the account sees both the child and the guardian (S26, S27, S30)."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from beneficiaries.models import Guardianship, Participation, Person
from portal.clock import today
from portal.policy.gate import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, EDIT = "view_household", "edit_household"


def guardians_of(user: "User", child: Person) -> list[Guardianship]:
    """Return who stands or stood for a child, the present ones first, each with ``number``, its record (one query)."""
    links = _read(user).filter(child=child).annotate(number=_number(user, "guardian"))
    day = today()
    found = sorted(links, key=lambda link: (link.valid_until is not None and link.valid_until < day, link.valid_from))
    for link in found:
        link.child = child
    return found


def guardians_by_child(user: "User", people: Iterable[Person]) -> dict[uuid.UUID, list[Guardianship]]:
    """Return who stands or stood for each of these people, by their key (one query)."""
    known = {person.pk: person for person in people}
    found: dict[uuid.UUID, list[Guardianship]] = {key: [] for key in known}
    for link in _read(user).filter(child__in=list(known)).order_by("valid_from", "pk"):
        found[link.child_id].append(link)  # type: ignore[attr-defined]
    return found


def children_of(user: "User", guardian: Person) -> list[Guardianship]:
    """Return for whom somebody stands now, each with ``number``, the child's record (one query)."""
    links = _read(user).filter(guardian=guardian).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today()))
    return list(links.annotate(number=_number(user, "child")).order_by("child__birth_date", "pk"))


def guardianship_of(user: "User", child: Participation, key: uuid.UUID) -> Guardianship:
    """Return one guardianship of a child that ``user`` may change; hidden and absent are the same ``Refused``."""
    links = Guardianship.objects.visible_to(user, EDIT).filter(child=child.person, pk=key)  # type: ignore[attr-defined]
    link = links.select_related("guardian", "changed_by").first()
    if link is None:
        raise Refused(EDIT, "guardianship", str(key))
    link.child = child.person
    return link


def _read(user: "User") -> QuerySet[Guardianship]:
    return Guardianship.objects.visible_to(user, VIEW).select_related("guardian", "child__data_key")  # type: ignore[attr-defined]


def _number(user: "User", who: str) -> Subquery:
    records = Participation.objects.visible_to(user, "view_person").filter(person=OuterRef(who))  # type: ignore[attr-defined]
    return Subquery(records.order_by("-grant_project__starts_on").values("number")[:1])
