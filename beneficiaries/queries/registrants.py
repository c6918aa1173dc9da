"""How whoever registered may be reached before they are a person here, as the outbox asks (S24)."""

import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse

from beneficiaries.enums import ContactWay
from beneficiaries.models import Person, Registration
from beneficiaries.queries.intake import SEE
from beneficiaries.queries.safe_contact import safe_contact
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, NobodyThere, NotToBeContacted, Recipient, SafeContact

if TYPE_CHECKING:
    from portal.accounts.models import User

REGISTRANT = "registrant"


def contact_of_registrant(registration_id: str, kind: MessageKind) -> SafeContact:
    """Return how whoever registered may be reached now.

    Raises ``NobodyThere``, and ``NotToBeContacted`` for who does not want to be, who says that contact needs care
    without naming a way, and for what stands in quarantine: through it a stranger could be written to. Whoever became
    a participant meanwhile is not written to when the record says so, or is restricted (S24, S69).
    """
    rows = Registration.objects.select_related("data_key").filter(pk=_key(registration_id))
    found = rows.first()
    if found is None:
        raise NobodyThere
    said = found.application
    silent = bool(said.contact_safety) and not said.contact_way
    if found.is_quarantined or silent or said.contact_way == ContactWay.NEVER:
        raise NotToBeContacted
    person = Person.objects.filter(registrations__registration=found, registrations__position=0).first()
    frozen = person is not None and person.is_restricted and not kind.despite_restriction
    if frozen or (person is not None and not safe_contact(person).channels):
        raise NotToBeContacted
    ways = ((Channel.SMS, said.phone), (Channel.EMAIL, said.email))
    return SafeContact(tuple((channel, address) for channel, address in ways if address), found.language)


def registrants_known_to(user: "User", ids: Collection[str]) -> Mapping[str, Recipient]:
    """Return those of these applications that an account may see, by their reference alone (one query)."""
    keys = [key for key in map(_key, ids) if key]
    rows = Registration.objects.visible_to(user, SEE).filter(pk__in=keys)
    return {
        str(key): Recipient(reference, reverse("intake_registration", args=[key]))
        for key, reference in rows.values_list("pk", "reference")
    }


def _key(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
