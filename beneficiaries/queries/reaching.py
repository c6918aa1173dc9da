"""How people and those who stand for children may be reached, as the outbox asks at the moment of sending (S24)."""

import re
import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse

from beneficiaries.enums import Channel as Way
from beneficiaries.models import Guardianship, Participation, Person
from beneficiaries.queries.safe_contact import safe_contact
from beneficiaries.rules.families import may_be_written_to
from portal.clock import today
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, NobodyThere, NotToBeContacted, Recipient, SafeContact

if TYPE_CHECKING:
    from portal.accounts.models import User

PERSON, GUARDIAN = "person", "guardian"


def contact_of_person(person_id: str, kind: MessageKind) -> SafeContact:
    """Return how a person may be reached now, the way they like best first.

    Raises ``NobodyThere``; ``NotToBeContacted`` for somebody who must not be written to, or whose record is frozen.
    """
    person = Person.objects.select_related("data_key").filter(pk=_key(person_id)).first()  # type: ignore[misc]
    if person is None:
        raise NobodyThere
    return _contact(person, kind)


def contact_of_guardian(guardianship_id: str, kind: MessageKind) -> SafeContact:
    """Return how whoever stands for a child may be reached now; raises as ``contact_of_person``.

    Nothing goes to anybody under a court restriction, without the right to be contacted and told, or once it is over,
    nor to a number or an address under which somebody stands for the same child with a restriction: it may be the same
    human under another record (S30).
    """
    rows = Guardianship.objects.select_related("child__data_key", "guardian__data_key").filter(
        pk=_key(guardianship_id)  # type: ignore[misc]
    )
    link = rows.first()
    if link is None:
        raise NobodyThere
    frozen = link.child.is_restricted and not kind.despite_restriction
    if frozen or link.child.merged_into_id or not may_be_written_to(link, link.child, today()):  # type: ignore[attr-defined]
        raise NotToBeContacted
    found = _contact(link.guardian, kind) if link.guardian is not None else _outside(link)
    barred = _barred_around(link.child)
    allowed = tuple(way for way in found.ways if _plain(way[1]) not in barred)
    if found.ways and not allowed:
        raise NotToBeContacted
    return replace(found, ways=allowed)


def _outside(link: Guardianship) -> SafeContact:
    ways = ((Channel.SMS, str(link.outside_phone)),) if link.outside_phone else ()
    return SafeContact(ways, link.child.contact_language)


def _barred_around(child: Person) -> set[str]:
    """Return the numbers and addresses of who stands for a child under a court restriction (one query)."""
    links = Guardianship.objects.filter(child=child, court_restriction=True).select_related("guardian__data_key")
    found = set()
    for link in links:
        link.child = child
        said = [link.guardian.phone, link.guardian.email] if link.guardian is not None else [link.outside_phone]
        found |= {_plain(str(each)) for each in said if each}
    return found


def _plain(address: str) -> str:
    """Return an e-mail address as it is compared, and of a phone number its last nine digits."""
    return address.strip().casefold() if "@" in address else re.sub(r"\D", "", address)[-9:]


def people_known_to(user: "User", ids: Collection[str]) -> dict[str, Recipient]:
    """Return those of these people whom ``user`` may see, with the record (one query)."""
    keys = [key for key in map(_key, ids) if key]
    rows = Participation.objects.visible_to(user, "view_person").filter(person__in=keys)  # type: ignore[attr-defined]
    return {str(row.person_id): _recipient(row.person, row) for row in rows.select_related("person")}


def guardians_known_to(user: "User", ids: Collection[str]) -> dict[str, Recipient]:
    """Return those of these guardianships whose child ``user`` may see, under the name of the child (two queries)."""
    keys = [key for key in map(_key, ids) if key]
    seen = dict(Guardianship.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "child"))  # type: ignore[attr-defined]
    children = people_known_to(user, {str(child) for child in seen.values()})
    return {str(key): children[str(child)] for key, child in seen.items() if str(child) in children}


def _recipient(person: Person, participation: Participation) -> Recipient:
    url = reverse("person_record", kwargs={"number": participation.number})
    return Recipient(person.list_name, url, person.pk)


def _contact(person: Person, kind: MessageKind) -> SafeContact:
    safe = safe_contact(person)
    if not safe.channels or (person.is_restricted and not kind.despite_restriction):
        raise NotToBeContacted
    ways = [(Channel.SMS, Way.SMS, person.phone), (Channel.EMAIL, Way.EMAIL, person.email)]
    ways.sort(key=lambda way: way[1] != safe.preferred)
    known = tuple((channel, str(address)) for channel, way, address in ways if address and safe.allows(way))
    return SafeContact(known, safe.language, safe.hours)


def _key(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
