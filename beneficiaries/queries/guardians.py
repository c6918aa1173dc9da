"""Reads about guardians: only where the account sees both the child and the guardian (S26, S27, S30)."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from beneficiaries.models import Guardianship, Participation, Person
from portal.clock import today
from portal.policy.gate import Refused
from portal.reads import ahead

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, EDIT = "view_household", "edit_household"


def guardians_of(user: "User", child: Person) -> list[Guardianship]:
    """Return who stands or stood for a child, the present ones first, each with ``number``, its record (one query)."""
    return _present_first(_guardians(user, child), child)


def _present_first(links: Iterable[Guardianship], child: Person) -> list[Guardianship]:
    day = today()
    found = sorted(links, key=lambda link: (link.valid_until is not None and link.valid_until < day, link.valid_from))
    for link in found:
        link.child = child
    return found


def guardians_in(participation: Participation, user: "User") -> list[Guardianship]:
    """Return ``guardians_of`` whose record this is, as its page has read them ahead."""
    return _present_first(ahead(participation, guardian_rows, user), participation.person)


def guardian_rows(participation: Participation, user: "User") -> QuerySet[Guardianship]:
    """Return the rows of ``guardians_in``."""
    return _guardians(user, participation.person)


def _guardians(user: "User", child: Person) -> QuerySet[Guardianship]:
    return _read(user).filter(child=child).annotate(number=_number(user, "guardian"))


def guardians_by_child(user: "User", people: Iterable[Person]) -> dict[uuid.UUID, list[Guardianship]]:
    """Return who stands or stood for each of these people, by their key (one query)."""
    known = {person.pk: person for person in people}
    found: dict[uuid.UUID, list[Guardianship]] = {key: [] for key in known}
    for link in _read(user).filter(child__in=list(known)).order_by("valid_from", "pk"):
        found[link.child_id].append(link)  # type: ignore[attr-defined]
    return found


def children_in(participation: Participation, user: "User") -> list[Guardianship]:
    """Return for whom somebody stands now, each with ``number``, the child's record (one query, or read ahead)."""
    return list(ahead(participation, child_rows, user))


def child_rows(participation: Participation, user: "User") -> QuerySet[Guardianship]:
    """Return the rows of ``children_in``."""
    links = _read(user).filter(guardian=participation.person)
    links = links.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today()))
    return links.annotate(number=_number(user, "child")).order_by("child__birth_date", "pk")


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
